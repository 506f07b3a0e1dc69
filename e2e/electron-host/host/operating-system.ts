/** What the program asks of the operating system: recorded, and answered as the specs say. */
import { EventEmitter } from 'node:events'
import type {
  Clipboard,
  CrashReporter,
  Dialog,
  GlobalShortcut,
  MessageBoxOptions,
  NativeTheme,
  PowerMonitor,
  PowerSaveBlocker,
  Shell,
  SystemPreferences,
} from 'electron'
import { conform } from './conform.ts'
import { getBrowser, records, surroundings } from './runtime.ts'

export const shell = conform<Shell>()({
  openExternal: async (address) => {
    records.openExternal.push(address)
  },
  openPath: async (path) => {
    records.openPath.push(path)
    return ''
  },
  showItemInFolder: (path) => {
    records.openPath.push(path)
  },
  beep: () => undefined,
} satisfies Partial<Shell>)

export const systemPreferences = conform<SystemPreferences>()(
  Object.assign(new EventEmitter(), {
    getMediaAccessStatus: (kind: 'microphone' | 'camera' | 'screen') => surroundings.mediaAccess[kind],
    askForMediaAccess: async (kind: 'microphone' | 'camera') => {
      const { mediaAccess } = surroundings
      if (mediaAccess[kind] === 'not-determined') mediaAccess[kind] = surroundings.mediaAccessAnswer ? 'granted' : 'denied'
      return mediaAccess[kind] === 'granted'
    },
  }),
)

/** The specs emit its events: `suspend`, `resume`, `lock-screen`, … */
export const powerMonitor = conform<PowerMonitor>()(
  Object.assign(new EventEmitter(), {
    getSystemIdleTime: () => 0,
    getSystemIdleState: () => 'active' as const,
    getCurrentThermalState: () => 'nominal' as const,
    isOnBatteryPower: () => surroundings.isOnBattery,
    get onBatteryPower() {
      return surroundings.isOnBattery
    },
  }),
)

const blockers = new Map<number, string>()
let lastBlocker = 0
const recordBlockers = (): void => {
  records.powerSaveBlockers = [...blockers.values()]
}
export const powerSaveBlocker = conform<PowerSaveBlocker>()({
  start: (kind) => {
    blockers.set(++lastBlocker, kind)
    recordBlockers()
    return lastBlocker
  },
  stop: (id) => {
    const wasStarted = blockers.delete(id)
    recordBlockers()
    return wasStarted
  },
  isStarted: (id) => blockers.has(id),
} satisfies Partial<PowerSaveBlocker>)

class HostNativeTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly inForcedColorsMode = false
  readonly prefersReducedTransparency = false
  #source: NativeTheme['themeSource'] = 'system'

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source
  }

  set themeSource(source: NativeTheme['themeSource']) {
    if (source === this.#source) return
    this.#source = source
    const value = source === 'system' ? '' : source
    for (const page of getBrowser('nativeTheme').pages) {
      page.session
        .send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
        .catch(() => undefined)
    }
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? surroundings.prefersDark : this.#source === 'dark'
  }
}
export const nativeTheme = conform<NativeTheme>()(new HostNativeTheme())

const showMessageBox = async (...args: [unknown, MessageBoxOptions?]) => {
  const options = (args[1] ?? args[0]) as MessageBoxOptions
  const { message, detail = '', buttons = [] } = options
  records.dialogs.push({ kind: 'message', message, detail, buttons })
  return { response: surroundings.messageBoxAnswer, checkboxChecked: options.checkboxChecked ?? false }
}
export const dialog = conform<Dialog>()({
  showMessageBox,
  // Electron writes it to the terminal as well, where it can show no window yet.
  showErrorBox: (title: string, content: string) => {
    process.stderr.write(`${title}\n${content}\n`)
    records.dialogs.push({ kind: 'error', message: title, detail: content, buttons: [] })
  },
  showOpenDialog: async () => {
    records.dialogs.push({ kind: 'open', message: '', detail: '', buttons: [] })
    return { canceled: true, filePaths: [] }
  },
  showSaveDialog: async () => {
    records.dialogs.push({ kind: 'save', message: '', detail: '', buttons: [] })
    return { canceled: true, filePath: '' }
  },
})

let clipboardText = ''
export const clipboard = conform<Clipboard>()({
  readText: async () => clipboardText,
  writeText: async (text) => {
    clipboardText = text
  },
  clear: () => {
    clipboardText = ''
  },
} satisfies Partial<Clipboard>)

export const crashReporter = conform<CrashReporter>()({
  start: ({ uploadToServer = true }) => {
    records.crashReporter = { uploadToServer }
  },
  setUploadToServer: (uploadToServer) => {
    records.crashReporter = { uploadToServer }
  },
  getUploadToServer: () => records.crashReporter?.uploadToServer ?? false,
  addExtraParameter: () => undefined,
} satisfies Partial<CrashReporter>)

const shortcuts = new Set<string>()
export const globalShortcut = conform<GlobalShortcut>()({
  register: (accelerator) => {
    shortcuts.add(accelerator)
    return true
  },
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  unregister: (accelerator) => {
    shortcuts.delete(accelerator)
  },
  unregisterAll: () => shortcuts.clear(),
} satisfies Partial<GlobalShortcut>)
