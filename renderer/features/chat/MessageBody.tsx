import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { memo, type ReactNode } from 'react'
import type { Message } from '#shared/contract/chat.ts'
import { type MentionedName, type TextPart, textParts } from './text-parts.ts'

const useStyles = makeStyles({
  text: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  link: { overflowWrap: 'anywhere', textAlign: 'start' },
  mention: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorBrandForeground2 },
})

/** The text of a message. Its links say where they lead, and are opened only after a question. */
export const MessageBody = memo(
  ({
    text,
    mentioned,
    onLink,
  }: {
    text: Message['text']
    mentioned: readonly MentionedName[]
    onLink(link: { href: string; host: string }): void
  }) => {
    const styles = useStyles()
    const shown = (part: TextPart, key: number): ReactNode => {
      if (part.kind === 'text') return part.text
      if (part.kind === 'mention') {
        return (
          <span key={key} className={styles.mention}>
            {part.text}
          </span>
        )
      }
      return (
        <Link key={key} as="button" inline className={styles.link} dir="ltr" onClick={() => onLink(part)}>
          {part.text}
        </Link>
      )
    }
    return (
      <p className={styles.text} dir="auto">
        {textParts(text, mentioned).map(shown)}
      </p>
    )
  },
)
MessageBody.displayName = 'MessageBody'
