import { useEffect, useState } from 'react'
import { useEngine } from '../../app/services.ts'
import type { LastSpoke } from './order.ts'

/** When each person was last the active speaker. Renders again only when the active speaker changes. */
export const useLastSpoke = (): LastSpoke => {
  const { store } = useEngine()
  const [lastSpoke, setLastSpoke] = useState<LastSpoke>({})
  useEffect(() => {
    const note = (id: string | undefined): void => {
      if (id !== undefined) setLastSpoke((before) => ({ ...before, [id]: Date.now() }))
    }
    note(store.getState().activeSpeakerId)
    return store.subscribe((state, before) => {
      if (state.activeSpeakerId !== before.activeSpeakerId) note(state.activeSpeakerId)
    })
  }, [store])
  return lastSpoke
}
