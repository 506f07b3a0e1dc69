/**
 * Brings something to the state that is wished for, one step at a time, however often the wish changes meanwhile: while a step
 * runs, further requests are folded into one more step, so that the last wish wins and nothing runs side by side.
 */
export class Reconciler {
  readonly #step: () => Promise<void>
  #running: Promise<void> | undefined
  #again = false

  constructor(step: () => Promise<void>) {
    this.#step = step
  }

  /** Resolves when a step that began after this call is over. Rejects with what that step threw. */
  request(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true
      return this.#running
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #run(): Promise<void> {
    do {
      this.#again = false
      try {
        await this.#step()
      } catch (thrown) {
        if (!this.#again) throw thrown
      }
    } while (this.#again)
  }
}
