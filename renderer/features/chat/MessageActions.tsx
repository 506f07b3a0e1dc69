import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowReplyRegular } from '@fluentui/react-icons/svg/arrow-reply'
import { EmojiAddRegular } from '@fluentui/react-icons/svg/emoji-add'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { useTranslation } from 'react-i18next'
import type { Message } from '#shared/contract/chat.ts'
import type { MessagePermissions } from './message-permissions.ts'

const useStyles = makeStyles({
  bar: {
    position: 'absolute',
    top: '-12px',
    right: tokens.spacingHorizontalM,
    display: 'flex',
    minWidth: 0,
    margin: 0,
    padding: 0,
    borderRadius: '4px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
})

export interface MessageHandlers {
  onReply(message: Message): void
  /** Beside `anchor`. */
  onReact(message: Message, anchor: HTMLElement): void
  onMore(message: Message, anchor: HTMLElement): void
  onLink(link: { href: string; host: string }): void
}

/** What one may do with a message: only that is there. The menus themselves are the panel's, one of each. */
export const MessageActions = ({
  message,
  permissions,
  handlers,
}: {
  message: Message
  permissions: MessagePermissions
  handlers: MessageHandlers
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const hasMore = permissions.edit || permissions.delete || permissions.report
  if (!permissions.reply && !permissions.react && !hasMore) return null
  return (
    <fieldset className={styles.bar} aria-label={t('chat.actions.of', { name: message.author.name })} data-message-actions>
      {permissions.react ? (
        <Button
          appearance="subtle"
          icon={<EmojiAddRegular />}
          aria-label={t('chat.actions.react')}
          title={t('chat.actions.react')}
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => handlers.onReact(message, currentTarget)}
        />
      ) : null}
      {permissions.reply ? (
        <Button
          appearance="subtle"
          icon={<ArrowReplyRegular />}
          aria-label={t('chat.actions.reply')}
          title={t('chat.actions.reply')}
          onClick={() => handlers.onReply(message)}
        />
      ) : null}
      {hasMore ? (
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('chat.actions.more')}
          title={t('chat.actions.more')}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => handlers.onMore(message, currentTarget)}
        />
      ) : null}
    </fieldset>
  )
}
