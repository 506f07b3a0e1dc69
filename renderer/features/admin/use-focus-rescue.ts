import { type RefObject, useEffect } from 'react'

/**
 * Whoever had the focus on something that is gone would have to begin at the top of the window: they are at the heading of the
 * page instead. What knows a better place takes the focus in the same commit.
 */
export const useFocusRescue = (frame: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const { current } = frame
    if (current === null) return
    let last: Element | null = null
    const remember = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null
    }
    const observer = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return
      last = null
      current.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    })
    current.addEventListener('focusin', remember)
    observer.observe(current, { childList: true, subtree: true })
    return () => {
      current.removeEventListener('focusin', remember)
      observer.disconnect()
    }
  }, [frame])
}
