import { useCallback, useEffect, useRef, useState } from 'react'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'

/** What came so far, a page at a time. */
export interface Pages<T> {
  /** Undefined until the first page is there. */
  items: readonly T[] | undefined
  more: boolean
  loading: boolean
  /** What the last page was refused with. What came before it stays. */
  refusal: ErrorCode | undefined
  /** The next page; the same one again where it was refused. */
  next(): Promise<void>
}

interface State<T> {
  items: readonly T[] | undefined
  more: boolean
  loading: boolean
  refusal: ErrorCode | undefined
}

const START = { items: undefined, more: false, loading: true, refusal: undefined }

/** Asks for the first page when the screen appears and whenever `ask` changes (so keep it with `useCallback`). */
export const usePages = <T>(ask: (after: readonly T[]) => Promise<{ items: readonly T[]; more: boolean }>): Pages<T> => {
  const [state, setState] = useState<State<T>>(START)
  // An answer to an older question is dropped.
  const latest = useRef(0)
  const load = useCallback(
    async (after: readonly T[]): Promise<void> => {
      const turn = ++latest.current
      setState((before) => ({ ...before, loading: true, refusal: undefined }))
      try {
        const { items, more } = await ask(after)
        if (turn === latest.current) setState({ items: [...after, ...items], more, loading: false, refusal: undefined })
      } catch (error) {
        if (turn !== latest.current) return
        setState((before) => ({ ...before, loading: false, refusal: toParleyError(error).code }))
      }
    },
    [ask],
  )
  useEffect(() => {
    setState(START)
    void load([])
    return () => {
      latest.current += 1
    }
  }, [load])
  return { ...state, next: () => load(state.items ?? []) }
}
