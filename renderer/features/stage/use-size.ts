import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Size } from './layout.ts'

/** The size of an element, in whole CSS px; follows it. */
export const useSize = (element: RefObject<HTMLElement | null>): Size => {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return
    const measure = (): void => {
      const { width, height } = measured.getBoundingClientRect()
      const next = { width: Math.floor(width), height: Math.floor(height) }
      setSize((before) => (before.width === next.width && before.height === next.height ? before : next))
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(measured)
    return () => observer.disconnect()
  }, [element])
  return size
}
