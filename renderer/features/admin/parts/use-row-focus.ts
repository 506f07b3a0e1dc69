import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Marks the buttons that take their own row away. */
export const REMOVES = { 'data-removes': '' } as const

const FALLBACK = 'input, button'

/**
 * Where the focus goes when a row goes with the button that had it: to the same button of the row that takes its place, otherwise
 * of the last one, otherwise to the first control of the root, where one finds or writes another.
 */
export const useRowFocus = (root: RefObject<HTMLElement | null>): { leaving(button: HTMLElement): void } => {
  const left = useRef<{ at: number; count: number }>(undefined)
  const buttons = (): HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>('[data-removes]') ?? [])]
  useLayoutEffect(() => {
    const before = left.current
    const now = buttons()
    if (before === undefined || now.length >= before.count) return
    left.current = undefined
    const next = now[Math.min(before.at, now.length - 1)] ?? root.current?.querySelector<HTMLElement>(FALLBACK)
    next?.focus()
  })
  return {
    leaving: (button) => {
      const all = buttons()
      left.current = { at: all.indexOf(button), count: all.length }
    },
  }
}
