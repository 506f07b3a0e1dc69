import { useCallback, useEffect, useRef, useState } from 'react'
import { CHECKS, type Check, type CheckResult } from '#shared/diagnostics/checks.ts'
import { toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'
import { lookAtDevices } from './look-at-devices.ts'

export type Results = Readonly<Partial<Record<Check, CheckResult>>>

export interface SelfCheck {
  results: Results
  /** Undefined while nothing is being checked. */
  running: Check | undefined
  /** ms since 1970, when the last one was over. */
  finishedAt: number | undefined
  start(): void
  stop(): void
}

/** Goes through all checks in their order; stops when nobody looks any more. */
export const useSelfCheck = (): SelfCheck => {
  const { diagnostics, media } = usePlatform()
  const [results, setResults] = useState<Results>({})
  const [running, setRunning] = useState<Check>()
  const [finishedAt, setFinishedAt] = useState<number>()
  const turn = useRef(0)

  const look = useCallback(
    async (check: Check): Promise<CheckResult> => {
      try {
        if (check === 'devices') return await lookAtDevices(media)
        if (diagnostics !== undefined) return await diagnostics.run(check)
        return { finding: 'checkFailed', facts: { code: 'WRONG_STATE' }, ms: 0 }
      } catch (thrown) {
        return { finding: 'checkFailed', facts: { code: toParleyError(thrown).code }, ms: 0 }
      }
    },
    [diagnostics, media],
  )

  const stop = useCallback(() => {
    turn.current += 1
    setRunning(undefined)
  }, [])

  const start = useCallback(() => {
    turn.current += 1
    const own = turn.current
    setResults({})
    setFinishedAt(undefined)
    const run = async (): Promise<void> => {
      for (const check of CHECKS) {
        setRunning(check)
        const result = await look(check)
        if (turn.current !== own) return
        setResults((before) => ({ ...before, [check]: result }))
      }
      setRunning(undefined)
      setFinishedAt(Date.now())
    }
    void run()
  }, [look])

  useEffect(
    () => () => {
      turn.current += 1
    },
    [],
  )
  return { results, running, finishedAt, start, stop }
}
