import { useState, useSyncExternalStore } from 'react'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import { usePlatform } from '../../app/services.ts'
import type { Platform } from '../../platform/platform.ts'

const NOTHING = (): undefined => undefined

/** How updates stand; undefined in a browser. */
export const useUpdateState = (): UpdateState | undefined => {
  const { updates } = usePlatform()
  return useSyncExternalStore(
    (changed) => updates?.subscribe(changed) ?? NOTHING,
    () => updates?.current(),
  )
}

type Step = Exclude<keyof NonNullable<Platform['updates']>, 'current' | 'subscribe'>

/** Does one of the steps; what it was refused with, until the next. */
export const useUpdateSteps = (): { run: (step: Step) => void; refusal: ErrorCode | undefined } => {
  const { updates } = usePlatform()
  const [refusal, setRefusal] = useState<ErrorCode>()
  const run = (step: Step): void => {
    setRefusal(undefined)
    updates?.[step]().catch((thrown: unknown) => {
      const { code } = toParleyError(thrown)
      // The state has changed meanwhile, and says itself what is waited for.
      if (code !== 'WRONG_STATE') setRefusal(code)
    })
  }
  return { run, refusal }
}
