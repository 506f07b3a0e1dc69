import type { ProxyConfig } from 'electron'

/** What the program asked of the operating system: plain data, for the specs to look at. */
export interface Records {
  /** Addresses given to the system's browser. */
  openExternal: string[]
  openPath: string[]
  notifications: { id: string; title: string; body: string; isShown: boolean }[]
  dialogs: { kind: string; message: string; detail: string; buttons: string[] }[]
  /** Schemes for whose links the program offered itself. */
  protocolClients: string[]
  /** Each permission that was asked for, and the program's answer. */
  permissions: { permission: string; mediaTypes: string[]; granted: boolean; by: 'check' | 'request' }[]
  downloads: { address: string; prevented: boolean }[]
  loginItem: { openAtLogin: boolean }
  contentProtection: boolean
  /** How the session goes out to the network; null where nothing was said. */
  proxy: ProxyConfig | null
  hardwareAcceleration: boolean
  /** How often the program asked to be started again after its end. */
  relaunches: number
  /** Kinds of power saving that are held off now. */
  powerSaveBlockers: string[]
  trays: { toolTip: string }[]
  crashReporter: { uploadToServer: boolean } | null
}

export const createRecords = (): Records => ({
  openExternal: [],
  openPath: [],
  notifications: [],
  dialogs: [],
  protocolClients: [],
  permissions: [],
  downloads: [],
  loginItem: { openAtLogin: false },
  contentProtection: false,
  proxy: null,
  hardwareAcceleration: true,
  relaunches: 0,
  powerSaveBlockers: [],
  trays: [],
  crashReporter: null,
})

type MediaAccess = 'not-determined' | 'granted' | 'denied' | 'restricted' | 'unknown'

/** What the specs may set about the operating system that the program believes to run on. */
export interface Surroundings {
  mediaAccess: Record<'camera' | 'microphone' | 'screen', MediaAccess>
  /** What the person says when the system asks for camera or microphone. */
  mediaAccessAnswer: boolean
  /** Index of the button with which the next message boxes are answered. */
  messageBoxAnswer: number
  prefersDark: boolean
  isOnBattery: boolean
  isOnline: boolean
}

export const createSurroundings = (): Surroundings => ({
  mediaAccess: { camera: 'granted', microphone: 'granted', screen: 'granted' },
  mediaAccessAnswer: true,
  messageBoxAnswer: 0,
  prefersDark: false,
  isOnBattery: false,
  isOnline: true,
})
