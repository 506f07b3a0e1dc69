import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { BridgeEvent, BridgeEventData } from '#shared/desktop-bridge.ts'
import { tellPage } from '../bridge/bridge.ts'
import type { Log } from '../diagnostics/log.ts'
import { PAGE_ADDRESS } from '../page/address.ts'
import { JsonFile } from '../storage/json-file.ts'
import { ContentProtection } from './content-protection.ts'
import { Placement, placeWindow, SMALLEST_WINDOW } from './placement.ts'

/** After the last move of the window, its place is written this much later, ms. */
const PLACEMENT_DELAY = 500

/** A page that crashed is loaded anew, unless it did so a moment ago, ms. */
const CRASH_INTERVAL = 30_000

interface MainWindowOptions {
  preload: string
  placementFile: string
  developer: boolean
  log: Log
  /** The page is loaded anew, or gone: whatever it had asked for ends with it. */
  onPageGone: () => void
  /** Whether the window may close now. Where it may not, whoever answers closes it later, or never. */
  mayClose: () => boolean
  /** The person logs off (Windows). */
  onLogOff: () => void
  onClosed: () => void
}

/** Parley's one window. It can be closed and, on macOS, opened again. */
export class MainWindow {
  readonly contentProtection = new ContentProtection()
  readonly #options: MainWindowOptions
  readonly #placement: JsonFile<Placement>
  #window: BrowserWindow | undefined

  constructor(options: MainWindowOptions) {
    this.#options = options
    this.#placement = new JsonFile(options.placementFile, Placement, options.log)
  }

  /** Id of its web contents; undefined while there is no window. */
  get contentsId(): number | undefined {
    return this.#window?.webContents.id
  }

  /** Id under which the window stands among the sources that can be captured. */
  get mediaSourceId(): string | undefined {
    return this.#window?.getMediaSourceId()
  }

  get browserWindow(): BrowserWindow | undefined {
    return this.#window
  }

  open(): void {
    if (this.#window !== undefined) {
      this.focus()
      return
    }
    const saved = this.#placement.read()
    const primary = screen.getPrimaryDisplay()
    const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
    const window = new BrowserWindow({
      ...placeWindow(saved, [primary.workArea, ...others.map((display) => display.workArea)]),
      minWidth: SMALLEST_WINDOW.width,
      minHeight: SMALLEST_WINDOW.height,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#ffffff',
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        devTools: this.#options.developer,
      },
    })
    this.#window = window
    this.contentProtection.attach(window)
    if (saved?.maximized === true) window.maximize()
    this.#watch(window)
    window.once('ready-to-show', () => window.show())
    window.loadURL(PAGE_ADDRESS).catch((thrown: unknown) => this.#options.log.error('window.pageNotLoaded', thrown))
  }

  tell<E extends BridgeEvent>(event: E, data: BridgeEventData<E>): void {
    if (this.#window !== undefined) tellPage(this.#window.webContents, event, data)
  }

  focus(): void {
    if (this.#window === undefined) return
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.show()
    this.#window.focus()
  }

  isInBackground(): boolean {
    return this.#window === undefined || this.#window.isMinimized() || !this.#window.isFocused()
  }

  setFullScreen(on: boolean): void {
    this.#window?.setFullScreen(on)
  }

  /** In a meeting the page goes on at full pace while it is behind other windows. */
  setInMeeting(inMeeting: boolean): void {
    this.#window?.webContents.setBackgroundThrottling(!inMeeting)
  }

  /** Closes without asking anybody. */
  destroy(): void {
    if (this.#window === undefined) return
    this.#savePlacement(this.#window)
    this.#window.destroy()
  }

  #watch(window: BrowserWindow): void {
    const { log, mayClose, onClosed, onLogOff, onPageGone } = this.#options
    let timer: NodeJS.Timeout | undefined
    const placementChanged = () => {
      clearTimeout(timer)
      timer = setTimeout(() => this.#savePlacement(window), PLACEMENT_DELAY)
    }
    window.on('enter-full-screen', () => this.tell('fullScreenChanged', { on: true }))
    window.on('leave-full-screen', () => this.tell('fullScreenChanged', { on: false }))
    window.on('resize', placementChanged)
    window.on('move', placementChanged)
    window.on('close', (event) => {
      if (mayClose()) this.#savePlacement(window)
      else event.preventDefault()
    })
    window.on('query-session-end', onLogOff)
    window.on('closed', () => {
      clearTimeout(timer)
      this.#window = undefined
      this.contentProtection.attach(undefined)
      onPageGone()
      onClosed()
    })
    // Not `did-start-navigation`: that comes for the navigations which a guard is about to stop as well.
    window.webContents.on('did-navigate', onPageGone)
    let crashedAt = Number.NEGATIVE_INFINITY
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log.warn('window.pageCrashed', { reason, exitCode })
      onPageGone()
      const isFirst = performance.now() - crashedAt > CRASH_INTERVAL
      crashedAt = performance.now()
      if (isFirst && reason !== 'clean-exit') window.webContents.reload()
    })
  }

  #savePlacement(window: BrowserWindow): void {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    try {
      this.#placement.write({ ...window.getNormalBounds(), maximized: window.isMaximized() })
    } catch (thrown) {
      this.#options.log.error('window.placementNotSaved', thrown)
    }
  }
}
