import type { PowerSaveBlocker } from 'electron'

/** Keeps the screen on while a meeting runs. */
export class StayAwake {
  readonly #blocker: PowerSaveBlocker
  #blocking: number | undefined

  constructor(blocker: PowerSaveBlocker) {
    this.#blocker = blocker
  }

  set(on: boolean): void {
    if (on && this.#blocking === undefined) this.#blocking = this.#blocker.start('prevent-display-sleep')
    if (!on && this.#blocking !== undefined) {
      this.#blocker.stop(this.#blocking)
      this.#blocking = undefined
    }
  }
}
