import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, Menu, Rectangle, WebContents } from 'electron'
import type { Browser, OpenedTarget } from './browser.ts'
import { conform } from './conform.ts'
import { createEvent } from './event.ts'
import type { BrowserWindowEvents } from './events.ts'
import type { Page } from './page.ts'
import { getBrowser, records } from './runtime.ts'
import { attach, HostWebContents, present as presentContents, setTitle as setContentsTitle } from './web-contents.ts'
import { readWebPreferences } from './web-preferences.ts'
import { WindowFrame } from './window-frame.ts'

/** What windows need of the program around them. */
export interface WindowSurroundings {
  session: () => HostWebContents['session']
  versions: Record<string, string>
  onCreated: (window: BrowserWindow, contents: WebContents) => void
  onFocus: (window: BrowserWindow, isFocused: boolean) => void
  /** After the last window has gone. */
  onAllClosed: () => void
}

let surroundings: WindowSurroundings | undefined

export const setWindowSurroundings = (given: WindowSurroundings): void => {
  surroundings = given
}

const DEFAULT_SIZE = { width: 800, height: 600 }
const BARS_SCRIPT = 'JSON.stringify({ width: outerWidth - innerWidth, height: outerHeight - innerHeight })'

let lastId = 0

/** The window that shows a page of Chromium. */
export let findWindow: (page: Page) => { contents: HostWebContents; setTitle: (title: string) => void } | undefined

/** Asks each window to close, until one stays: false then. */
export let closeWindows: () => Promise<boolean>

/** `BrowserWindow`: a window of Chromium with one page. Its place is real, as far as headless Chromium has places. */
export class HostBrowserWindow extends EventEmitter<BrowserWindowEvents> {
  readonly id = ++lastId
  readonly webContents: WebContents
  static readonly #all = new Set<HostBrowserWindow>()
  static #focused: HostBrowserWindow | undefined
  readonly #options: BrowserWindowConstructorOptions
  readonly #contents: HostWebContents
  readonly #frame: WindowFrame
  #page: Page | undefined
  #isVisible = false
  #isProtected = false
  #isMenuBarVisible = true
  #isOnTop = false
  #stateBeforeFullScreen: 'normal' | 'maximized' = 'normal'
  #title: string
  #minimum = [0, 0]

  /** `opened` is a target that a page has made already. */
  constructor(options: BrowserWindowConstructorOptions = {}, opened?: OpenedTarget) {
    super()
    const browser = getBrowser('Cannot create BrowserWindow')
    if (surroundings === undefined) throw new Error('Cannot create BrowserWindow before app is ready')
    const scripts = readWebPreferences(options.webPreferences ?? {}, surroundings.versions)
    this.#options = options
    this.#title = options.title ?? ''
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0]
    const { width = DEFAULT_SIZE.width, height = DEFAULT_SIZE.height, x = 0, y = 0 } = options
    this.#frame = new WindowFrame(browser.cdp, { x, y, width, height })
    this.#contents = new HostWebContents(surroundings.session(), this.#createPage(browser, scripts, opened))
    this.webContents = presentContents(this.#contents)
    HostBrowserWindow.#all.add(this)
    surroundings.onCreated(presentWindow(this), this.webContents)
    if (options.show !== false) this.show()
    if (options.fullscreen === true) this.setFullScreen(true)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...HostBrowserWindow.#all].map(presentWindow)
  }

  static getFocusedWindow(): BrowserWindow | null {
    return HostBrowserWindow.#focused === undefined ? null : presentWindow(HostBrowserWindow.#focused)
  }

  static fromId(id: number): BrowserWindow | null {
    const found = [...HostBrowserWindow.#all].find((window) => window.id === id)
    return found === undefined ? null : presentWindow(found)
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    const found = [...HostBrowserWindow.#all].find((window) => window.webContents === contents)
    return found === undefined ? null : presentWindow(found)
  }

  static {
    closeWindows = async () => {
      for (const window of HostBrowserWindow.#all) {
        if (!window.#mayClose()) return false
        const closed = new Promise<void>((resolve) => window.once('closed', resolve))
        window.destroy()
        await closed
      }
      return true
    }
    findWindow = (page) => {
      const window = [...HostBrowserWindow.#all].find((candidate) => candidate.#page === page)
      return (
        window && {
          contents: window.#contents,
          setTitle: (title) => {
            setContentsTitle(window.#contents, title)
            window.#title = title
          },
        }
      )
    }
  }

  loadURL(address: string): Promise<void> {
    return this.#contents.loadURL(address)
  }

  reload(): void {
    this.#contents.reload()
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    this.#frame.setHidden(false)
    this.emit('show')
  }

  hide(): void {
    if (!this.#isVisible) return
    this.#isVisible = false
    this.#frame.setHidden(true)
    this.blur()
    this.emit('hide')
  }

  focus(): void {
    if (HostBrowserWindow.#focused === this || this.isMinimized()) return
    HostBrowserWindow.#focused?.blur()
    HostBrowserWindow.#focused = this
    this.#contents.focus()
    this.emit('focus')
    surroundings?.onFocus(presentWindow(this), true)
  }

  blur(): void {
    if (HostBrowserWindow.#focused !== this) return
    HostBrowserWindow.#focused = undefined
    this.emit('blur')
    surroundings?.onFocus(presentWindow(this), false)
  }

  minimize(): void {
    if (this.isMinimized()) return
    this.#frame.setState('minimized')
    this.blur()
    this.emit('minimize')
  }

  restore(): void {
    if (!this.isMinimized()) return
    this.#frame.setState('normal')
    this.emit('restore')
    this.focus()
  }

  maximize(): void {
    if (this.isMaximized()) return
    this.#frame.setState('maximized')
    this.emit('maximize')
  }

  unmaximize(): void {
    if (!this.isMaximized()) return
    this.#frame.setState('normal')
    this.emit('unmaximize')
  }

  setFullScreen(on: boolean): void {
    if (this.isFullScreen() === on) return
    if (on) this.#stateBeforeFullScreen = this.isMaximized() ? 'maximized' : 'normal'
    this.#frame.setState(on ? 'fullscreen' : this.#stateBeforeFullScreen)
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen')
  }

  close(): void {
    if (this.#mayClose()) this.destroy()
  }

  destroy(): void {
    this.#contents.close()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#frame.bounds
    this.#frame.move(bounds)
    const { x, y, width, height } = this.#frame.bounds
    if (x !== before.x || y !== before.y) {
      this.emit('move')
      this.emit('moved')
    }
    if (width !== before.width || height !== before.height) {
      this.emit('resize')
      this.emit('resized')
    }
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  getBounds = (): Rectangle => ({ ...this.#frame.bounds })
  getNormalBounds = (): Rectangle => ({ ...this.#frame.bounds })
  getContentBounds = (): Rectangle => ({ ...this.#frame.bounds })
  getSize = (): number[] => [this.#frame.bounds.width, this.#frame.bounds.height]
  getContentSize = (): number[] => this.getSize()
  getPosition = (): number[] => [this.#frame.bounds.x, this.#frame.bounds.y]
  getMinimumSize = (): number[] => this.#minimum
  setMinimumSize = (width: number, height: number): void => {
    this.#minimum = [width, height]
  }

  isVisible = (): boolean => this.#isVisible && !this.isMinimized()
  isFocused = (): boolean => HostBrowserWindow.#focused === this
  isMinimized = (): boolean => this.#frame.state === 'minimized'
  isMaximized = (): boolean => this.#frame.state === 'maximized'
  isFullScreen = (): boolean => this.#frame.state === 'fullscreen'
  isNormal = (): boolean => this.#frame.state === 'normal'
  isDestroyed = (): boolean => !HostBrowserWindow.#all.has(this)
  isResizable = (): boolean => this.#options.resizable ?? true
  isModal = (): boolean => this.#options.modal ?? false

  setContentProtection = (on: boolean): void => {
    this.#isProtected = on
    records.contentProtection = on
  }
  isContentProtected = (): boolean => this.#isProtected
  setAlwaysOnTop = (on: boolean): void => {
    this.#isOnTop = on
  }
  isAlwaysOnTop = (): boolean => this.#isOnTop
  setMenuBarVisibility = (isVisible: boolean): void => {
    this.#isMenuBarVisible = isVisible
  }
  isMenuBarVisible = (): boolean => this.#isMenuBarVisible
  setMenu = (_menu: Menu | null): void => {}
  removeMenu = (): void => {}
  setTitle = (title: string): void => {
    this.#title = title
  }
  getTitle = (): string => this.#title
  getMediaSourceId = (): string => `window:${this.id}:0`
  setBackgroundColor = (_color: string): void => {}
  setProgressBar = (_progress: number): void => {}
  setOverlayIcon = (): void => {}
  flashFrame = (_on: boolean): void => {}

  async #createPage(
    browser: Browser,
    scripts: ReturnType<typeof readWebPreferences>,
    opened: OpenedTarget | undefined,
  ): Promise<Page> {
    const target = (await opened) ?? (await browser.createTarget(this.getBounds()))
    const page = await browser.startPage(target, scripts, (created) => {
      this.#page = created
      attach(this.#contents, created)
      if (opened?.address !== undefined) created.expect(opened.address)
      created.once('loaded', () => this.emit('ready-to-show'))
      created.on('gone', () => this.#closed())
    })
    const bars = await page.evaluate(BARS_SCRIPT)
    await this.#frame.attach(page.targetId, JSON.parse(String(bars)))
    return page
  }

  #mayClose(): boolean {
    const event = createEvent({})
    if (!this.isDestroyed()) this.emit('close', event)
    return !event.defaultPrevented
  }

  #closed(): void {
    if (!HostBrowserWindow.#all.delete(this)) return
    this.blur()
    this.emit('closed')
    if (HostBrowserWindow.#all.size === 0) surroundings?.onAllClosed()
  }
}

const presentWindow = (window: HostBrowserWindow): BrowserWindow => conform<BrowserWindow>()(window)

/** A window around a target that a page has opened. */
export const adoptTarget = (target: OpenedTarget, options: BrowserWindowConstructorOptions): BrowserWindow =>
  presentWindow(new HostBrowserWindow(options, target))

export const presentWindows = (): typeof BrowserWindow => conform<typeof BrowserWindow>()(HostBrowserWindow)
