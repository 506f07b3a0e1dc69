/** For tests that render in jsdom. */
import { configure } from '@testing-library/react'
import { vi } from 'vitest'

// Whether an element is hidden is told by style sheets, and those are left out here (below).
configure({ defaultHidden: true, asyncUtilTimeout: 5000 })

/** What jsdom lacks and Fluent asks for. */
export const standIns = (): void => {
  // jsdom works every rule of every style sheet out anew for each question: seconds for a whole stage.
  vi.stubGlobal('getComputedStyle', (element: HTMLElement) => element.style)
  vi.stubGlobal('scrollTo', () => undefined)
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  )
}
