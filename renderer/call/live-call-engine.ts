import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Reaction } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { AllowedHere } from '#shared/managed-policy/client-policies.ts'
import type { Action } from '#shared/meeting/permissions.ts'
import type { Platform } from '../platform/platform.ts'
import type { CallEngine, VisiblePicture } from './call-engine.ts'
import { type CallState, type DeviceKind, initialCallState } from './call-state.ts'
import { CHAT_PROCEDURES, createChat } from './chat/chat-calls.ts'
import { browserEnvironment, type CallEnvironment } from './environment.ts'
import { type Intention, MeetingSession } from './meeting-session.ts'
import { denialIn } from './moderation/denial-in.ts'
import { callsOver, MODERATION_PROCEDURES } from './moderation/moderation-calls.ts'
import { RECORDING_PROCEDURES } from './recording/recording-calls.ts'
import type { Inventory } from './scope.ts'

const NOTHING: Inventory = { sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 }

/** The call engine over a real service. It holds one meeting at a time. */
export class LiveCallEngine implements CallEngine {
  readonly store: StoreApi<CallState> = createStore(initialCallState)
  readonly moderation = callsOver(MODERATION_PROCEDURES, () => this.#required().calls)
  readonly chat = createChat(
    this.store,
    callsOver(CHAT_PROCEDURES, () => this.#required().calls),
  )
  readonly recording = callsOver(RECORDING_PROCEDURES, () => this.#required().calls)
  readonly #platform: Platform
  readonly #environment: CallEnvironment
  #session: MeetingSession | undefined

  constructor(platform: Platform, environment: CallEnvironment = browserEnvironment()) {
    this.#platform = platform
    this.#environment = environment
    platform.policies.subscribe(({ allows }) => this.#switchOff(allows))
  }

  async prepare(code: string): Promise<void> {
    if (this.#session !== undefined) await this.#session.leave()
    const { joinWithMicrophone, joinWithCamera } = this.#platform.settings.current()
    await this.#begin({ code, goal: 'ready', microphone: joinWithMicrophone, camera: joinWithCamera })
  }

  async join(): Promise<void> {
    await this.#required().join()
  }

  async leave(): Promise<void> {
    const session = this.#session
    if (session === undefined) return
    const { phase, code, meeting } = this.store.getState()
    const wasInMeeting = phase === 'joining' || phase === 'joined' || phase === 'reconnecting'
    await session.leave()
    // Somebody has begun another meeting meanwhile.
    if (session !== this.#session) return
    const ended = { ...initialCallState(), phase: 'ended', code, meeting, ended: { reason: 'left' } } as const
    this.store.setState(wasInMeeting ? ended : initialCallState(), true)
  }

  async endMeeting(): Promise<void> {
    this.#assertAllowed('endMeeting')
    await this.#required().calls.endMeeting()
  }

  async retry(): Promise<void> {
    if (this.#session === undefined) throw new ParleyError('WRONG_STATE', 'no meeting')
    await this.#begin(this.#session.intention)
  }

  async setMicrophone(on: boolean): Promise<void> {
    const session = this.#required()
    if (on) this.#assertAllowedHere('microphone')
    if (on) this.#assertNotHeldBack('speak')
    if (on) this.store.setState({ talkingWhileMuted: false })
    await session.media.microphone.set(on)
    await this.#afterSwitch(session, { joinWithMicrophone: on })
  }

  async setCamera(on: boolean): Promise<void> {
    const session = this.#required()
    if (on) this.#assertAllowedHere('camera')
    if (on) this.#assertNotHeldBack('showCamera')
    await session.media.camera.set(on)
    await this.#afterSwitch(session, { joinWithCamera: on })
  }

  async setTalkingWhileMuted(on: boolean): Promise<void> {
    const session = this.#session
    // A key that comes up after the meeting has ended means nothing.
    if (session === undefined || session.scope.closed) return
    const { microphone } = session.media
    const allowed = this.#platform.policies.current().allows.microphone && denialIn(this.store.getState(), 'speak') === undefined
    const possible = on && allowed && session.isJoined && !microphone.wanted
    if (!possible) this.store.setState({ talkingWhileMuted: false })
    await microphone.hold(possible)
    this.store.setState({ talkingWhileMuted: microphone.isHeldOpen })
  }

  async startShare(options: { audio: boolean }): Promise<void> {
    this.#assertAllowedHere('screenShare')
    this.#assertAllowed('shareScreen')
    await this.#required().media.screen.start(options)
  }

  async stopShare(): Promise<void> {
    await this.#required().media.screen.stop()
  }

  async selectDevice(kind: DeviceKind, id: string | undefined): Promise<void> {
    await this.#required().media.select(kind, id)
  }

  setVisible(pictures: VisiblePicture[]): void {
    this.#session?.visible.set(pictures)
  }

  async setHand(raised: boolean): Promise<void> {
    await this.#required().calls.setHand({ raised })
  }

  async react(reaction: Reaction): Promise<void> {
    await this.#required().calls.react({ reaction })
  }

  seeEncryption(): void {
    const { encryption } = this.store.getState()
    if (encryption !== undefined) this.store.setState({ encryption: { ...encryption, unseen: false } })
  }

  seeRecordingNotices(recordingIds: readonly string[]): void {
    this.#session?.notices.see(recordingIds)
  }

  dismissNotice(id: number): void {
    this.store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
  }

  dismissModeration(id: number): void {
    this.store.setState(({ moderation }) => ({ moderation: moderation.filter((notice) => notice.id > id) }))
  }

  inspect(): Inventory {
    return this.#session?.scope.inventory() ?? { ...NOTHING }
  }

  async #begin(wanted: Intention): Promise<void> {
    const { allows } = this.#platform.policies.current()
    const intention: Intention = {
      ...wanted,
      microphone: wanted.microphone && allows.microphone,
      camera: wanted.camera && allows.camera,
    }
    const { code, meeting } = this.store.getState()
    const known = code === intention.code && meeting !== undefined ? { meeting } : {}
    this.store.setState({ ...initialCallState(), phase: 'preparing', code: intention.code, ...known }, true)
    const session = new MeetingSession({ platform: this.#platform, environment: this.#environment, store: this.store }, intention)
    this.#session = session
    const prepared = session.prepare(intention)
    if (intention.goal === 'joined') await session.join()
    await prepared
  }

  /** A switch that was set before the mirror is remembered for the next meeting. */
  async #afterSwitch(session: MeetingSession, change: { joinWithMicrophone?: boolean; joinWithCamera?: boolean }): Promise<void> {
    await session.media.refreshDevices()
    const { phase } = this.store.getState()
    if (phase !== 'preparing' && phase !== 'ready') return
    // A switch that can't be remembered has been switched all the same.
    await this.#platform.settings.save({ ...this.#platform.settings.current(), ...change }).catch(() => undefined)
  }

  #required(): MeetingSession {
    const session = this.#session
    if (session === undefined || session.scope.closed) throw new ParleyError('WRONG_STATE', 'no meeting')
    return session
  }

  /** What administrators allow no more on this computer is off at once, and its device let go of. */
  #switchOff(allows: AllowedHere): void {
    const session = this.#session
    if (session === undefined || session.scope.closed) return
    const { microphone, camera, screen } = session.media
    if (!allows.microphone) this.store.setState({ talkingWhileMuted: false })
    const over = [
      ...(allows.microphone ? [] : [microphone.letGo()]),
      ...(allows.camera ? [] : [camera.letGo()]),
      ...(allows.screenShare ? [] : [screen.stop()]),
    ]
    // The service may not be reached: nothing is sent any more all the same.
    Promise.all(over).catch(() => undefined)
  }

  #assertAllowedHere(what: 'microphone' | 'camera' | 'screenShare'): void {
    if (!this.#platform.policies.current().allows[what]) throw new ParleyError('MANAGED', what)
  }

  #assertAllowed(action: Action): void {
    const state = this.store.getState()
    if (state.phase !== 'joined') throw new ParleyError('WRONG_STATE', 'not in a meeting')
    const denial = denialIn(state, action)
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
  }

  /** Before the meeting a switch says how one wants to come in, whatever the meeting makes of it. */
  #assertNotHeldBack(action: 'speak' | 'showCamera'): void {
    const state = this.store.getState()
    if ((state.phase === 'joined' || state.phase === 'reconnecting') && denialIn(state, action) !== undefined) {
      throw new ParleyError('FORBIDDEN', action)
    }
  }
}
