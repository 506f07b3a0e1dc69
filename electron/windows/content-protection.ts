import type { BrowserWindow } from 'electron'

type Protectable = Pick<BrowserWindow, 'setContentProtection'>

/** Whether the operating system keeps the window out of pictures of the screen: for as long as anybody has a reason for it. */
export class ContentProtection {
  readonly #reasons = new Set<string>()
  #window: Protectable | undefined

  /** To the window that is there now; undefined when it is gone. */
  attach(window: Protectable | undefined): void {
    this.#window = window
    this.#apply()
  }

  set(reason: string, on: boolean): void {
    if (on) this.#reasons.add(reason)
    else this.#reasons.delete(reason)
    this.#apply()
  }

  #apply(): void {
    this.#window?.setContentProtection(this.#reasons.size > 0)
  }
}
