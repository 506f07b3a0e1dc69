/**
 * All that the page may ask of the desktop's main process, and all that it is told. The preload exposes exactly this as
 * `window.parley`; the main process validates each input with the schema here before a handler sees it, and drops every sender
 * that is not our own page.
 */
import { z } from 'zod'
import { Code, Id, Platform } from './contract/common.ts'
import { Account, Email } from './contract/identity.ts'
import { CheckResult, SystemCheck } from './diagnostics/checks.ts'
import { CrashReport } from './diagnostics/crash-report.ts'
import { EncryptionIdentity } from './encryption/encryption-identity.ts'
import { ProviderKeys } from './encryption/provider-key.ts'
import { ERRORS, type ErrorCode } from './errors.ts'
import { SigningPurpose } from './identity/device-key.ts'
import { ClientPolicies } from './managed-policy/client-policies.ts'
import { isServerAddress } from './managed-policy/value.ts'
import { LIMITS } from './meeting/limits.ts'
import { Settings } from './settings.ts'
import { UpdateState } from './updates/update-state.ts'

export { bridgeChannel } from './bridge-channel.ts'

export const MEDIA_KINDS = ['camera', 'microphone', 'screen'] as const
export const MediaKind = z.enum(MEDIA_KINDS)
export type MediaKind = z.infer<typeof MediaKind>

/** What the operating system lets Parley use; `unknown` where it has no such setting. */
export const MediaAccess = z.enum(['granted', 'denied', 'restricted', 'notDetermined', 'unknown'])
export type MediaAccess = z.infer<typeof MediaAccess>

export const ScreenSource = z.object({
  id: z.string().max(200),
  name: z.string(),
  kind: z.enum(['screen', 'window']),
  /** `data:` addresses, PNG. */
  thumbnail: z.string(),
  icon: z.string().optional(),
})
export type ScreenSource = z.infer<typeof ScreenSource>

/** Where a sign-in is: the provider is asked, the person is in their browser, the service is asked. */
export const SignInStep = z.enum(['starting', 'browser', 'finishing'])
export type SignInStep = z.infer<typeof SignInStep>

export const IdentityState = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('signedOut'),
    /** Why somebody who was signed in is so no more, where it wasn't their own doing. */
    reason: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]).optional(),
  }),
  z.object({
    state: z.literal('signingIn'),
    step: SignInStep,
    /** In words: whose sign-in page it is. */ organisation: z.string(),
  }),
  z.object({
    state: z.literal('signedIn'),
    account: Account,
    /** A confirmation with a second factor is under way. */
    confirming: SignInStep.optional(),
  }),
])
export type IdentityState = z.infer<typeof IdentityState>

export const DesktopEnvironment = z.object({
  platform: Platform,
  /** Base address of the service, as in `https://meet.example.org`; empty where it is not known yet which one it is. */
  serviceOrigin: z.string(),
  /** The operating system picks what is shared (macOS 15 and later): the page shows no picker of its own. */
  systemScreenPicker: z.boolean(),
  /** The operating system can give the sound of the computer with a shared screen. */
  systemAudio: z.boolean(),
  /** What the operating system has a page of settings for, where a refusal is taken back. */
  mediaSettings: z.array(MediaKind),
  /** The person that the program was started as, on the embedded service. */
  startAs: Id.optional(),
})
export type DesktopEnvironment = z.infer<typeof DesktopEnvironment>

const verb = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const nothing = z.void()

/** Verbs: page asks, main process answers. */
export const bridgeVerbs = {
  getEnvironment: verb(nothing, DesktopEnvironment),
  getIdentity: verb(nothing, IdentityState),
  /** At the organisation's provider, in the system's browser. Answers when it is over; `identityChanged` tells of the steps. */
  signIn: verb(z.object({ email: Email.optional() }), IdentityState),
  /** As one of the embedded service's sample people. */
  signInAsSample: verb(z.object({ personId: Id }), IdentityState),
  /** Gives a second factor anew, for an act that was refused with SECOND_FACTOR_STALE. */
  confirmIdentity: verb(nothing, IdentityState),
  /** Opens the page of a running sign-in or confirmation again. */
  reopenSignIn: verb(nothing, nothing),
  /** The verb that runs rejects with SIGN_IN_CANCELLED. */
  cancelSignIn: verb(nothing, nothing),
  signOut: verb(nothing, IdentityState),
  /** A signature by the device key, over bytes that are this purpose's own. 64 bytes. */
  signWithDeviceKey: verb(
    z.object({ purpose: SigningPurpose, bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= 65_536) }),
    z.instanceof(Uint8Array),
  ),
  /** What shows others in an encrypted meeting who this person is; null for whoever signed in at no provider. */
  getEncryptionIdentity: verb(nothing, EncryptionIdentity.nullable()),
  /**
   * The keys that a provider signs with, as it publishes them itself. Rejects with FORBIDDEN for every issuer but that of this
   * person's own sign-in: no member of a meeting can have the others' computers ask an address of their choosing. `renew`: a key
   * was missing among those that were given before.
   */
  getProviderKeys: verb(z.object({ issuer: z.url().max(500), renew: z.boolean() }), z.object({ keys: ProviderKeys })),
  /** A ticket for one signalling socket. */
  openTicket: verb(nothing, z.object({ ticket: z.string() })),
  /** A procedure of `serviceContract`, with this person's session; the session itself never comes into the page. */
  callService: verb(z.object({ path: z.array(z.string().max(40)).min(1).max(4), input: z.unknown() }), z.unknown()),
  /** As they hold: where the person has set nothing, or may not, what an administrator has. */
  getSettings: verb(nothing, Settings),
  /** What is locked stays as it is, and so does the service: `moveToService` is for that. */
  setSettings: verb(Settings, nothing),
  getPolicies: verb(nothing, ClientPolicies),
  /**
   * Asks the person, in a window of the program's own, and starts it anew with the service at this address. Not accepted where they
   * would rather not. Rejects with MANAGED where an administrator has not left it to them, and with WRONG_STATE in a meeting.
   */
  moveToService: verb(z.object({ address: z.string().refine(isServerAddress) }), z.object({ accepted: z.boolean() })),
  /** Ends the program and starts it anew, for what holds only then. Rejects with WRONG_STATE in a meeting. */
  restart: verb(nothing, nothing),
  getMediaAccess: verb(nothing, z.record(MediaKind, MediaAccess)),
  /** Asks the person, where the operating system asks; true when Parley may use it. */
  requestMediaAccess: verb(z.object({ kind: z.enum(['camera', 'microphone']) }), z.boolean()),
  /** The page of the operating system's settings where a refusal is taken back. */
  openMediaSettings: verb(z.object({ kind: MediaKind }), nothing),
  listScreenSources: verb(z.object({ thumbnailWidth: z.int().min(64).max(640) }), z.array(ScreenSource)),
  /** What the next `getDisplayMedia` of this page gets, within 10 s. */
  chooseScreenSource: verb(z.object({ id: z.string().max(200), audio: z.boolean() }), nothing),
  /** Keeps the computer awake and the window's close button careful while a meeting runs. */
  setInMeeting: verb(z.object({ inMeeting: z.boolean() }), nothing),
  /** A notice of the operating system, shown only while the window is minimised or in the background. */
  notify: verb(z.object({ title: z.string().max(LIMITS.title), body: z.string().max(300) }), nothing),
  setFullScreen: verb(z.object({ on: z.boolean() }), nothing),
  /** Keeps the window out of pictures of the screen, where the operating system can. Over when the page is gone. */
  setContentProtection: verb(z.object({ on: z.boolean() }), nothing),
  getUpdates: verb(nothing, UpdateState),
  /** Asks the feed. Answers when it is over, and never with a failure: `updatesChanged` tells how it goes. */
  checkForUpdates: verb(nothing, nothing),
  /** Gets what is offered, where the person decides. */
  downloadUpdate: verb(nothing, nothing),
  /** Ends the program and installs what lies ready. Rejects with WRONG_STATE and what it waits for where it can't be now. */
  installUpdate: verb(nothing, nothing),
  /** Puts it off by a day, but not beyond its last date. */
  deferUpdate: verb(nothing, nothing),
  /** One look of the self-check. Never rejects: what goes wrong is what was found. */
  runCheck: verb(z.object({ check: SystemCheck }), CheckResult),
  /** The newest lines of this client's log, which holds no names. */
  getLog: verb(nothing, z.object({ text: z.string() })),
  /** Asks the person where, and writes it there; not saved where they would rather not. Rejects with FILE_NOT_SAVED. */
  saveReport: verb(z.object({ text: z.string().max(400_000) }), z.object({ saved: z.boolean() })),
  /** Crashes that the person has to decide about. */
  getCrashReports: verb(nothing, z.array(CrashReport)),
  answerCrashReports: verb(z.object({ send: z.boolean() }), nothing),
  /** The meeting that a `parley://` link asked for before the page was there; given once. */
  takePendingLink: verb(nothing, z.object({ code: Code }).nullable()),
} as const
export type BridgeVerb = keyof typeof bridgeVerbs
export type BridgeInput<V extends BridgeVerb> = z.infer<(typeof bridgeVerbs)[V]['input']>
export type BridgeOutput<V extends BridgeVerb> = z.infer<(typeof bridgeVerbs)[V]['output']>

/** Events: main process tells, page listens. */
export const bridgeEvents = {
  linkOpened: z.object({ code: Code }),
  identityChanged: IdentityState,
  /** An administrator, or another part of the program, has changed what holds. */
  settingsChanged: Settings,
  policiesChanged: ClientPolicies,
  updatesChanged: UpdateState,
  /** An entry of the application menu; the id of an action in the page's registry. */
  menuAction: z.object({ action: z.string().max(60) }),
  /** The window went to full screen or came back, whoever asked for it. */
  fullScreenChanged: z.object({ on: z.boolean() }),
  /** The computer goes to sleep, wakes, is locked, is unlocked. */
  power: z.object({ event: z.enum(['suspend', 'resume', 'lock', 'unlock']) }),
} as const
export type BridgeEvent = keyof typeof bridgeEvents
export type BridgeEventData<E extends BridgeEvent> = z.infer<(typeof bridgeEvents)[E]>

/** A refusal on its way over IPC, which would carry nothing of an error but its text. */
export type BridgeReply = { ok: true; value: unknown } | { ok: false; code: string; detail?: string | undefined }

/** `window.parley`. */
export type DesktopBridge = {
  readonly [V in BridgeVerb]: BridgeInput<V> extends void
    ? () => Promise<BridgeReply>
    : (input: BridgeInput<V>) => Promise<BridgeReply>
} & {
  /** Calls `listener` for each such event until the returned function is called. */
  readonly on: <E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void) => () => void
}
