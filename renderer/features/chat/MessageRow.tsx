import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { FlagRegular } from '@fluentui/react-icons/svg/flag'
import { HourglassRegular } from '@fluentui/react-icons/svg/hourglass'
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Message } from '#shared/contract/chat.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { StandingIcon, useStandingWords } from '../people/StandingMark.tsx'
import { useChat } from './chat-source.ts'
import { MessageActions, type MessageHandlers } from './MessageActions.tsx'
import { MessageBody } from './MessageBody.tsx'
import { MessageReactions } from './MessageReactions.tsx'
import { QuotedMessage } from './QuotedMessage.tsx'
import { useMessageVerbs } from './use-message-verbs.ts'
import { useNames } from './use-names.ts'

const useStyles = makeStyles({
  row: {
    position: 'relative',
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    // Reachable by the keyboard all the time; shown where it is looked for.
    '& [data-message-actions]': { opacity: 0 },
    ':hover [data-message-actions]': { opacity: 1 },
    ':focus-within [data-message-actions]': { opacity: 1 },
    '@media (hover: none)': { '& [data-message-actions]': { opacity: 1 } },
  },
  first: { paddingTop: tokens.spacingVerticalM },
  picture: { width: '32px', flexShrink: 0 },
  words: { flexGrow: 1, minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  small: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  time: { fontVariantNumeric: 'tabular-nums' },
  gone: { margin: 0, color: tokens.colorNeutralForeground2 },
  note: { display: 'flex', alignItems: 'flex-start', '& svg': { flexShrink: 0, fontSize: '16px' } },
  waiting: { marginTop: '2px', color: tokens.colorPaletteMarigoldForeground2 },
  decision: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: '4px' },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

export interface MessageRowProps {
  message: Message
  /** The same author a moment before: the name is not said again. */
  follows: boolean
  reported: boolean
  handlers: MessageHandlers
}

/** One message: who wrote it and what they are to the meeting, when, what it answers, and what became of it. */
export const MessageRow = memo(({ message, follows, reported, handlers }: MessageRowProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const attempt = useMessageVerbs()
  const standingWords = useStandingWords()
  const permissions = useChat(useShallow((view) => view.permissionsOf(message)))
  const own = useChat(({ selfPersonId }) => selfPersonId === message.author.personId)
  const refused = useChat((view) => view.refused.includes(message.id))
  const organisation = useChat(({ people }) => people.find(({ personId }) => personId === message.author.personId)?.organisation)
  const mentioned = useNames(message.mentions)
  const encrypted = useChat((view) => view.encrypted)
  const { author, held } = message
  const standing = encrypted
    ? author.standing === 'anonymous'
      ? t('encrypted.who.unverified')
      : t('encrypted.who.verifiedElsewhere')
    : standingWords({ standing: author.standing, organisation })
  const edited = message.editedAt !== undefined && message.deleted === undefined
  const name = own ? t('chat.own', { name: author.name }) : author.name

  const note = (icon: ReactNode, words: string, amber = false) => (
    <p className={mergeClasses(styles.small, styles.note, amber && styles.waiting)}>
      {icon}
      {words}
    </p>
  )
  const time = (
    <time className={mergeClasses(styles.small, styles.time)} dateTime={new Date(message.at).toISOString()}>
      {format.time(message.at)}
      {edited ? ` · ${t('chat.edited')}` : ''}
    </time>
  )

  return (
    <li className={mergeClasses(styles.row, !follows && styles.first)} data-message={message.id}>
      <span className={styles.picture}>{follows ? null : <Avatar name={author.name} size={32} />}</span>
      <div className={styles.words}>
        {follows ? (
          <span className={styles.unseen}>
            {name} {format.time(message.at)}
          </span>
        ) : (
          <div className={styles.head}>
            <span className={styles.name}>{name}</span>
            {standing === undefined || author.standing === 'member' ? null : (
              <span className={styles.small}>
                <StandingIcon standing={author.standing} />
                {standing}
              </span>
            )}
            {time}
          </div>
        )}
        {message.replyTo === undefined ? null : <QuotedMessage messageId={message.replyTo} />}
        {message.deleted === undefined ? (
          <MessageBody text={message.text} mentioned={mentioned} onLink={handlers.onLink} />
        ) : (
          <p className={styles.gone}>{t(message.deleted === 'byAuthor' ? 'chat.deletedByAuthor' : 'chat.deletedByOrganiser')}</p>
        )}
        {follows && edited ? <span className={styles.small}>{t('chat.edited')}</span> : null}
        {refused ? note(<ProhibitedRegular aria-hidden="true" />, t('chat.held.refused'), true) : null}
        {held === undefined || refused || message.deleted !== undefined
          ? null
          : note(
              <HourglassRegular aria-hidden="true" />,
              own ? t('chat.held.own') : t('chat.held.others', { objection: t(`chat.objection.${held}`), name: author.name }),
              true,
            )}
        {permissions.decide && held !== undefined ? (
          <div className={styles.decision}>
            <Button onClick={() => void attempt?.((verbs) => verbs.decideMessage({ messageId: message.id, allowed: true }))}>
              {t('chat.held.allow')}
            </Button>
            <Button onClick={() => void attempt?.((verbs) => verbs.decideMessage({ messageId: message.id, allowed: false }))}>
              {t('chat.held.refuse')}
            </Button>
          </div>
        ) : null}
        <MessageReactions message={message} may={permissions.react} />
        {reported ? note(<FlagRegular aria-hidden="true" />, t('chat.reported')) : null}
      </div>
      <MessageActions message={message} permissions={permissions} handlers={handlers} />
    </li>
  )
})
MessageRow.displayName = 'MessageRow'
