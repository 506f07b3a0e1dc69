import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, CommandLine, GPUFeatureStatus, LoginItemSettings } from 'electron'
import { conform } from './conform.ts'
import { createEvent } from './event.ts'
import type { AppEvents } from './events.ts'
import { commandLine, records } from './runtime.ts'
import { SingleInstance } from './single-instance.ts'

/** What the program's life needs of what it runs in. */
export interface AppSurroundings {
  /** False where a window stays, and so keeps the program. */
  closeWindows: () => Promise<boolean>
  /** Ends everything; does not return to the program. */
  end: (exitCode: number) => void
}

const manifest: { name: string; productName?: string; version: string; main: string } = JSON.parse(
  readFileSync(join(commandLine.appFolder, 'package.json'), 'utf8'),
)

/** File of the program's main process. */
export const mainFile = join(commandLine.appFolder, manifest.main)

/** What the host itself may do with the program's life. */
let internals: {
  setReady: (app: HostApp, surroundings: AppSurroundings) => void
  allWindowsClosed: (app: HostApp) => void
}

/** `app`: the program's life, its places and its name. */
class HostApp extends EventEmitter<AppEvents> {
  readonly isPackaged = process.env.HOST_PACKAGED === '1'
  name = manifest.productName ?? manifest.name
  userAgentFallback = ''
  readonly #paths = new Map<string, string>()
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #isQuitting = false
  #lock: SingleInstance | undefined
  #surroundings: AppSurroundings = { closeWindows: async () => true, end: (exitCode) => process.exit(exitCode) }

  static {
    internals = {
      setReady: (app, surroundings) => {
        app.#surroundings = surroundings
        app.#isReady = true
        app.#ready.resolve()
        app.emit('ready', createEvent({}), {})
      },
      allWindowsClosed: (app) => {
        if (app.#isQuitting) return
        if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
        else app.quit()
      },
    }
  }

  readonly commandLine: CommandLine = {
    appendSwitch: (name, value) => commandLine.set(name, value),
    appendArgument: () => undefined,
    hasSwitch: (name) => commandLine.has(name),
    getSwitchValue: (name) => commandLine.valueOf(name),
    removeSwitch: (name) => commandLine.remove(name),
  }

  whenReady = (): Promise<void> => this.#ready.promise
  isReady = (): boolean => this.#isReady
  getVersion = (): string => manifest.version
  getName = (): string => this.name
  setName = (name: string): void => {
    this.name = name
  }
  getAppPath = (): string => commandLine.appFolder
  getLocale = (): string => commandLine.valueOf('lang') || 'en-US'
  getSystemLocale = (): string => 'en-US'
  getLocaleCountryCode = (): string => 'US'
  getPreferredSystemLanguages = (): string[] => [this.getLocale()]
  setAppUserModelId = (): void => {}
  setBadgeCount = (): boolean => true
  setAboutPanelOptions = (): void => {}
  /** What Chromium says where there is no graphics processor, as here. */
  getGPUFeatureStatus = (): GPUFeatureStatus =>
    ({
      gpu_compositing: 'disabled_software',
      rasterization: 'disabled_software',
      video_decode: 'disabled_software',
      video_encode: 'disabled_software',
    }) as GPUFeatureStatus
  show = (): void => {}
  focus = (): void => {}
  isHidden = (): boolean => false
  resolveProxy = async (): Promise<string> => 'DIRECT'

  disableHardwareAcceleration = (): void => {
    if (this.#isReady) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready')
    records.hardwareAcceleration = false
  }

  /** Pages are sandboxed as far as Chromium is; a page that asks for less is refused anyway. */
  enableSandbox = (): void => {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  getPath(name: Parameters<App['getPath']>[0]): string {
    const path = this.#paths.get(name) ?? this.#defaultPath(name)
    if (name === 'userData' || name === 'sessionData' || name === 'logs') mkdirSync(path, { recursive: true })
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    if (!records.protocolClients.includes(scheme)) records.protocolClients.push(scheme)
    return true
  }

  removeAsDefaultProtocolClient(scheme: string): boolean {
    records.protocolClients = records.protocolClients.filter((client) => client !== scheme)
    return true
  }

  isDefaultProtocolClient = (scheme: string): boolean => records.protocolClients.includes(scheme)

  setLoginItemSettings = ({ openAtLogin = false }: { openAtLogin?: boolean }): void => {
    records.loginItem = { openAtLogin }
  }

  getLoginItemSettings = (): LoginItemSettings => ({
    ...records.loginItem,
    wasOpenedAtLogin: false,
    status: 'not-registered',
    executableWillLaunchAtLogin: records.loginItem.openAtLogin,
    launchItems: [],
  })

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    this.#lock ??= new SingleInstance(this.getPath('userData'))
    const own = { argv: process.argv, workingDirectory: process.cwd(), additionalData: additionalData ?? null }
    return this.#lock.request(own, (other) =>
      this.emit('second-instance', createEvent({}), other.argv, other.workingDirectory, other.additionalData),
    )
  }

  hasSingleInstanceLock = (): boolean => this.#lock?.isHeld ?? false

  releaseSingleInstanceLock = (): void => this.#lock?.release()

  /** Noted: whoever drives the host starts the program again. */
  relaunch = (): void => {
    records.relaunches += 1
  }

  quit(): void {
    if (this.#isQuitting || this.#isPrevented('before-quit')) return
    this.#isQuitting = true
    void this.#closeWindows()
  }

  exit(exitCode = 0): void {
    this.emit('quit', createEvent({}), exitCode)
    this.#lock?.release()
    this.#surroundings.end(exitCode)
  }

  async #closeWindows(): Promise<void> {
    const isOver = (await this.#surroundings.closeWindows()) && !this.#isPrevented('will-quit')
    if (isOver) this.exit(0)
    else this.#isQuitting = false
  }

  #isPrevented(name: 'before-quit' | 'will-quit'): boolean {
    const event = createEvent({})
    this.emit(name, event)
    return event.defaultPrevented
  }

  #defaultPath(name: string): string {
    switch (name) {
      case 'home':
        return homedir()
      case 'temp':
        return tmpdir()
      case 'exe':
      case 'module':
        return process.execPath
      case 'userData':
        return commandLine.userData
      case 'sessionData':
        return this.getPath('userData')
      default:
        return join(this.getPath('userData'), name)
    }
  }
}

const host = new HostApp()
export const app = conform<App>()(host)
export const appEvents: EventEmitter<AppEvents> = host
export const setReady = (surroundings: AppSurroundings): void => internals.setReady(host, surroundings)
export const allWindowsClosed = (): void => internals.allWindowsClosed(host)
