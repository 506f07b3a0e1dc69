/** The kinds of things that must not outlive a meeting. */
export type Held = 'sockets' | 'transports' | 'tracks' | 'workers' | 'timers' | 'listeners'
export type Inventory = Record<Held, number>

interface Listenable {
  addEventListener(type: string, listener: (event: Event) => void): void
  removeEventListener(type: string, listener: (event: Event) => void): void
}

/**
 * The lifetime of something: what is opened in it is counted, and released in reverse order when it is closed. Closing twice is
 * harmless; whatever is opened in a closed scope is released at once, so that a late answer can't leave a camera on.
 */
export class Scope {
  readonly #releases = new Set<() => void>()
  readonly #children = new Set<Scope>()
  readonly #counts: Inventory = { sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 }
  #closed = false

  get closed(): boolean {
    return this.#closed
  }

  /** Calls `release` when the scope is closed or the returned function is called, whichever comes first, once. */
  defer(release: () => void): () => void {
    let released = false
    const once = () => {
      if (released) return
      released = true
      this.#releases.delete(once)
      release()
    }
    if (this.#closed) once()
    else this.#releases.add(once)
    return once
  }

  /** As `defer`, and counted until then. */
  hold(kind: Held, release: () => void): () => void {
    this.#counts[kind] += 1
    return this.defer(() => {
      this.#counts[kind] -= 1
      release()
    })
  }

  /** Calls `action` after `delay` ms, unless the scope is closed or the returned function is called before. */
  timeout(delay: number, action: () => void): () => void {
    const timer = setTimeout(() => {
      cancel()
      action()
    }, delay)
    const cancel = this.hold('timers', () => clearTimeout(timer))
    return cancel
  }

  interval(period: number, action: () => void): () => void {
    const timer = setInterval(action, period)
    return this.hold('timers', () => clearInterval(timer))
  }

  listen(target: Listenable, type: string, listener: (event: Event) => void): () => void {
    target.addEventListener(type, listener)
    return this.hold('listeners', () => target.removeEventListener(type, listener))
  }

  /** A subscription that gives back how to end it. */
  subscribe(unsubscribe: () => void): () => void {
    return this.hold('listeners', unsubscribe)
  }

  /** A captured track: stopped at the end, so that the light of the camera goes out. */
  track(track: MediaStreamTrack): () => void {
    return this.hold('tracks', () => track.stop())
  }

  /** A scope that ends with this one at the latest. */
  child(): Scope {
    const child = new Scope()
    this.#children.add(child)
    const forget = this.defer(() => child.close())
    child.defer(() => {
      this.#children.delete(child)
      forget()
    })
    return child
  }

  /** What is alive in this scope and those in it. */
  inventory(): Inventory {
    const sum = { ...this.#counts }
    for (const child of this.#children) {
      const part = child.inventory()
      for (const kind of Object.keys(sum) as Held[]) sum[kind] += part[kind]
    }
    return sum
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const release of [...this.#releases].reverse()) release()
  }
}
