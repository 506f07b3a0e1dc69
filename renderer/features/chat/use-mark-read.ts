import { useEffect } from 'react'
import { shownTo } from './chat-list.ts'
import { useChat, useChatSource } from './chat-source.ts'

/** Tells the service what has been read, while the newest message is in sight of somebody. */
export const useMarkRead = (inSight: boolean): void => {
  const source = useChatSource()
  const unread = useChat((view) => view.unread)
  const connected = useChat((view) => view.connected)

  useEffect(() => {
    const mark = (): void => {
      if (!inSight || !connected || unread === 0 || document.visibilityState === 'hidden') return
      const view = source.view.getState()
      const newest = shownTo(view.messages, view).findLast(({ id }) => !view.refused.includes(id))
      // What could not be told is told with the next message.
      if (newest !== undefined) source.verbs?.markRead({ messageId: newest.id }).catch(() => undefined)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [source, inSight, connected, unread])
}
