/**
 * Where the page runs, and what it may ask of that place. One description, two implementations: `desktop-platform.ts` over the
 * bridge of the main process, `web-platform.ts` in a browser. Screens ask `abilities`, never which of the two it is.
 */
import type { ContractRouterClient } from '@orpc/contract'
import type { Platform as PlatformInfo } from '#shared/contract/common.ts'
import type { ServiceContract } from '#shared/contract/service.ts'
import type { BridgeEvent, BridgeEventData, IdentityState, MediaAccess, MediaKind, ScreenSource } from '#shared/desktop-bridge.ts'
import type { CheckResult, SystemCheck } from '#shared/diagnostics/checks.ts'
import type { CrashReport } from '#shared/diagnostics/crash-report.ts'
import type { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import type { ProviderKey } from '#shared/encryption/provider-key.ts'
import type { ClientPolicies } from '#shared/managed-policy/client-policies.ts'
import type { Settings } from '#shared/settings.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'

/** Procedures of the service, called as `service.meetings.create({…})`. They reject with ParleyError. */
export type ServiceClient = ContractRouterClient<ServiceContract>

export interface Abilities {
  /** The page shows its own picker of screens and windows. Otherwise the browser or the system does. */
  ownScreenPicker: boolean
  /** The sound of the computer can be shared with a screen. */
  shareSystemAudio: boolean
  /** What the operating system's settings can be opened for, where it was refused. */
  mediaSettings: readonly MediaKind[]
  /** A system notice can be shown while the window is in the background. */
  notify: boolean
  /** Capturing a screen is possible at all. */
  shareScreen: boolean
  /** The link can be opened in the desktop client instead. */
  openDesktopClient: boolean
  /** Members can sign in at their organisation's provider. */
  signInWithProvider: boolean
  /** There are settings of the program itself: which service, when it starts, what it draws with. */
  programSettings: boolean
}

export interface Platform {
  readonly info: PlatformInfo
  /** Base address of the service, as in `https://meet.example.org`; empty where it has to be asked for first. */
  readonly serviceOrigin: string
  readonly abilities: Abilities
  readonly service: ServiceClient
  readonly identity: {
    current(): IdentityState
    /**
     * At the organisation's provider, in the system's browser; with several, the e-mail address says which. Resolves when it is
     * over, `subscribe` tells of the steps.
     */
    signIn(email?: string): Promise<void>
    /** As one of the embedded service's sample people. */
    signInAsSample(personId: string): Promise<void>
    /** Gives a second factor anew, in the system's browser, for what was refused with SECOND_FACTOR_STALE. */
    confirm(): Promise<void>
    /** Opens the browser's page of the sign-in or confirmation that runs once more. */
    reopen(): Promise<void>
    /** What runs rejects with SIGN_IN_CANCELLED. */
    cancel(): Promise<void>
    /**
     * With a name, for the meeting of this code. `invitation`: the secret of an invitation by name, where it isn't the one that
     * the page was opened with. Rejects with NAME_INVALID, NAME_TAKEN, INVITATION_INVALID or MEETING_NOT_FOUND.
     */
    joinAsGuest(code: string, name: string, invitation?: string): Promise<void>
    signOut(): Promise<void>
    subscribe(listener: (state: IdentityState) => void): () => void
  }
  /** What encrypted meetings take of this place; absent where nobody takes part in them, in a browser. */
  readonly encryption?: {
    /** What this person shows the others, and whom they believe; undefined for whoever signed in at no provider. */
    identity(): Promise<EncryptionIdentity | undefined>
    /** From the provider itself; of this person's own alone. Rejects with FORBIDDEN for another's. */
    providerKeys(issuer: string, renew: boolean): Promise<readonly ProviderKey[]>
    /** A signature by the device key over what MLS has signed. */
    sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  }
  /** A ticket that opens one signalling socket. */
  openTicket(): Promise<string>
  readonly settings: {
    current(): Settings
    save(settings: Settings): Promise<void>
    subscribe(listener: (settings: Settings) => void): () => void
  }
  /** What administrators have decided for this computer. */
  readonly policies: {
    current(): ClientPolicies
    subscribe(listener: (policies: ClientPolicies) => void): () => void
  }
  readonly media: {
    access(): Promise<Record<MediaKind, MediaAccess>>
    request(kind: 'camera' | 'microphone'): Promise<boolean>
    openSettings(kind: MediaKind): Promise<void>
  }
  readonly screens: {
    list(thumbnailWidth: number): Promise<ScreenSource[]>
    choose(id: string, audio: boolean): Promise<void>
  }
  /** How this client is kept up to date; absent in a browser, where the page comes with the service. */
  readonly updates?: {
    current(): UpdateState
    subscribe(listener: (state: UpdateState) => void): () => void
    /** How it goes is in the state; never rejects for that. */
    check(): Promise<void>
    download(): Promise<void>
    /** Ends the program. Rejects with WRONG_STATE where it can't be now. */
    install(): Promise<void>
    /** Puts it off by a day, but not beyond its last date. */
    defer(): Promise<void>
  }
  /** What of the self-check only the main process can do; absent in a browser. */
  readonly diagnostics?: {
    run(check: SystemCheck): Promise<CheckResult>
    /** Without names. */
    log(): Promise<string>
    /** False where the person would rather not. Rejects with FILE_NOT_SAVED. */
    save(text: string): Promise<boolean>
    /** Those that the person has to decide about. */
    crashes(): Promise<CrashReport[]>
    answerCrashes(send: boolean): Promise<void>
  }
  setInMeeting(inMeeting: boolean): void
  notify(title: string, body: string): void
  setFullScreen(on: boolean): Promise<void>
  /** Keeps the window out of pictures of the screen, where that is possible: not in a browser. */
  setContentProtection(on: boolean): void
  /**
   * Starts the program anew with the service at this address, once the person has agreed; false where they would rather not.
   * Rejects with MANAGED or WRONG_STATE.
   */
  moveToService(address: string): Promise<boolean>
  /** Starts the program anew, for settings that hold only then. Rejects with WRONG_STATE in a meeting. */
  restart(): Promise<void>
  /** The meeting that the page was opened for: a web link, or a `parley://` link that came before the page. Given once. */
  takePendingCode(): Promise<string | undefined>
  on<E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void): () => void
}
