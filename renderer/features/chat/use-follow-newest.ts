import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** px from the end within which the list counts as being at its end. */
const NEAR = 40

export interface FollowNewest {
  /** The newest message is in sight. */
  atEnd: boolean
  onScroll(): void
  toEnd(): void
}

/**
 * Keeps the end of a list in sight while it is there, and what is in sight in its place when older messages come in above.
 * `first` and `last` are the keys of the first and the last item.
 */
export const useFollowNewest = (
  list: RefObject<HTMLElement | null>,
  { first, last, start }: { first: string | undefined; last: string | undefined; start: RefObject<HTMLElement | null> },
): FollowNewest => {
  const [atEnd, setAtEnd] = useState(true)
  const before = useRef<{ first: string | undefined; last: string | undefined; height: number } | undefined>(undefined)
  const following = useRef(true)
  /** Of the list when it was last looked at. */
  const sizes = useRef({ content: 0, window: 0 })

  const look = useCallback(() => {
    const element = list.current
    if (element === null) return
    const { scrollHeight: content, clientHeight: window } = element
    sizes.current = { content, window }
    following.current = content - element.scrollTop - window <= NEAR
    setAtEnd(following.current)
  }, [list])

  /** A list that has changed its size has been moved by that, not by a person: it goes on following. */
  const onScroll = useCallback(() => {
    const element = list.current
    if (element === null) return
    const { content, window } = sizes.current
    const resized = element.scrollHeight !== content || element.clientHeight !== window
    if (resized && following.current) element.scrollTop = element.scrollHeight
    look()
  }, [list, look])

  const toEnd = useCallback(() => {
    const element = list.current
    if (element === null) return
    element.scrollTop = element.scrollHeight
    look()
  }, [list, look])

  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    const known = before.current
    if (known === undefined) {
      // From where the person has not read on, or the end.
      if (start.current === null) element.scrollTop = element.scrollHeight
      else element.scrollTop = Math.max(0, start.current.offsetTop - NEAR)
    } else if (known.last !== last && following.current) element.scrollTop = element.scrollHeight
    else if (known.first !== first) element.scrollTop += element.scrollHeight - known.height
    before.current = { first, last, height: element.scrollHeight }
    look()
  }, [list, first, last, start, look])

  // What grows in the list (an edit, a reaction) or takes room from it does not hide its end.
  useEffect(() => {
    const element = list.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight
      if (before.current !== undefined) before.current.height = element.scrollHeight
    })
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [list])

  return { atEnd, onScroll, toEnd }
}
