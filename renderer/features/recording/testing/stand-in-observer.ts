import { vi } from 'vitest'

/** In place of the browser's: says that elements are in the window when the test says so. */
export class StandInObserver {
  static readonly #all = new Set<StandInObserver>()
  readonly #then: IntersectionObserverCallback
  readonly #elements = new Set<Element>()

  constructor(then: IntersectionObserverCallback) {
    this.#then = then
    StandInObserver.#all.add(this)
  }

  static install(): void {
    StandInObserver.#all.clear()
    vi.stubGlobal('IntersectionObserver', StandInObserver)
  }

  /** Everything that is looked at is in the window to this part, 0 to 1. */
  static show(intersectionRatio: number): void {
    for (const observer of [...StandInObserver.#all]) observer.#tell(intersectionRatio)
  }

  observe(element: Element): void {
    this.#elements.add(element)
  }

  unobserve(element: Element): void {
    this.#elements.delete(element)
  }

  disconnect(): void {
    StandInObserver.#all.delete(this)
  }

  #tell(intersectionRatio: number): void {
    const entries = [...this.#elements].map((target) => ({ target, intersectionRatio, isIntersecting: intersectionRatio > 0 }))
    this.#then(entries as IntersectionObserverEntry[], this as unknown as IntersectionObserver)
  }
}
