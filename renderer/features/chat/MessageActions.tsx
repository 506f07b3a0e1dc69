import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowReplyRegular } from '@fluentui/react-icons/svg/arrow-reply'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { EditRegular } from '@fluentui/react-icons/svg/edit'
import { EmojiAddRegular } from '@fluentui/react-icons/svg/emoji-add'
import { FlagRegular } from '@fluentui/react-icons/svg/flag'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { useTranslation } from 'react-i18next'
import { MESSAGE_REACTIONS, type Message } from '#shared/contract/chat.ts'
import { useCall } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { EmojiPicker } from './EmojiPicker.tsx'
import { REACTION_NAMES } from './emoji.ts'
import type { MessagePermissions } from './message-permissions.ts'
import { useChatVerbs } from './use-chat-verbs.ts'

const useStyles = makeStyles({
  bar: {
    position: 'absolute',
    top: '-12px',
    right: tokens.spacingHorizontalM,
    display: 'flex',
    borderRadius: '4px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
})

const REACTIONS = MESSAGE_REACTIONS.map((sign) => ({ sign, name: REACTION_NAMES[sign] }))

export interface MessageHandlers {
  onReply(message: Message): void
  onEdit(message: Message): void
  onDelete(message: Message): void
  onReport(message: Message): void
  onLink(link: { href: string; host: string }): void
}

/** What one may do with a message: only that is there. */
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
  const { chat, attempt } = useChatVerbs()
  const selfPersonId = useCall((state) => selfIn(state)?.personId)
  const own = message.reactions.find(({ personIds }) => selfPersonId !== undefined && personIds.includes(selfPersonId))
  const { reply, react, edit, delete: remove, report } = permissions
  const hasMore = edit || remove || report
  if (!reply && !react && !hasMore) return null
  return (
    <fieldset
      className={styles.bar}
      style={{ margin: 0, padding: 0 }}
      aria-label={t('chat.actions.of', { name: message.author.name })}
      data-message-actions
    >
      {react ? (
        <EmojiPicker
          label={t('chat.actions.react')}
          emoji={REACTIONS}
          chosen={own?.reaction ?? ''}
          onPick={(reaction) =>
            void attempt(chat.reactToMessage({ messageId: message.id, reaction: reaction === own?.reaction ? null : reaction }))
          }
          trigger={
            <Button
              appearance="subtle"
              icon={<EmojiAddRegular />}
              aria-label={t('chat.actions.react')}
              title={t('chat.actions.react')}
            />
          }
        />
      ) : null}
      {reply ? (
        <Button
          appearance="subtle"
          icon={<ArrowReplyRegular />}
          aria-label={t('chat.actions.reply')}
          title={t('chat.actions.reply')}
          onClick={() => handlers.onReply(message)}
        />
      ) : null}
      {hasMore ? (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              icon={<MoreHorizontalRegular />}
              aria-label={t('chat.actions.more')}
              title={t('chat.actions.more')}
            />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {edit ? (
                <MenuItem icon={<EditRegular />} onClick={() => handlers.onEdit(message)}>
                  {t('chat.actions.edit')}
                </MenuItem>
              ) : null}
              {remove ? (
                <MenuItem icon={<DeleteRegular />} onClick={() => handlers.onDelete(message)}>
                  {t('chat.actions.delete')}
                </MenuItem>
              ) : null}
              {report ? (
                <MenuItem icon={<FlagRegular />} onClick={() => handlers.onReport(message)}>
                  {t('chat.actions.report')}
                </MenuItem>
              ) : null}
            </MenuList>
          </MenuPopover>
        </Menu>
      ) : null}
    </fieldset>
  )
}
