import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { type ClipboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '#shared/contract/chat.ts'
import { useCall, useEngine } from '../../app/services.ts'
import { denialIn, selfIn } from '../../call/moderation/denial-in.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useStageView } from '../stage/stage-view.ts'
import { ChatNotice } from './ChatNotice.tsx'
import { Composer } from './Composer.tsx'
import { lastOwn } from './chat-list.ts'
import type { Composing } from './composing.ts'
import { DeleteMessageDialog } from './DeleteMessageDialog.tsx'
import type { MessageHandlers } from './MessageActions.tsx'
import { MessageList } from './MessageList.tsx'
import { MessageMenu } from './MessageMenu.tsx'
import { OpenLinkDialog } from './OpenLinkDialog.tsx'
import { ReactionPicker } from './ReactionPicker.tsx'
import { useChatVerbs } from './use-chat-verbs.ts'

const useStyles = makeStyles({
  panel: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    width: '340px',
    flexShrink: 0,
    marginLeft: tokens.spacingHorizontalM,
    borderRadius: '8px',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 699px)': { position: 'absolute', inset: 0, zIndex: 3, width: '100%', marginLeft: 0, borderRadius: 0 },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  withoutCopying: { userSelect: 'none', '& textarea': { userSelect: 'text' } },
  closed: {
    margin: 0,
    padding: tokens.spacingHorizontalL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
})

/** What one has written oneself and not sent yet is one's own. */
const keepText = (event: ClipboardEvent): void => {
  if (!(event.target instanceof HTMLTextAreaElement)) event.preventDefault()
}

/** What stands over the panel. */
type Asked =
  | { what: 'link'; href: string; host: string }
  | { what: 'delete'; message: Message }
  | { what: 'reaction' | 'more'; message: Message; anchor: HTMLElement }

/** Why nothing can be written now; undefined where it can. */
const useClosed = (): 'reconnecting' | 'nobody' | 'presenters' | undefined =>
  useCall((state) => {
    if (state.phase === 'reconnecting') return 'reconnecting'
    if (denialIn(state, 'writeMessage') === undefined) return undefined
    return state.options.chat.value === 'presenters' ? 'presenters' : 'nobody'
  })

/** The chat of the meeting. Opening it takes the focus to where one writes, closing it gives the focus back. */
export const ChatPanel = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const { store } = useEngine()
  const { chat, attempt } = useChatVerbs()
  const heading = useId()
  const panel = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const [composing, setComposing] = useState<Composing>({ kind: 'new' })
  const [asked, setAsked] = useState<Asked>()
  const [reported, setReported] = useState<ReadonlySet<string>>(new Set())
  const closed = useClosed()
  const withoutCopying = useCall(({ options }) => options.copying.value === 'off')

  useEffect(() => {
    const before = document.activeElement
    const first = field.current ?? panel.current?.querySelector<HTMLElement>('button')
    first?.focus()
    return () => {
      const back = before instanceof HTMLElement && before !== document.body ? before : undefined
      const target = back?.isConnected ? back : document.querySelector<HTMLElement>('[data-opens="chat"]')
      target?.focus()
    }
  }, [])

  // Where one writes has changed its meaning: that is where one goes on.
  useEffect(() => {
    if (composing !== undefined) field.current?.focus()
  }, [composing])

  // Nobody answers or changes what has been deleted meanwhile.
  const about = composing.kind === 'reply' ? composing.to.id : composing.kind === 'edit' ? composing.message.id : undefined
  const gone = useCall(
    ({ chat: { messages } }) => about !== undefined && messages.every(({ id, deleted }) => id !== about || deleted !== undefined),
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
    if (await attempt(chat.reportMessage({ messageId: id }))) setReported((before) => new Set([...before, id]))
  }
  const editLast = (): void => {
    const state = store.getState()
    const message = lastOwn(state.chat.messages, state.chat.refused, selfIn(state)?.personId)
    if (message !== undefined) setComposing({ kind: 'edit', message })
  }

  return (
    <aside
      ref={panel}
      className={mergeClasses(styles.panel, withoutCopying && styles.withoutCopying)}
      aria-labelledby={heading}
      onCopy={withoutCopying ? keepText : undefined}
      onCut={withoutCopying ? keepText : undefined}
      data-region
    >
      <div className={styles.head}>
        <Heading level={2} id={heading}>
          {t('chat.title')}
        </Heading>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={t('common.close')}
          onClick={() => view.setState({ panel: undefined })}
        />
      </div>
      <ChatNotice />
      <MessageList reported={reported} handlers={handlers} />
      {closed === undefined ? (
        <Composer
          key={now.kind === 'edit' ? now.message.id : 'new'}
          composing={now}
          field={field}
          onDone={() => setComposing({ kind: 'new' })}
          onEditLast={editLast}
        />
      ) : (
        <p className={styles.closed}>{t(`chat.compose.${closed}`)}</p>
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
    </aside>
  )
}
