/**
 * Names of the bridge, without its schemas: the preload needs no more, and stays small. Both lists are complete or do not
 * compile.
 */
import type { BridgeEvent, BridgeVerb } from '#shared/desktop-bridge.ts'

const VERBS: Readonly<Record<BridgeVerb, true>> = {
  getEnvironment: true,
  getIdentity: true,
  signIn: true,
  signInAsSample: true,
  confirmIdentity: true,
  reopenSignIn: true,
  cancelSignIn: true,
  signOut: true,
  signWithDeviceKey: true,
  getEncryptionIdentity: true,
  getProviderKeys: true,
  openTicket: true,
  callService: true,
  getSettings: true,
  setSettings: true,
  getPolicies: true,
  moveToService: true,
  restart: true,
  getMediaAccess: true,
  requestMediaAccess: true,
  openMediaSettings: true,
  listScreenSources: true,
  chooseScreenSource: true,
  setInMeeting: true,
  notify: true,
  setFullScreen: true,
  setContentProtection: true,
  getUpdates: true,
  checkForUpdates: true,
  downloadUpdate: true,
  installUpdate: true,
  deferUpdate: true,
  runCheck: true,
  getLog: true,
  saveReport: true,
  getCrashReports: true,
  answerCrashReports: true,
  takePendingLink: true,
}

const EVENTS: Readonly<Record<BridgeEvent, true>> = {
  linkOpened: true,
  identityChanged: true,
  settingsChanged: true,
  policiesChanged: true,
  menuAction: true,
  fullScreenChanged: true,
  updatesChanged: true,
  power: true,
}

export const VERB_NAMES = Object.keys(VERBS) as readonly BridgeVerb[]

export const isEventName = (name: unknown): name is BridgeEvent => typeof name === 'string' && Object.hasOwn(EVENTS, name)
