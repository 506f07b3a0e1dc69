import { useEffect, useRef, useState } from 'react'
import { useCall, useEngine } from '../../app/services.ts'
import type { EncryptionChange } from '../../call/encryption/encryption-state.ts'

/** Changes within this time are told at once, ms. */
export const GATHERED_FOR = 1500
/** What was told stays this long, ms. */
export const TOLD_FOR = 6000

const NOTHING: readonly EncryptionChange[] = []

/** The changes of the security code to tell now: those since the last that were told, gathered, so that a crowd is one line. */
export const useToldChanges = (): readonly EncryptionChange[] => {
  const { store } = useEngine()
  const last = useCall(({ encryption }) => encryption?.changes.at(-1)?.id)
  // What was before this was shown is in the panel, marked as new.
  const toldTo = useRef(last)
  const [told, setTold] = useState(NOTHING)

  const due = last !== undefined && last !== toldTo.current
  useEffect(() => {
    if (!due) return
    const timer = setTimeout(() => {
      const from = toldTo.current ?? 0
      const changes = store.getState().encryption?.changes ?? NOTHING
      toldTo.current = changes.at(-1)?.id
      setTold(changes.filter(({ id }) => id > from))
    }, GATHERED_FOR)
    return () => clearTimeout(timer)
  }, [due, store])

  useEffect(() => {
    if (told.length === 0) return
    const timer = setTimeout(() => setTold(NOTHING), TOLD_FOR)
    return () => clearTimeout(timer)
  }, [told])
  return told
}
