import { Button, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components'
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { useNow } from '../../ui/use-now.ts'
import { useScrollFocus } from '../people/use-scroll-focus.ts'
import { type ChatItem, chatItems, firstUnread, shownTo } from './chat-list.ts'
import { useChat, useChatSource } from './chat-source.ts'
import type { MessageHandlers } from './MessageActions.tsx'
import { MessageRow } from './MessageRow.tsx'
import { useFollowNewest } from './use-follow-newest.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useNewest } from './use-newest.ts'

/** px from the beginning at which older messages are asked for. */
const NEAR_START = 200

const useStyles = makeStyles({
  frame: { position: 'relative', flexGrow: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    overflowAnchor: 'none',
    paddingBottom: tokens.spacingVerticalM,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  list: { position: 'relative', margin: 0, padding: 0, listStyle: 'none' },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} 0`,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    '::before': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    '::after': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  unread: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  empty: { margin: 0, padding: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
  // Over the list: what comes and goes in it would move what is being read.
  older: {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingVerticalXS,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  jump: { position: 'absolute', bottom: tokens.spacingVerticalS, left: '50%', transform: 'translateX(-50%)' },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/** The messages, the newest at the end; older ones come in as one goes back to them. */
export const MessageList = ({ reported, handlers }: { reported: ReadonlySet<string>; handlers: MessageHandlers }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(60_000)
  const source = useChatSource()
  const known = useChat((view) => view.messages)
  const more = useChat((view) => view.more)
  const unread = useChat((view) => view.unread)
  const selfPersonId = useChat((view) => view.selfPersonId)
  const seesHeld = useChat((view) => view.seesHeld)
  const messages = useMemo(() => shownTo(known, { selfPersonId, seesHeld }), [known, selfPersonId, seesHeld])
  const newest = useNewest(source)
  // Where the person had read to when this was opened; the line stays there.
  const [unreadFrom] = useState(() => firstUnread(messages, source.view.getState().unread, selfPersonId))
  const items = useMemo(() => chatItems(messages, unreadFrom), [messages, unreadFrom])
  const scroll = useRef<HTMLDivElement>(null)
  const line = useRef<HTMLLIElement>(null)
  useScrollFocus(scroll)
  const { atEnd, onScroll, toEnd } = useFollowNewest(scroll, { first: messages[0]?.id, last: messages.at(-1)?.id, start: line })
  useMarkRead(atEnd)

  // What one has written oneself is always shown.
  const last = messages.at(-1)
  const ownLast = last !== undefined && last.author.personId === selfPersonId ? last.id : undefined
  useEffect(() => {
    if (ownLast !== undefined) toEnd()
  }, [ownLast, toEnd])

  const [older, setOlder] = useState<'idle' | 'loading' | 'failed'>('idle')
  const loadOlder = (): void => {
    const { messages: all, refused } = source.view.getState()
    const oldest = all.find(({ id }) => !refused.includes(id))
    if (older === 'loading' || !more || oldest === undefined) return
    setOlder('loading')
    source.loadBefore(oldest.id).then(
      () => setOlder('idle'),
      () => setOlder('failed'),
    )
  }

  const shown = (item: ChatItem): ReactNode => {
    if (item.kind === 'day') {
      return (
        <li key={item.key} className={styles.line}>
          {format.day(item.at, now)}
        </li>
      )
    }
    if (item.kind === 'unread') {
      return (
        <li key={item.key} ref={line} className={mergeClasses(styles.line, styles.unread)}>
          {t('chat.unreadLine')}
        </li>
      )
    }
    const { key, message, follows } = item
    return <MessageRow key={key} message={message} follows={follows} reported={reported.has(message.id)} handlers={handlers} />
  }

  return (
    <div className={styles.frame}>
      <section
        ref={scroll}
        className={styles.scroll}
        aria-label={t('chat.list')}
        onScroll={() => {
          onScroll()
          if (older === 'idle' && (scroll.current?.scrollTop ?? NEAR_START) < NEAR_START) loadOlder()
        }}
      >
        {items.length === 0 ? <p className={styles.empty}>{t('chat.empty')}</p> : null}
        <ul className={styles.list}>{items.map(shown)}</ul>
      </section>
      {older === 'idle' ? null : (
        <div className={styles.older}>
          {older === 'loading' ? (
            <Spinner size="tiny" label={t('chat.older')} />
          ) : (
            <>
              {t('chat.olderFailed')} <Button onClick={loadOlder}>{t('common.retry')}</Button>
            </>
          )}
        </div>
      )}
      {atEnd || unread === 0 ? null : (
        <Button className={styles.jump} shape="circular" appearance="primary" icon={<ArrowDownRegular />} onClick={toEnd}>
          {t('chat.jump', { count: unread })}
        </Button>
      )}
      <span className={styles.unseen} role="status">
        {newest === undefined ? '' : t('chat.arrived', { name: newest.author.name, text: newest.text })}
      </span>
    </div>
  )
}
