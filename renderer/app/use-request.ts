import { useCallback, useEffect, useRef, useState } from 'react'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'

export type RequestState<T> =
  | { state: 'loading'; value?: undefined }
  /** `refreshing`: an older value is shown while a newer one is asked for. */
  | { state: 'loaded'; value: T; refreshing: boolean }
  | { state: 'failed'; code: ErrorCode; value?: undefined }

/**
 * Asks for something when the screen appears and whenever `ask` changes (so keep it with `useCallback`). `reload` asks again and
 * keeps what is shown until the answer is there; an answer that comes after a newer question is dropped.
 */
export const useRequest = <T>(ask: () => Promise<T>): { request: RequestState<T>; reload: () => Promise<void> } => {
  const [request, setRequest] = useState<RequestState<T>>({ state: 'loading' })
  const latest = useRef(0)

  const reload = useCallback(async () => {
    const turn = ++latest.current
    setRequest((before) => (before.state === 'loaded' ? { ...before, refreshing: true } : { state: 'loading' }))
    try {
      const value = await ask()
      if (turn === latest.current) setRequest({ state: 'loaded', value, refreshing: false })
    } catch (error) {
      if (turn === latest.current) setRequest({ state: 'failed', code: toParleyError(error).code })
    }
  }, [ask])

  useEffect(() => {
    void reload()
    return () => {
      latest.current += 1
    }
  }, [reload])

  return { request, reload }
}
