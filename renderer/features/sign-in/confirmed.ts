import { createContext, useContext } from 'react'
import { toParleyError } from '#shared/errors.ts'

/**
 * Makes a call that may want a fresh second factor: where it is refused for lack of one, `confirm` gets it from the person, and
 * the call is made once more. Rejects with SIGN_IN_CANCELLED where the person would rather not.
 */
export const callConfirmed = async <T>(call: () => Promise<T>, confirm: () => Promise<void>): Promise<T> => {
  try {
    return await call()
  } catch (refusal) {
    if (toParleyError(refusal).code !== 'SECOND_FACTOR_STALE') throw refusal
    await confirm()
    return await call()
  }
}

/** Asks the person to confirm that it is them. */
export const ConfirmContext = createContext<(() => Promise<void>) | undefined>(undefined)

/** `callConfirmed` with the dialog of `ConfirmHost`. */
export const useConfirmed = (): (<T>(call: () => Promise<T>) => Promise<T>) => {
  const confirm = useContext(ConfirmContext)
  if (confirm === undefined) throw new Error('a call that needs confirming is made outside <ConfirmHost>')
  return (call) => callConfirmed(call, confirm)
}
