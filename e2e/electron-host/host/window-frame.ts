import type { Rectangle } from 'electron'
import type { CdpPipe } from './cdp.ts'

type State = 'normal' | 'minimized' | 'maximized' | 'fullscreen'

/** Bars of Chromium's own window around a page, px. Electron's windows have none of them. */
export interface Bars {
  width: number
  height: number
}

/**
 * Where a window of Chromium is to be, and its state. Electron answers questions about it at once and Chromium only later, so the
 * wish is what counts, and Chromium follows, one step after the other.
 */
export class WindowFrame {
  bounds: Rectangle
  state: State = 'normal'
  readonly #cdp: CdpPipe
  #target: { windowId: number; bars: Bars } | undefined
  #steps: Promise<unknown> = Promise.resolve()
  #isHidden = false

  constructor(cdp: CdpPipe, bounds: Rectangle) {
    this.#cdp = cdp
    this.bounds = bounds
  }

  async attach(targetId: string, bars: Bars): Promise<void> {
    const { windowId } = await this.#cdp.send('Browser.getWindowForTarget', { targetId })
    this.#target = { windowId, bars }
    await this.#apply()
  }

  move(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds }
    this.#queue()
  }

  setState(state: State): void {
    if (this.state === state) return
    this.state = state
    this.#queue()
  }

  /** Hidden from view without being minimised in the program's eyes. */
  setHidden(isHidden: boolean): void {
    if (this.#isHidden === isHidden) return
    this.#isHidden = isHidden
    this.#queue()
  }

  #queue(): void {
    this.#steps = this.#steps.then(() => this.#apply()).catch(() => undefined)
  }

  async #apply(): Promise<void> {
    if (this.#target === undefined) return
    const { windowId, bars } = this.#target
    const { x, y, width, height } = this.bounds
    const state = this.#isHidden ? 'minimized' : this.state
    // Chromium goes from one state to another through the normal one only, and moves a window in that one only.
    await this.#cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } })
    const bounds = { left: x, top: y, width: width + bars.width, height: height + bars.height }
    await this.#cdp.send('Browser.setWindowBounds', { windowId, bounds })
    if (state !== 'normal') await this.#cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: state } })
  }
}
