/** A person without a mouse: goes to things with Tab, arrows and shortcuts, and uses what has the focus. */
import { expect, type Locator, type Page } from '@playwright/test'

/** More than there are stops on any screen. */
const STOPS = 60

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement).catch(() => false)

export class Keyboard {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
  }

  /** Presses Tab until `target` has the focus. */
  async goTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    for (let stop = 0; stop < STOPS; stop++) {
      if (await hasFocus(target)) return
      await this.press('Tab')
    }
    throw new Error(`Tab does not lead to ${target}`)
  }

  async use(target: Locator): Promise<void> {
    await this.goTo(target)
    await this.press('Enter')
  }

  async write(target: Locator, text: string): Promise<void> {
    await this.goTo(target)
    await this.#page.keyboard.type(text)
  }
}
