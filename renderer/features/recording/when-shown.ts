/** How much of an element has to be in the window to count as shown. */
const ENOUGH = 0.6

/**
 * Calls `then` once, as soon as `element` is really before somebody's eyes: laid out, in the window and, where the window itself is
 * on no screen, announced in it, which is all that can be done there. Gives back how to stop waiting.
 */
export const whenShown = (element: Element, then: () => void): (() => void) => {
  const shown = (): void => {
    stop()
    then()
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting, intersectionRatio }) => isIntersecting && intersectionRatio >= ENOUGH)) shown()
    },
    { threshold: ENOUGH },
  )
  const lookAtWindow = (): void => {
    if (document.hidden) shown()
  }
  const stop = (): void => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', lookAtWindow)
  }
  observer.observe(element)
  document.addEventListener('visibilitychange', lookAtWindow)
  lookAtWindow()
  return stop
}
