import { useEffect, useState } from 'react'

const SHOWN_FOR = 2000

export interface Copying {
  /** What came of it, for two seconds. */
  outcome: 'copied' | 'failed' | undefined
  copy(): void
}

/** Copies a text to the clipboard. */
export const useCopy = (text: string): Copying => {
  const [outcome, setOutcome] = useState<Copying['outcome']>()

  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  return { outcome, copy }
}
