import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { shownTo } from './chat-list.ts'
import { useChat } from './chat-source.ts'

const useStyles = makeStyles({
  quote: {
    display: 'block',
    boxSizing: 'border-box',
    width: '100%',
    minHeight: '32px',
    margin: '2px 0 4px',
    padding: `2px ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'start',
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
  },
  found: {
    cursor: 'pointer',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

/** The line of what a message answers; a press goes there. */
export const QuotedMessage = ({ messageId }: { messageId: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const quoted = useChat((view) => shownTo(view.messages, view).find(({ id }) => id === messageId))
  if (quoted === undefined || quoted.deleted !== undefined) {
    return <span className={styles.quote}>{t('chat.answeredGone')}</span>
  }
  const show = (): void => {
    const row = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`)
    row?.scrollIntoView({ block: 'center' })
  }
  return (
    <button
      type="button"
      className={mergeClasses(styles.quote, styles.found)}
      aria-label={`${t('chat.answering', { name: quoted.author.name })}: ${quoted.text}`}
      onClick={show}
    >
      {quoted.author.name}: {quoted.text}
    </button>
  )
}
