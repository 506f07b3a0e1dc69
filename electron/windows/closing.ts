/** How long the page has to leave the meeting properly before the window goes, ms. */
export const LEAVING_TIME = 2_000

interface ClosingOptions {
  /** Asks the person; true to leave the meeting and close. */
  ask: () => Promise<boolean>
  /** Tells the page to leave the meeting. */
  leave: () => void
  /** Closes the window, or the program where `quit`. */
  close: (quit: boolean) => void
}

/**
 * Keeps the window from closing under a meeting: asks once, lets the page leave so that the others see it at once, then closes.
 * Nobody is asked when the computer shuts down.
 */
export class Closing {
  readonly #options: ClosingOptions
  #inMeeting = false
  #asking = false
  #quitting = false
  #agreed = false
  #onLeft: (() => void) | undefined

  constructor(options: ClosingOptions) {
    this.#options = options
  }

  setInMeeting(inMeeting: boolean): void {
    this.#inMeeting = inMeeting
    if (inMeeting) return
    this.#onLeft?.()
    this.#onLeft = undefined
  }

  /** The program is asked to quit; its window will be asked to close next. */
  quitRequested(): void {
    this.#quitting = true
  }

  shuttingDown(): void {
    this.#agreed = true
  }

  /** Whether the window may close now. Otherwise the person is being asked. */
  mayClose(): boolean {
    if (!this.#inMeeting || this.#agreed) return true
    if (!this.#asking) void this.#ask()
    return false
  }

  /** The next window starts without the promises of this one. */
  windowClosed(): void {
    this.#agreed = false
  }

  async #ask(): Promise<void> {
    this.#asking = true
    const agreed = await this.#options.ask().catch(() => false)
    this.#asking = false
    const quit = this.#quitting
    this.#quitting = false
    if (!agreed) return
    this.#agreed = true
    await this.#left()
    this.#options.close(quit)
  }

  #left(): Promise<void> {
    if (!this.#inMeeting) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LEAVING_TIME)
      this.#onLeft = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#options.leave()
    })
  }
}
