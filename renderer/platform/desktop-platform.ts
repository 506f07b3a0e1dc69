import { type ClientLink, createORPCClient } from '@orpc/client'
import {
  type BridgeInput,
  type BridgeOutput,
  type BridgeReply,
  type BridgeVerb,
  bridgeVerbs,
  type DesktopBridge,
  type IdentityState,
} from '#shared/desktop-bridge.ts'
import { isErrorCode, ParleyError } from '#shared/errors.ts'
import type { ClientPolicies } from '#shared/managed-policy/client-policies.ts'
import type { Settings } from '#shared/settings.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import { checkReply } from './check-reply.ts'
import { Observed } from './observed.ts'
import type { Platform, ServiceClient } from './platform.ts'

/** What a verb answered, or the error that it was refused with. */
const unwrap = <V extends BridgeVerb>(verb: V, reply: BridgeReply): BridgeOutput<V> => {
  if (!reply.ok) throw new ParleyError(isErrorCode(reply.code) ? reply.code : 'INTERNAL', reply.detail)
  const parsed = bridgeVerbs[verb].output.safeParse(reply.value)
  if (!parsed.success) throw new ParleyError('INTERNAL', `${verb}: unexpected reply`, { cause: parsed.error })
  return parsed.data as BridgeOutput<V>
}

/** What changes who is signed in. */
type IdentityVerb = 'signIn' | 'signInAsSample' | 'confirmIdentity' | 'signOut'

type Input<V extends BridgeVerb> = BridgeInput<V> extends void ? [] : [BridgeInput<V>]

/** Bound to the bridge: `ask('signInAsSample', { personId })`. */
const asker =
  (bridge: DesktopBridge) =>
  async <V extends BridgeVerb>(verb: V, ...input: Input<V>): Promise<BridgeOutput<V>> => {
    const call = bridge[verb] as (...given: unknown[]) => Promise<BridgeReply>
    return unwrap(verb, await call(...input))
  }

/** Bytes as the contract has them, which came over IPC as an array. */
const withBlob = (reply: unknown): unknown =>
  reply instanceof Uint8Array ? new Blob([new Uint8Array(reply)], { type: 'application/octet-stream' }) : reply

/** The desktop client's place: operating system, identity and settings are the main process's; the page asks over the bridge. */
export const createDesktopPlatform = async (bridge: DesktopBridge): Promise<Platform> => {
  const ask = asker(bridge)
  const [environment, identity, settings, policies, updates] = await Promise.all([
    ask('getEnvironment'),
    ask('getIdentity'),
    ask('getSettings'),
    ask('getPolicies'),
    ask('getUpdates'),
  ])
  const identityState = new Observed<IdentityState>(identity)
  const settingsState = new Observed<Settings>(settings)
  const policyState = new Observed<ClientPolicies>(policies)
  const updateState = new Observed<UpdateState>(updates)
  bridge.on('identityChanged', (state) => identityState.set(state))
  bridge.on('settingsChanged', (changed) => settingsState.set(changed))
  bridge.on('policiesChanged', (changed) => policyState.set(changed))
  bridge.on('updatesChanged', (changed) => updateState.set(changed))

  /** Asks for what changes who is signed in. However it ends, what is shown is what the main process says. */
  const become = async <V extends IdentityVerb>(verb: V, ...input: Input<V>): Promise<void> => {
    try {
      identityState.set(await ask(verb, ...input))
    } catch (refusal) {
      await ask('getIdentity').then(
        (state) => identityState.set(state),
        () => undefined,
      )
      throw refusal
    }
  }

  const link: ClientLink<Record<never, never>> = {
    call: async (path, input) => checkReply(path, withBlob(await ask('callService', { path: [...path], input }))),
  }

  return {
    info: environment.platform,
    serviceOrigin: environment.serviceOrigin,
    abilities: {
      ownScreenPicker: !environment.systemScreenPicker,
      shareSystemAudio: environment.systemAudio,
      mediaSettings: environment.mediaSettings,
      notify: true,
      shareScreen: true,
      openDesktopClient: false,
      signInWithProvider: true,
      programSettings: true,
    },
    service: createORPCClient<ServiceClient>(link),
    identity: {
      current: () => identityState.value,
      signIn: (email) => become('signIn', email === undefined ? {} : { email }),
      signInAsSample: (personId) => become('signInAsSample', { personId }),
      confirm: () => become('confirmIdentity'),
      reopen: () => ask('reopenSignIn'),
      cancel: () => ask('cancelSignIn'),
      // A desktop client belongs to a member; guests use the web page.
      joinAsGuest: () => Promise.reject(new ParleyError('FORBIDDEN', 'guests join in the browser')),
      signOut: () => become('signOut'),
      subscribe: (listener) => identityState.subscribe(listener),
    },
    encryption: {
      identity: async () => (await ask('getEncryptionIdentity')) ?? undefined,
      providerKeys: async (issuer, renew) => (await ask('getProviderKeys', { issuer, renew })).keys,
      sign: (bytes) => ask('signWithDeviceKey', { purpose: 'mls', bytes }),
    },
    openTicket: async () => (await ask('openTicket')).ticket,
    settings: {
      current: () => settingsState.value,
      async save(changed) {
        settingsState.set(changed)
        await ask('setSettings', changed)
      },
      subscribe: (listener) => settingsState.subscribe(listener),
    },
    policies: {
      current: () => policyState.value,
      subscribe: (listener) => policyState.subscribe(listener),
    },
    media: {
      access: () => ask('getMediaAccess'),
      request: (kind) => ask('requestMediaAccess', { kind }),
      openSettings: (kind) => ask('openMediaSettings', { kind }),
    },
    screens: {
      list: (thumbnailWidth) => ask('listScreenSources', { thumbnailWidth }),
      choose: (id, audio) => ask('chooseScreenSource', { id, audio }),
    },
    updates: {
      current: () => updateState.value,
      subscribe: (listener) => updateState.subscribe(listener),
      check: () => ask('checkForUpdates'),
      download: () => ask('downloadUpdate'),
      install: () => ask('installUpdate'),
      defer: () => ask('deferUpdate'),
    },
    diagnostics: {
      run: (check) => ask('runCheck', { check }),
      log: async () => (await ask('getLog')).text,
      save: async (text) => (await ask('saveReport', { text })).saved,
      crashes: () => ask('getCrashReports'),
      answerCrashes: (send) => ask('answerCrashReports', { send }),
    },
    // Nobody waits for these, and a window that can't do them is no reason to stop a meeting.
    setInMeeting: (inMeeting) => void ask('setInMeeting', { inMeeting }).catch(() => undefined),
    notify: (title, body) => void ask('notify', { title, body }).catch(() => undefined),
    setContentProtection: (on) => void ask('setContentProtection', { on }).catch(() => undefined),
    setFullScreen: (on) => ask('setFullScreen', { on }),
    moveToService: async (address) => (await ask('moveToService', { address })).accepted,
    restart: () => ask('restart'),
    takePendingCode: async () => (await ask('takePendingLink'))?.code,
    on: (event, listener) => bridge.on(event, listener),
  }
}
