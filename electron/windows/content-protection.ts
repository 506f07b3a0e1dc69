import type { BrowserWindow } from 'electron'

type Protectable = Pick<BrowserWindow, 'setContentProtection'>

/** Who asks for it: IT by its policy for this computer, the organiser by an option of the meeting. */
type Reason = 'policy' | 'meeting'

/**
 * Whether the operating system keeps the window out of pictures of the screen: for as long as there is a reason for it. Pictures that
 * other programs take then have no window in them: on Windows; on macOS not in those of newer programs, which the system lets see it all
 * the same. Elsewhere nothing happens.
 */
export class ContentProtection {
  readonly #reasons = new Set<Reason>()
  #window: Protectable | undefined

  /** To the window that is there now; undefined when it is gone. */
  attach(window: Protectable | undefined): void {
    this.#window = window
    this.#apply()
  }

  set(reason: Reason, on: boolean): void {
    if (on) this.#reasons.add(reason)
    else this.#reasons.delete(reason)
    this.#apply()
  }

  #apply(): void {
    this.#window?.setContentProtection(this.#reasons.size > 0)
  }
}
