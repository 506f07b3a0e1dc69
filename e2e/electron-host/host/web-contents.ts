import { EventEmitter } from 'node:events'
import type { RenderProcessGoneDetails, Session, WebContents, webContents as WebContentsModule, WebFrameMain } from 'electron'
import { conform } from './conform.ts'
import { createEvent } from './event.ts'
import type { WebContentsEvents } from './events.ts'
import { receive } from './ipc-main.ts'
import type { Page } from './page.ts'
import { getBrowser } from './runtime.ts'

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]
type ConsoleLevel = 'info' | 'warning' | 'error' | 'debug'

const CONSOLE_LEVELS: Record<string, ConsoleLevel> = { error: 'error', warning: 'warning', debug: 'debug' }

/** As the signal that ended the process: SIGSEGV. */
export const CRASHED: RenderProcessGoneDetails = { reason: 'crashed', exitCode: 11 }

let lastId = 0

/** What the host itself may do with web contents, beyond what Electron has. */
let internals: {
  attach: (contents: HostWebContents, page: Page) => void
  windowOpenHandler: (contents: HostWebContents) => WindowOpenHandler | undefined
  setTitle: (contents: HostWebContents, title: string) => void
}

/** `webContents`: what Electron tells and is told of a page, over the page of Chromium that it belongs to. */
export class HostWebContents extends EventEmitter<WebContentsEvents> {
  readonly id = ++lastId
  readonly session: Session
  static readonly #all = new Map<number, HostWebContents>()
  static #focused: HostWebContents | undefined
  readonly #ready: Promise<Page>
  #page: Page | undefined
  #title = ''
  #isCrashed = false
  #isMuted = false
  #isThrottled = true
  #userAgent = ''
  #openHandler: WindowOpenHandler | undefined

  constructor(session: Session, page: Promise<Page>) {
    super()
    this.session = session
    this.#ready = page
    // Whoever loads something is told; a window that nothing is loaded into may come to nothing in silence.
    this.#ready.catch(() => undefined)
    HostWebContents.#all.set(this.id, this)
  }

  static getAllWebContents(): WebContents[] {
    return [...HostWebContents.#all.values()].map(present)
  }

  static getFocusedWebContents(): WebContents | null {
    return HostWebContents.#focused === undefined ? null : present(HostWebContents.#focused)
  }

  static fromId(id: number): WebContents | undefined {
    const found = HostWebContents.#all.get(id)
    return found && present(found)
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    const found = [...HostWebContents.#all.values()].find((contents) => contents.#page?.targetId === targetId)
    return found && present(found)
  }

  static fromFrame(frame: WebFrameMain): WebContents | undefined {
    const found = [...HostWebContents.#all.values()].find((contents) => contents.#page?.frames.main === frame.top)
    return found && present(found)
  }

  get mainFrame(): WebFrameMain {
    if (this.#page === undefined) throw new Error('the page is not there yet')
    return this.#page.frames.main
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.#ready
    await page.load(address)
  }

  async loadFile(): Promise<void> {
    throw new Error('the host loads no files: Chromium would give them an origin that Electron does not')
  }

  getURL(): string {
    const address = this.#page?.address ?? ''
    return address === 'about:blank' ? '' : address
  }

  getTitle(): string {
    return this.#title
  }

  isLoading(): boolean {
    return this.#page?.isLoading ?? false
  }

  isDestroyed(): boolean {
    return !HostWebContents.#all.has(this.id)
  }

  isCrashed(): boolean {
    return this.#isCrashed
  }

  isFocused(): boolean {
    return HostWebContents.#focused === this
  }

  focus(): void {
    if (HostWebContents.#focused === this) return
    this.#page?.session.send('Page.bringToFront').catch(() => undefined)
    HostWebContents.#focused?.emit('blur')
    HostWebContents.#focused = this
    this.emit('focus')
  }

  reload(): void {
    this.#isCrashed = false
    this.#page?.reload()
  }

  stop(): void {
    this.#page?.session.send('Page.stopLoading').catch(() => undefined)
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page?.send(channel, args)
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const page = await this.#ready
    return await page.evaluate(code, userGesture)
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler
  }

  close(): void {
    this.#ready.then(({ targetId }) => getBrowser('webContents').closeTarget(targetId)).catch(() => undefined)
  }

  forcefullyCrashRenderer(): void {
    // Chromium never answers this one.
    this.#page?.session.send('Page.crash').catch(() => undefined)
  }

  setAudioMuted(muted: boolean): void {
    this.#isMuted = muted
  }

  isAudioMuted(): boolean {
    return this.#isMuted
  }

  setBackgroundThrottling(allowed: boolean): void {
    this.#isThrottled = allowed
  }

  getBackgroundThrottling(): boolean {
    return this.#isThrottled
  }

  setUserAgent(userAgent: string): void {
    this.#userAgent = userAgent
    this.#ready.then(({ session }) => session.send('Emulation.setUserAgentOverride', { userAgent })).catch(() => undefined)
  }

  getUserAgent(): string {
    return this.#userAgent
  }

  isDevToolsOpened(): boolean {
    return false
  }

  openDevTools(): void {}

  closeDevTools(): void {}

  toggleDevTools(): void {}

  static {
    internals = {
      attach: (contents, page) => {
        contents.#page = page
        contents.#listen(page)
      },
      windowOpenHandler: (contents) => contents.#openHandler,
      setTitle: (contents, title) => {
        if (title === '' || contents.#title === title) return
        contents.#title = title
        contents.emit('page-title-updated', createEvent({}), title, true)
      },
    }
  }

  #listen(page: Page): void {
    const frameIds = [1, 1] as const
    page.on('message', (message, frame) => void receive(message, { page, sender: present(this), frame }))
    page.on('loading', () => this.emit('did-start-loading'))
    page.on('navigated', (address) => {
      this.#isCrashed = false
      this.emit('did-navigate', createEvent({}), address, 200, 'OK')
      this.emit('did-frame-navigate', createEvent({}), address, 200, 'OK', true, ...frameIds)
    })
    page.on('navigatedWithinPage', (address, isMainFrame) => {
      this.emit('did-navigate-in-page', createEvent({}), address, isMainFrame, ...frameIds)
    })
    page.on('domReady', () => this.emit('dom-ready'))
    page.on('loaded', () => {
      this.emit('did-frame-finish-load', createEvent({}), true, ...frameIds)
      this.emit('did-finish-load')
      this.emit('did-stop-loading')
    })
    page.on('failed', (description, address) => {
      this.emit('did-fail-load', createEvent({}), -2, description, address, true, ...frameIds)
      this.emit('did-stop-loading')
    })
    page.on('crashed', () => {
      this.#isCrashed = true
      this.emit('render-process-gone', createEvent({}), CRASHED)
    })
    page.on('console', (level, message, lineNumber, sourceId) => {
      const details = {
        message,
        level: CONSOLE_LEVELS[level] ?? ('info' as const),
        lineNumber,
        sourceId,
        frame: page.frames.faceOf(page.targetId) ?? page.frames.main,
      }
      const severity = ['debug', 'info', 'warning', 'error'].indexOf(details.level)
      this.emit('console-message', createEvent(details), severity, message, lineNumber, sourceId)
    })
    page.on('gone', () => {
      HostWebContents.#all.delete(this.id)
      if (HostWebContents.#focused === this) HostWebContents.#focused = undefined
      this.emit('destroyed')
    })
  }
}

export const present = (contents: HostWebContents): WebContents => conform<WebContents>()(contents)
export const webContents = conform<typeof WebContentsModule>()(HostWebContents)

/** Tells it of the page that it is of. */
export const attach = (contents: HostWebContents, page: Page): void => internals.attach(contents, page)

export const setTitle = (contents: HostWebContents, title: string): void => internals.setTitle(contents, title)

export const windowOpenHandlerOf = (contents: HostWebContents): WindowOpenHandler | undefined =>
  internals.windowOpenHandler(contents)
