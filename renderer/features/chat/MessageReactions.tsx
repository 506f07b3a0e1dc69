import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Message } from '#shared/contract/chat.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useChat } from './chat-source.ts'
import { REACTION_NAMES } from './emoji.ts'
import { useMessageVerbs } from './use-message-verbs.ts'

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '4px', marginTop: '4px' },
  reaction: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    minHeight: '32px',
    minWidth: '32px',
    padding: '0 8px',
    borderRadius: '16px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    font: 'inherit',
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1Hover, backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    ':disabled': { cursor: 'default' },
  },
  own: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    color: tokens.colorNeutralForeground1Selected,
    backgroundColor: tokens.colorNeutralBackground1Selected,
    '@media (forced-colors: active)': { border: '1px solid Highlight' },
  },
})

/** Who reacted how, each with its number; a press adds one's own or takes it back. */
export const MessageReactions = ({ message, may }: { message: Message; may: boolean }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const attempt = useMessageVerbs()
  const selfPersonId = useChat((view) => view.selfPersonId)
  const people = useChat((view) => view.people)
  if (message.reactions.length === 0) return null
  return (
    <div className={styles.list}>
      {message.reactions.map(({ reaction, personIds }) => {
        const own = selfPersonId !== undefined && personIds.includes(selfPersonId)
        const names = people.filter(({ personId }) => personIds.includes(personId)).map(({ name }) => name)
        return (
          <button
            key={reaction}
            type="button"
            className={mergeClasses(styles.reaction, own && styles.own)}
            disabled={attempt === undefined || (!may && !own)}
            aria-pressed={own}
            aria-label={t('chat.reactionCount', {
              reaction: t(`chat.emoji.${REACTION_NAMES[reaction]}`),
              count: personIds.length,
            })}
            title={names.join(', ')}
            onClick={() =>
              void attempt?.((verbs) => verbs.reactToMessage({ messageId: message.id, reaction: own ? null : reaction }))
            }
          >
            <span aria-hidden="true">{reaction}</span>
            <span aria-hidden="true">{format.number(personIds.length)}</span>
          </button>
        )
      })}
    </div>
  )
}
