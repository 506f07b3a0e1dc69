import { type DesktopCapturer, nativeTheme } from 'electron'
import type { DesktopEnvironment } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import type { SystemMediaAccess } from '../devices/media-access.ts'
import type { PendingScreenChoice } from '../devices/screen-choice.ts'
import { listScreenSources } from '../devices/screen-sources.ts'
import type { Identity } from '../identity/identity.ts'
import type { PublishedKeys } from '../identity/published-keys.ts'
import type { DeepLinks } from '../links/deep-links.ts'
import type { Notices } from '../notifications/notices.ts'
import type { ServiceClient } from '../service/service-client.ts'
import { themeSourceOf } from '../settings/appearance.ts'
import type { SettingsStore } from '../settings/settings-store.ts'
import type { MainWindow } from '../windows/main-window.ts'
import type { BridgeHandlers } from './bridge.ts'

interface HandlerParts {
  environment: DesktopEnvironment
  identity: Identity
  publishedKeys: PublishedKeys
  service: ServiceClient
  settings: SettingsStore
  mediaAccess: SystemMediaAccess
  screenChoice: PendingScreenChoice
  capturer: DesktopCapturer
  window: MainWindow
  notices: Notices
  links: DeepLinks
  setInMeeting: (inMeeting: boolean) => void
}

/** A reply of bytes as IPC can carry it, which knows no `Blob`. */
const withBytes = async (reply: unknown): Promise<unknown> =>
  reply instanceof Blob ? new Uint8Array(await reply.arrayBuffer()) : reply

/** What each verb of the bridge does. */
export const createHandlers = (parts: HandlerParts): BridgeHandlers => {
  const { environment, identity, publishedKeys, service, settings, mediaAccess, screenChoice, capturer, window, notices, links } =
    parts
  return {
    getEnvironment: () => environment,
    getIdentity: () => identity.current(),
    signIn: ({ email }) => identity.signIn(email),
    signInAsSample: ({ personId }) => identity.signInAsSample(personId),
    confirmIdentity: () => identity.confirm(),
    reopenSignIn: () => identity.reopenSignIn(),
    cancelSignIn: () => identity.cancelSignIn(),
    signOut: () => identity.signOut(),
    openTicket: async () => ({ ticket: await identity.openTicket() }),
    signWithDeviceKey: ({ purpose, bytes }) => identity.signWithDeviceKey(purpose, bytes),
    getEncryptionIdentity: () => identity.encryptionIdentity() ?? null,
    getProviderKeys: async ({ issuer, renew }) => ({ keys: [...(await publishedKeys.of(issuer, renew))] }),
    callService: async ({ path, input }) =>
      withBytes(await identity.withCredentials((credentials) => service.call(path, input, credentials))),
    getSettings: () => settings.current,
    setSettings: (changed) => {
      settings.save(changed)
      nativeTheme.themeSource = themeSourceOf(changed.appearance)
    },
    getMediaAccess: () => mediaAccess.all(),
    requestMediaAccess: ({ kind }) => mediaAccess.request(kind),
    openMediaSettings: ({ kind }) => mediaAccess.openSettings(kind),
    listScreenSources: ({ thumbnailWidth }) => {
      if (mediaAccess.of('screen') === 'denied') throw new ParleyError('SCREEN_DENIED')
      return listScreenSources(capturer, thumbnailWidth, window.mediaSourceId)
    },
    chooseScreenSource: (choice) => screenChoice.choose(choice),
    setInMeeting: ({ inMeeting }) => parts.setInMeeting(inMeeting),
    notify: ({ title, body }) => notices.show(title, body),
    setFullScreen: ({ on }) => window.setFullScreen(on),
    setContentProtection: ({ on }) => window.setContentProtection(on),
    takePendingLink: () => {
      const code = links.takePending()
      return code === undefined ? null : { code }
    },
  }
}
