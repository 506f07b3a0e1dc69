import { useEffect, useState } from 'react'
import type { ScreenSource } from '#shared/desktop-bridge.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'

const REFRESH_EVERY = 1000
/** Twice the width at which a thumbnail is shown, px. */
const THUMBNAIL_WIDTH = 320

export interface ScreenSources {
  /** Undefined until the first answer. */
  sources: ScreenSource[] | undefined
  failure: ErrorCode | undefined
}

/** What can be shared, with live thumbnails, for as long as `open`. One question at a time; an answer that comes too late is dropped. */
export const useScreenSources = (open: boolean): ScreenSources => {
  const { screens } = usePlatform()
  const [state, setState] = useState<ScreenSources>({ sources: undefined, failure: undefined })
  useEffect(() => {
    if (!open) return
    let closed = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      try {
        const sources = await screens.list(THUMBNAIL_WIDTH)
        if (!closed) setState({ sources, failure: undefined })
      } catch (thrown) {
        if (!closed) setState((before) => ({ ...before, failure: toParleyError(thrown).code }))
      }
      if (!closed) timer = setTimeout(() => void ask(), REFRESH_EVERY)
    }
    void ask()
    return () => {
      closed = true
      clearTimeout(timer)
      setState({ sources: undefined, failure: undefined })
    }
  }, [open, screens])
  return state
}
