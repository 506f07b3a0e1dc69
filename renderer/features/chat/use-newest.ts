import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Message } from '#shared/contract/chat.ts'
import { shownTo } from './chat-list.ts'
import type { ChatSource } from './chat-source.ts'

/** The last message of somebody else that has come since this is shown. */
export const useNewest = ({ view }: ChatSource): Message | undefined => {
  const [since] = useState(() => view.getState().messages.at(-1)?.id)
  const [newest, setNewest] = useState<Message>()
  const last = useStore(view, (now) => shownTo(now.messages, now).at(-1))
  const selfPersonId = useStore(view, (now) => now.selfPersonId)
  useEffect(() => {
    if (last === undefined || last.id === since || last.author.personId === selfPersonId || last.deleted !== undefined) return
    setNewest(last)
  }, [last, since, selfPersonId])
  return newest
}
