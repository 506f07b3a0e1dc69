import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Message } from '#shared/contract/chat.ts'
import { ChatNotice } from './ChatNotice.tsx'
import { Composer } from './Composer.tsx'
import { lastOwn } from './chat-list.ts'
import { useChat, useChatSource } from './chat-source.ts'
import type { Composing } from './composing.ts'
import { DeleteMessageDialog } from './DeleteMessageDialog.tsx'
import type { MessageHandlers } from './MessageActions.tsx'
import { MessageList } from './MessageList.tsx'
import { MessageMenu } from './MessageMenu.tsx'
import { OpenLinkDialog } from './OpenLinkDialog.tsx'
import { ReactionPicker } from './ReactionPicker.tsx'
import { useMessageVerbs } from './use-message-verbs.ts'

const useStyles = makeStyles({
  messages: { display: 'contents' },
  withoutCopying: { userSelect: 'none' },
  closed: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
})

/** What stands over the conversation. */
type Asked =
  | { what: 'link'; href: string; host: string }
  | { what: 'delete'; message: Message }
  | { what: 'reaction' | 'more'; message: Message; anchor: HTMLElement }

/**
 * What is checked, what was written, and where one writes. `closed`: what stands in the place of the field while nothing can be
 * written.
 */
export const Conversation = ({
  closed,
  field,
}: {
  closed: ReactNode | undefined
  field: RefObject<HTMLTextAreaElement | null>
}) => {
  const styles = useStyles()
  const { view } = useChatSource()
  const withoutCopying = useChat(({ copying }) => copying === 'off')
  const attempt = useMessageVerbs()
  const [composing, setComposing] = useState<Composing>({ kind: 'new' })
  const [asked, setAsked] = useState<Asked>()
  const [reported, setReported] = useState<ReadonlySet<string>>(new Set())

  // Where one writes has changed its meaning: that is where one goes on.
  const composed = useRef(composing)
  useEffect(() => {
    if (composed.current !== composing) field.current?.focus()
    composed.current = composing
  }, [composing, field])

  // Nobody answers or changes what has been deleted meanwhile.
  const about = composing.kind === 'reply' ? composing.to.id : composing.kind === 'edit' ? composing.message.id : undefined
  const gone = useChat(
    ({ messages }) => about !== undefined && messages.every(({ id, deleted }) => id !== about || deleted !== undefined),
  )
  const now: Composing = gone ? { kind: 'new' } : composing

  const handlers = useMemo<MessageHandlers>(
    () => ({
      onReply: (to) => setComposing({ kind: 'reply', to }),
      onReact: (message, anchor) => setAsked({ what: 'reaction', message, anchor }),
      onMore: (message, anchor) => setAsked({ what: 'more', message, anchor }),
      onLink: ({ href, host }) => setAsked({ what: 'link', href, host }),
    }),
    [],
  )
  const close = (): void => setAsked(undefined)
  const report = async ({ id }: Message): Promise<void> => {
    if (await attempt?.((verbs) => verbs.reportMessage({ messageId: id }))) setReported((before) => new Set([...before, id]))
  }
  const editLast = (): void => {
    const { messages, refused, selfPersonId, permissionsOf } = view.getState()
    const message = lastOwn(messages, refused, selfPersonId)
    if (message !== undefined && permissionsOf(message).edit) setComposing({ kind: 'edit', message })
  }

  return (
    <>
      <ChatNotice />
      <div
        className={mergeClasses(styles.messages, withoutCopying && styles.withoutCopying)}
        onCopy={withoutCopying ? (event) => event.preventDefault() : undefined}
      >
        <MessageList reported={reported} handlers={handlers} />
      </div>
      {closed === undefined ? (
        <Composer
          key={now.kind === 'edit' ? now.message.id : 'new'}
          composing={now}
          field={field}
          onDone={() => setComposing({ kind: 'new' })}
          onEditLast={editLast}
        />
      ) : (
        <div className={styles.closed}>{closed}</div>
      )}
      {asked?.what === 'link' ? <OpenLinkDialog {...asked} onClose={close} /> : null}
      {asked?.what === 'delete' ? <DeleteMessageDialog message={asked.message} onClose={close} /> : null}
      {asked?.what === 'reaction' ? <ReactionPicker {...asked} onClose={close} /> : null}
      {asked?.what === 'more' ? (
        <MessageMenu
          {...asked}
          onEdit={() => setComposing({ kind: 'edit', message: asked.message })}
          onDelete={() => setAsked({ what: 'delete', message: asked.message })}
          onReport={() => void report(asked.message)}
          onClose={close}
        />
      ) : null}
    </>
  )
}
