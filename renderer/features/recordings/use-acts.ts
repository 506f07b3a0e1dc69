import { useCallback, useState } from 'react'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'

/** Does something with a recording; when it is done, `said` is said, and what is shown is what it is then. */
export type Act = (work: () => Promise<RecordingDetails | undefined>, said: string) => void

export const useActs = (
  onDone: (recording: RecordingDetails | undefined, said: string) => void,
): { act: Act; refusal: ErrorCode | undefined } => {
  const [refusal, setRefusal] = useState<ErrorCode>()
  const act = useCallback<Act>(
    (work, said) => {
      setRefusal(undefined)
      work().then(
        (recording) => onDone(recording, said),
        (error: unknown) => setRefusal(toParleyError(error).code),
      )
    },
    [onDone],
  )
  return { act, refusal }
}
