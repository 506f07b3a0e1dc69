import { useCallback, useEffect, useRef, useState } from 'react'
import type { RecordingSummary } from '#shared/contract/recordings.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'

export type Shelf = 'mine' | 'trash' | 'organisation'

export interface LibraryState {
  /** Undefined: not there yet. */
  readonly recordings: readonly RecordingSummary[] | undefined
  readonly more: boolean
  readonly failed: ErrorCode | undefined
  readonly reload: () => void
  readonly showMore: () => void
}

/** ms that somebody pauses in writing before it is looked for */
const PAUSE = 250

/** The recordings of a shelf that fit, page by page. */
export const useLibrary = (of: Shelf, query: string): LibraryState => {
  const { service } = usePlatform()
  const [recordings, setRecordings] = useState<readonly RecordingSummary[]>()
  const [more, setMore] = useState(false)
  const [failed, setFailed] = useState<ErrorCode>()
  const turn = useRef(0)

  const ask = useCallback(
    async (before: readonly RecordingSummary[]): Promise<void> => {
      const own = ++turn.current
      setFailed(undefined)
      const last = before.at(-1)?.id
      try {
        const page = await service.recordings.list({ of, query, ...(last === undefined ? {} : { before: last }) })
        if (own !== turn.current) return
        setRecordings([...before, ...page.recordings])
        setMore(page.more)
      } catch (error) {
        if (own === turn.current) setFailed(toParleyError(error).code)
      }
    },
    [service, of, query],
  )

  useEffect(() => {
    setRecordings(undefined)
    const timer = setTimeout(() => void ask([]), query === '' ? 0 : PAUSE)
    return () => {
      clearTimeout(timer)
      turn.current += 1
    }
  }, [ask, query])

  return { recordings, more, failed, reload: () => void ask([]), showMore: () => void ask(recordings ?? []) }
}
