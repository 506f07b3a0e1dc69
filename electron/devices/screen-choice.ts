/** How long what was picked waits for the page's `getDisplayMedia`, ms. */
export const CHOICE_LIFETIME = 10_000

export interface ScreenChoice {
  /** Id of a ScreenSource. */
  id: string
  audio: boolean
}

/** What the person picked in the page's own picker: good for one capture, and only at once. */
export class PendingScreenChoice {
  readonly #now: () => number
  #choice: (ScreenChoice & { until: number }) | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  choose(choice: ScreenChoice): void {
    this.#choice = { ...choice, until: this.#now() + CHOICE_LIFETIME }
  }

  take(): ScreenChoice | undefined {
    const choice = this.#choice
    this.#choice = undefined
    return choice !== undefined && this.#now() < choice.until ? { id: choice.id, audio: choice.audio } : undefined
  }
}
