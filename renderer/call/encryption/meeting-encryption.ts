import type { EncryptionNews, EncryptionOffer } from '#shared/contract/encryption.ts'
import type { AdmissionRule } from '#shared/encryption/admission.ts'
import { type ErrorCode, isErrorCode, ParleyError } from '#shared/errors.ts'
import { makeKeyFrame } from '../../encryption/frames/key-frame.ts'
import type { StreamOptions } from '../../encryption/frames/transformers.ts'
import { type Calls, openLink } from '../../encryption/link.ts'
import type { GroupView, Heard, OwnIdentity, PageSide, WorkerSide } from '../../encryption/worker-protocol.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Scope } from '../scope.ts'
import type { SignallingCalls } from '../signalling/signalling-client.ts'
import type { EncryptionWorker } from './encryption-worker.ts'

export interface MeetingEncryptionOptions {
  code: string
  platform: Pick<Platform, 'encryption' | 'identity'>
  startWorker: () => EncryptionWorker
  /** A new epoch: who is in the group, and its code. */
  onEntered(view: GroupView): void
  onHeard(message: Heard): void
  /** Nothing is sent or received any more. */
  onLost(code: ErrorCode): void
}

type Direction<D extends StreamOptions['direction']> = Omit<Extract<StreamOptions, { direction: D }>, 'direction'>

/**
 * The page's half of a meeting's encryption: it holds the worker in which all keys are, carries what the group and its delivery
 * service say to each other, and attaches streams. It lives from the first connection to the end of the meeting.
 */
export class MeetingEncryption {
  readonly #options: MeetingEncryptionOptions
  readonly #worker: EncryptionWorker
  readonly #core: Calls<WorkerSide>
  /** Of the connection on which this person is in the meeting. */
  #calls: SignallingCalls | undefined
  /** What is sent as video, for key frames. */
  readonly #videos = new Set<RTCRtpSender>()
  /** Participants whose frames can be decrypted. */
  #keyed: ReadonlySet<string> = new Set()
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>()
  #sendable = Promise.withResolvers<void>()
  #isSendable = false
  #started: Promise<void> | undefined

  constructor(scope: Scope, options: MeetingEncryptionOptions) {
    this.#options = options
    this.#worker = options.startWorker()
    scope.hold('workers', () => this.#worker.close())
    this.#worker.onFailed(() => options.onLost('ENCRYPTION_FAILED'))
    this.#core = openLink<PageSide, WorkerSide>(this.#worker.port, {
      sign: (bytes) => this.#device.sign(new Uint8Array(bytes)),
      providerKeys: ({ issuer, renew }) => this.#device.providerKeys(issuer, renew),
      foundGroup: (input) => this.#delivery.foundGroup(input),
      commitEpoch: (input) => this.#delivery.commitEpoch(input),
      keysReady: (input) => this.#delivery.keysReady(input),
      sendEncrypted: (input) => this.#delivery.sendEncrypted(input),
      requestGroupInfo: () => this.#delivery.requestGroupInfo(),
      entered: (view) => this.#entered(view),
      switched: () => this.#switched(),
      heard: (message) => options.onHeard(message),
      lost: (code) => this.#lost(code),
    })
  }

  /** Finds out who this is, and starts the group's side of it; once, however often it is called. Throws ENCRYPTED_NEEDS_DESKTOP. */
  start(): Promise<void> {
    this.#started ??= this.#start().catch((thrown: unknown) => {
      this.#started = undefined
      throw thrown
    })
    return this.#started
  }

  /** What to join with. */
  offer(): Promise<EncryptionOffer> {
    return this.#core.offer(null)
  }

  /** Who may have the keys from now on. */
  admit(rule: AdmissionRule): void {
    this.#core.admit(rule).catch(() => undefined)
  }

  /** Let into the meeting, for the first time or again. */
  async letIn(participantId: string, calls: SignallingCalls): Promise<void> {
    this.#calls = calls
    await this.#core.joined(participantId)
  }

  /** The connection is lost: the group's keys stay. */
  disconnect(): void {
    this.#calls = undefined
    this.#videos.clear()
  }

  /** Out of the meeting, and perhaps back later: no keys meanwhile. */
  async leave(): Promise<void> {
    this.disconnect()
    this.#rearm()
    this.#keyed = new Set()
    await this.#core.leave(null)
  }

  handle(news: EncryptionNews): void {
    this.#core.news(news).catch(() => undefined)
  }

  /** Resolves when there is a key to send with, and everybody else has it. */
  get sendable(): Promise<void> {
    return this.#sendable.promise
  }

  get isSendable(): boolean {
    return this.#isSendable
  }

  /** Resolves when what this participant sends can be decrypted. */
  keysOf(participantId: string): Promise<void> {
    if (this.#keyed.has(participantId)) return Promise.resolve()
    const waiting = this.#waiting.get(participantId) ?? Promise.withResolvers<void>()
    this.#waiting.set(participantId, waiting)
    return waiting.promise
  }

  /** From here on nothing leaves `sender` that is not encrypted. Throws where that can't be. */
  protectSender(sender: RTCRtpSender, stream: Direction<'send'>): void {
    this.#worker.attach(sender, { direction: 'send', ...stream })
    if (stream.source === 'camera' || stream.source === 'screen') this.#videos.add(sender)
  }

  /** Its frames are shown only where they are what `stream` says. */
  protectReceiver(receiver: RTCRtpReceiver, stream: Direction<'receive'>): void {
    this.#worker.attach(receiver, { direction: 'receive', ...stream })
  }

  /** Nothing is sent by it any more. */
  release(sender: RTCRtpSender): void {
    this.#videos.delete(sender)
  }

  /** Says something to all. Rejects with WRONG_STATE, EPOCH_STALE or LIMIT_REACHED. */
  say(content: Uint8Array): Promise<void> {
    return this.#core.say(content)
  }

  async #start(): Promise<void> {
    const { code, platform } = this.#options
    await this.#core.start({ code, own: await ownIdentityOf(platform) })
  }

  get #device(): NonNullable<Platform['encryption']> {
    const { encryption } = this.#options.platform
    if (encryption === undefined) throw new ParleyError('ENCRYPTED_NEEDS_DESKTOP')
    return encryption
  }

  get #delivery(): SignallingCalls {
    if (this.#calls === undefined) throw new ParleyError('SERVICE_UNREACHABLE', 'no connection')
    return this.#calls
  }

  #entered(view: GroupView): void {
    if (view.isNewGroup) this.#rearm()
    this.#keyed = new Set(view.members.flatMap(({ participantId }) => participantId ?? []))
    for (const participantId of this.#keyed) {
      this.#waiting.get(participantId)?.resolve()
      this.#waiting.delete(participantId)
    }
    this.#options.onEntered(view)
  }

  #switched(): void {
    this.#isSendable = true
    this.#sendable.resolve()
    for (const sender of this.#videos) if (sender.track !== null) void makeKeyFrame(sender)
  }

  #rearm(): void {
    if (!this.#isSendable) return
    this.#isSendable = false
    this.#sendable = Promise.withResolvers<void>()
  }

  #lost(code: string): void {
    this.#rearm()
    this.#options.onLost(isErrorCode(code) ? code : 'ENCRYPTION_FAILED')
  }
}

/** Whoever signed in at no provider comes as somebody for whom nobody vouches. */
const ownIdentityOf = async ({ encryption, identity }: MeetingEncryptionOptions['platform']): Promise<OwnIdentity> => {
  if (encryption === undefined) throw new ParleyError('ENCRYPTED_NEEDS_DESKTOP')
  const known = await encryption.identity()
  if (known !== undefined) return { kind: 'member', identity: known }
  const state = identity.current()
  if (state.state !== 'signedIn') throw new ParleyError('UNAUTHENTICATED')
  return { kind: 'guest', name: state.account.person.name }
}
