import type { DesktopCapturer } from 'electron'
import type { DesktopEnvironment } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import type { SystemMediaAccess } from '../devices/media-access.ts'
import type { PendingScreenChoice } from '../devices/screen-choice.ts'
import { listScreenSources } from '../devices/screen-sources.ts'
import type { Diagnostics } from '../diagnostics/create-diagnostics.ts'
import type { Identity } from '../identity/identity.ts'
import type { PublishedKeys } from '../identity/published-keys.ts'
import type { DeepLinks } from '../links/deep-links.ts'
import type { Notices } from '../notifications/notices.ts'
import type { ManagedPolicies } from '../policy/managed-policies.ts'
import { allowedHere, policiesForPage } from '../policy/page-policies.ts'
import type { ServiceClient } from '../service/service-client.ts'
import type { HeldSettings } from '../settings/held-settings.ts'
import type { Updates } from '../updates/updates.ts'
import type { MainWindow } from '../windows/main-window.ts'
import type { BridgeHandlers } from './bridge.ts'

interface HandlerParts {
  environment: DesktopEnvironment
  identity: Identity
  publishedKeys: PublishedKeys
  service: ServiceClient
  settings: HeldSettings
  policies: ManagedPolicies
  updates: Updates
  diagnostics: Diagnostics
  mediaAccess: SystemMediaAccess
  screenChoice: PendingScreenChoice
  capturer: DesktopCapturer
  window: MainWindow
  notices: Notices
  links: DeepLinks
  setInMeeting: (inMeeting: boolean) => void
  /** Starts the program anew with another service; false where the person would rather not. */
  moveToService: (address: string) => Promise<boolean>
  /** Starts the program anew. */
  restart: () => void
}

/** A reply of bytes as IPC can carry it, which knows no `Blob`. */
const withBytes = async (reply: unknown): Promise<unknown> =>
  reply instanceof Blob ? new Uint8Array(await reply.arrayBuffer()) : reply

/** What each verb of the bridge does. */
export const createHandlers = (parts: HandlerParts): BridgeHandlers => {
  const { environment, identity, publishedKeys, service, settings, policies, mediaAccess, screenChoice, capturer } = parts
  const { window, notices, links, updates, diagnostics } = parts
  return {
    getEnvironment: () => environment,
    getIdentity: () => identity.current(),
    signIn: ({ email }) => identity.signIn(email),
    signInAsSample: ({ personId }) => identity.signInAsSample(personId),
    confirmIdentity: () => identity.confirm(),
    reopenSignIn: () => identity.reopenSignIn(),
    cancelSignIn: () => identity.cancelSignIn(),
    signOut: () => identity.signOut(),
    openTicket: async () => {
      updates.requireCurrent()
      return { ticket: await identity.openTicket() }
    },
    signWithDeviceKey: ({ purpose, bytes }) => identity.signWithDeviceKey(purpose, bytes),
    getEncryptionIdentity: () => identity.encryptionIdentity() ?? null,
    getProviderKeys: async ({ issuer, renew }) => ({ keys: [...(await publishedKeys.of(issuer, renew))] }),
    callService: async ({ path, input }) =>
      withBytes(await identity.withCredentials((credentials) => service.call(path, input, credentials))),
    getSettings: () => settings.current,
    setSettings: (changed) => settings.change(changed),
    getPolicies: () => policiesForPage(policies),
    moveToService: async ({ address }) => ({ accepted: await parts.moveToService(address) }),
    restart: () => parts.restart(),
    getMediaAccess: () => mediaAccess.all(),
    requestMediaAccess: ({ kind }) => mediaAccess.request(kind),
    openMediaSettings: ({ kind }) => mediaAccess.openSettings(kind),
    listScreenSources: ({ thumbnailWidth }) => {
      if (!allowedHere(policies.values).screenShare) throw new ParleyError('MANAGED', 'screen')
      if (mediaAccess.of('screen') === 'denied') throw new ParleyError('SCREEN_DENIED')
      return listScreenSources(capturer, thumbnailWidth, window.mediaSourceId)
    },
    chooseScreenSource: (choice) => screenChoice.choose(choice),
    setInMeeting: ({ inMeeting }) => parts.setInMeeting(inMeeting),
    notify: ({ title, body }) => notices.show(title, body),
    setFullScreen: ({ on }) => window.setFullScreen(on),
    setContentProtection: ({ on }) => window.contentProtection.set('meeting', on),
    getUpdates: () => updates.current,
    checkForUpdates: () => updates.check(true),
    downloadUpdate: () => updates.download(),
    installUpdate: () => updates.install(),
    deferUpdate: () => updates.defer(),
    runCheck: ({ check }) => diagnostics.selfCheck.run(check),
    getLog: async () => ({ text: await diagnostics.log() }),
    saveReport: async ({ text }) => ({ saved: await diagnostics.save(text) }),
    getCrashReports: () => diagnostics.crashes.open,
    answerCrashReports: ({ send }) => diagnostics.crashes.answer(send),
    takePendingLink: () => {
      const code = links.takePending()
      return code === undefined ? null : { code }
    },
  }
}
