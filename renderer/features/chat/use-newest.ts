import { useEffect, useState } from 'react'
import type { Message } from '#shared/contract/chat.ts'
import { useCall, useEngine } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { shownTo } from './chat-list.ts'

/** The last message of somebody else that has come since this is shown. */
export const useNewest = (): Message | undefined => {
  const { store } = useEngine()
  const [since] = useState(() => store.getState().chat.messages.at(-1)?.id)
  const [newest, setNewest] = useState<Message>()
  const last = useCall((state) => shownTo(state.chat.messages, selfIn(state)).at(-1))
  const selfPersonId = useCall((state) => selfIn(state)?.personId)
  useEffect(() => {
    if (last === undefined || last.id === since || last.author.personId === selfPersonId || last.deleted !== undefined) return
    setNewest(last)
  }, [last, since, selfPersonId])
  return newest
}
