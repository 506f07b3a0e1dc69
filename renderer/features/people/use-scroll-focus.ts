import { type RefObject, useEffect } from 'react'

/** Lets the keyboard scroll a list that holds nothing to focus: it takes the focus itself, while there is something to scroll. */
export const useScrollFocus = (list: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = list.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const follow = (): void => {
      if (element.scrollHeight > element.clientHeight) element.tabIndex = 0
      else element.removeAttribute('tabindex')
    }
    const sizes = new ResizeObserver(follow)
    sizes.observe(element)
    const content = new MutationObserver(follow)
    content.observe(element, { childList: true, subtree: true })
    follow()
    return () => {
      sizes.disconnect()
      content.disconnect()
    }
  }, [list])
}
