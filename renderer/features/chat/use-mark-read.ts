import { useEffect } from 'react'
import { useCall, useEngine } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { shownTo } from './chat-list.ts'

/** Tells the service what has been read, while the newest message is in sight of somebody. */
export const useMarkRead = (inSight: boolean): void => {
  const { chat, store } = useEngine()
  const unread = useCall((state) => state.chat.unread)
  const joined = useCall((state) => state.phase === 'joined')

  useEffect(() => {
    const mark = (): void => {
      if (!inSight || !joined || unread === 0 || document.visibilityState === 'hidden') return
      const state = store.getState()
      const { refused } = state.chat
      const newest = shownTo(state.chat.messages, selfIn(state)).findLast(({ id }) => !refused.includes(id))
      // What could not be told is told with the next message.
      if (newest !== undefined) chat.markRead({ messageId: newest.id }).catch(() => undefined)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [chat, store, inSight, joined, unread])
}
