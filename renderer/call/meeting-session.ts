import type { StoreApi } from 'zustand/vanilla'
import type { Moderated } from '#shared/contract/moderation.ts'
import type { EndReason, Joined, MeetingEvent } from '#shared/contract/signalling.ts'
import { type ErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { Platform } from '../platform/platform.ts'
import { type CallState, initialCallState } from './call-state.ts'
import { ANSWER_LIMIT, Connection, withLimit } from './connection/connection.ts'
import { SessionEncryption } from './encryption/session-encryption.ts'
import type { CallEnvironment } from './environment.ts'
import { failureOf } from './local/capture-failure.ts'
import { LocalMedia } from './local/local-media.ts'
import { applyEvent, type EventContext } from './meeting-events.ts'
import { deniedSources } from './moderation/denied-sources.ts'
import { Pursuit } from './reconnect/pursuit.ts'
import { watchSigns } from './reconnect/signs.ts'
import { NoticesShown } from './recording/notices-shown.ts'
import { NOTHING_RECORDED } from './recording/recording-state.ts'
import { AudioOutput } from './remote/audio-output.ts'
import { firstPictures } from './remote/first-pictures.ts'
import { FrozenDetector } from './remote/frozen-detector.ts'
import { markFrozen } from './remote/mark-frozen.ts'
import { RemoteMedia } from './remote/remote-media.ts'
import { VisiblePictures } from './remote/visible-pictures.ts'
import { Scope } from './scope.ts'
import type { SignallingCalls } from './signalling/signalling-client.ts'

/** How long a reaction stays on screen, in ms. */
const REACTION_SHOWN_FOR = 5_000
/** How often a look is taken at whether pictures move, in ms. */
const LOOK_INTERVAL = 1_000
/** How often it is asked before the mirror what is recorded, in ms. */
const RECORDING_INTERVAL = 5_000
/** How long leaving waits for the service to hear of it, in ms. */
const GOODBYE_LIMIT = 1_000

/** What a meeting is taken up with again after a failure. */
export interface Intention {
  code: string
  goal: 'ready' | 'joined'
  microphone: boolean
  camera: boolean
  resumeToken?: string | undefined
  /** Ids of recordings whose notice was shown. */
  noticesShown?: readonly string[]
}

export interface MeetingSessionOptions {
  platform: Platform
  environment: CallEnvironment
  store: StoreApi<CallState>
}

/**
 * One meeting, from the pre-join screen to its end: keeps a connection for as long as it lives, and everything that is opened for
 * it in one scope.
 */
export class MeetingSession {
  readonly scope = new Scope()
  readonly media: LocalMedia
  readonly visible: VisiblePictures
  readonly notices: NoticesShown
  readonly #captures = this.scope.child()
  readonly #options: MeetingSessionOptions
  readonly #code: string
  readonly #audio: AudioOutput
  readonly #frozen = new FrozenDetector()
  #goal: 'ready' | 'joined' = 'ready'
  #resumeToken: string | undefined
  #connection: Connection | undefined
  /** The connection on which the service has let this person into the meeting or its lobby. */
  #enteredOn: Connection | undefined
  #remote: RemoteMedia | undefined
  readonly #encryption: SessionEncryption
  readonly #pursuit: Pursuit
  #attempt: Scope | undefined
  #leaving = false
  #lastId = 0

  constructor(options: MeetingSessionOptions, { code, resumeToken, noticesShown = [] }: Intention) {
    const { platform, environment, store } = options
    this.#options = options
    this.#code = code
    this.#resumeToken = resumeToken
    this.#audio = new AudioOutput(this.scope, environment)
    this.visible = new VisiblePictures(this.scope, {
      pixelRatio: environment.pixelRatio,
      dataSaver: () => platform.settings.current().dataSaver,
    })
    this.media = new LocalMedia(this.#captures, {
      platform,
      environment,
      store,
      context: () => this.#context(),
      changeSpeaker: (id) => this.#audio.changeSpeaker(id),
    })
    this.notices = new NoticesShown(this.scope, {
      shown: noticesShown,
      calls: () => (this.isJoined ? this.#connection?.call : undefined),
    })
    this.#encryption = new SessionEncryption(this.scope, {
      code,
      platform,
      environment,
      store,
      context: () => this.#context(),
      show: (event) => this.#show(event),
      onLost: (why, forGood) => this.#loseKeys(why, forGood),
    })
    this.scope.subscribe(platform.settings.subscribe(() => this.visible.tell()))
    watchSigns(this.scope, environment, platform, {
      onGoing: () => {
        this.#attempt?.close()
        this.#connection?.lose()
      },
      onBack: () => this.#pursuit.tryNow(),
    })
    this.#pursuit = new Pursuit(this.scope, {
      attempt: (reachLimit) => this.#reachGoal(reachLimit),
      abandonAttempt: () => this.#attempt?.close(),
      overcome: ({ code }) => this.#overcome(code),
      onFailed: (code) => this.#fail(code),
      onTime: (until) => this.#showTime(until),
      now: environment.now,
    })
    this.scope.interval(LOOK_INTERVAL, () => void this.#lookForFrozen())
    this.scope.interval(RECORDING_INTERVAL, () => void this.#lookAhead())
  }

  get intention(): Intention {
    return {
      code: this.#code,
      goal: this.#goal,
      microphone: this.media.microphone.wanted,
      camera: this.media.camera.wanted,
      resumeToken: this.#resumeToken,
      noticesShown: this.notices.ids,
    }
  }

  get isJoined(): boolean {
    return this.#state.phase === 'joined'
  }

  /**
   * For what makes sense only in the meeting: the procedures of the service, and in an encrypted meeting the members' own in place
   * of those whose content is not the service's to know. Throws WRONG_STATE outside it.
   */
  get calls(): SignallingCalls {
    if (this.#connection === undefined || !this.isJoined) throw new ParleyError('WRONG_STATE', 'not in a meeting')
    return this.#encryption.callsOver(this.#connection)
  }

  async prepare(switches: { microphone: boolean; camera: boolean }): Promise<void> {
    // Devices open beside the connection, and what they refuse does not hold it up.
    void this.media.open(switches)
    await this.#pursuit.once()
  }

  async join(): Promise<void> {
    if (this.#goal === 'joined') return await this.#pursuit.running
    this.#goal = 'joined'
    this.#set({ phase: 'joining', noticeUnread: false })
    const preparing = this.#pursuit.running
    if (preparing !== undefined) this.#pursuit.limit(ANSWER_LIMIT)
    await (preparing ?? this.#pursuit.forTime(ANSWER_LIMIT))
  }

  /** Everything that is captured stops before the service is told. */
  async leave(): Promise<void> {
    this.#leaving = true
    this.#captures.close()
    const connection = this.#connection
    if (connection !== undefined && !connection.lost && connection === this.#enteredOn) {
      await withLimit(this.scope, GOODBYE_LIMIT, 'SERVICE_UNREACHABLE', () => connection.call.leave()).catch(() => undefined)
    }
    this.close()
  }

  close(): void {
    this.#attempt = undefined
    // Transports first: nothing is sent by them when the worker that encrypts is gone.
    this.#connection?.close()
    this.scope.close()
    this.#remote?.clear()
  }

  get #state(): CallState {
    return this.#options.store.getState()
  }

  #set(change: Partial<CallState>): void {
    if (!this.scope.closed) this.#options.store.setState(change)
  }

  #now(): number {
    return this.#options.environment.now()
  }

  #context(): EventContext {
    return { now: this.#now(), nextId: () => ++this.#lastId }
  }

  async #reachGoal(reachLimit: number): Promise<void> {
    const connection = this.#connection ?? (await this.#connect(reachLimit))
    if (this.#goal === 'ready') {
      await withLimit(this.scope, ANSWER_LIMIT, 'MEDIA_UNREACHABLE', () => connection.warm)
      if (this.#goal === 'ready') this.#set({ phase: 'ready' })
    }
    if (this.#goal === 'joined' && this.#enteredOn !== connection) await this.#enter(connection)
  }

  #overcome(code: ErrorCode): boolean {
    if (code === 'NOTICE_UNREAD') return this.#readFirst()
    if (code !== 'RESUME_EXPIRED' || this.#resumeToken === undefined) return false
    // The place is gone, the meeting may not be: come in anew.
    this.#resumeToken = undefined
    return true
  }

  /** Something is recorded of which the person has not been told: back before the mirror, where they read it and may stay away. */
  #readFirst(): boolean {
    this.#goal = 'ready'
    this.#resumeToken = undefined
    this.#outOfMeeting({ phase: 'preparing', lobby: undefined, noticeUnread: true })
    void this.#lookAhead()
    return true
  }

  /** What is recorded can change while somebody stands before the mirror. In the lobby the service tells. */
  async #lookAhead(): Promise<void> {
    const connection = this.#connection
    const { phase } = this.#state
    if (connection === undefined || (phase !== 'ready' && phase !== 'preparing')) return
    const recordingAhead = await connection.call.readRecording().catch(() => undefined)
    if (recordingAhead !== undefined && connection === this.#connection) this.#set({ recordingAhead })
  }

  #showTime(until: number): void {
    const { reconnecting } = this.#state
    if (reconnecting !== undefined) this.#set({ reconnecting: { ...reconnecting, until } })
  }

  async #connect(reachLimit: number): Promise<Connection> {
    const scope = this.scope.child()
    this.#attempt = scope
    try {
      const { platform, environment } = this.#options
      const connection = await Connection.open(scope, { code: this.#code, platform, environment, reachLimit })
      await this.#encryption.protect(connection)
      if (scope.closed) throw new ParleyError('SERVICE_UNREACHABLE', 'abandoned')
      this.#connection = connection
      connection.onLost(() => this.#lost(connection))
      this.#set({ meeting: connection.meeting, recordingAhead: connection.recordingAhead })
      return connection
    } catch (thrown) {
      scope.close()
      throw thrown
    } finally {
      if (this.#attempt === scope) this.#attempt = undefined
    }
  }

  /**
   * Where the way to the service was in the way, another connection brings keys. Whoever is not wanted is out; everybody else is told
   * that nothing is sent or shown any more.
   */
  #loseKeys(code: ErrorCode, forGood: boolean): void {
    if (!forGood) {
      this.#connection?.lose()
      return
    }
    this.#connection?.cutMedia()
    this.media.retract()
    this.#remote?.clear()
    this.#remote = undefined
    if (code === 'NOT_ACCEPTED') this.#fail(code)
  }

  async #enter(connection: Connection): Promise<void> {
    const { environment } = this.#options
    const offer = await connection.encryption?.offer()
    const pictures = firstPictures(environment.windowSize())
    const { first, events } = await connection
      .join(pictures, this.#resumeToken, offer, this.notices.ids)
      .catch((thrown: unknown) => {
        throw this.#orAnew(connection, toParleyError(thrown))
      })
    if (connection !== this.#connection) throw new ParleyError('SERVICE_UNREACHABLE', 'connection lost')
    this.#enteredOn = connection
    if (first.type === 'joined') this.#letIn(connection, first)
    else this.#wait(first)
    void this.#follow(connection, events)
    this.#expectMedia(connection)
  }

  /** A meeting that has become encrypted since it was prepared for is prepared for again. */
  #orAnew(connection: Connection, error: ParleyError): ParleyError {
    if (connection.isEncrypted || error.code !== 'INVALID_INPUT' || error.detail !== 'encryption') return error
    connection.lose()
    return new ParleyError('SERVICE_UNREACHABLE', 'encrypted meanwhile', { cause: error })
  }

  /** From the door, from the lobby, or back after a lost connection. */
  #letIn(connection: Connection, joined: Joined): void {
    const { encryption } = connection
    if (encryption !== undefined && joined.options.encryption.value !== 'on') {
      this.#fail('ENCRYPTION_FAILED')
      return
    }
    const hadHandRaised = this.#self?.handRaisedAt !== undefined
    this.#resumeToken = joined.resumeToken
    encryption?.letIn(joined.participantId, connection.call).catch(() => undefined)
    this.#remote?.clear()
    const remote = new RemoteMedia(connection, {
      audio: this.#audio,
      show: (change) => this.#options.store.setState(({ remoteTracks }) => ({ remoteTracks: change(remoteTracks) })),
    })
    this.#remote = remote
    // What is received comes first: the screen has nothing to show without it.
    const received = remote.add(joined.consumers)
    this.#apply(joined)
    this.#set({ phase: 'joined', reconnecting: undefined, failure: undefined })
    this.#obeyPermissions()
    this.visible.tellOver(connection)
    Promise.all([received.catch(() => undefined), encryption?.sendable]).finally(() => {
      if (remote === this.#remote) this.media.publishOn(connection).catch(() => undefined)
    })
    if (hadHandRaised && this.#self?.handRaisedAt === undefined) this.calls.setHand({ raised: true }).catch(() => undefined)
  }

  /** In the lobby, at first or again: nothing is sent, and nothing of the meeting is known. */
  #wait(event: Extract<MeetingEvent, { type: 'waiting' }>): void {
    this.#outOfMeeting({ phase: 'waiting', ...applyEvent(this.#state, event, this.#context()) })
  }

  #outOfMeeting(change: Partial<CallState>): void {
    this.#remote?.clear()
    this.#remote = undefined
    this.media.retract()
    this.visible.tellOver(undefined)
    this.#set({ ...NOTHING_OF_A_MEETING, ...change })
  }

  #sendBack(event: Extract<MeetingEvent, { type: 'waiting' }>, connection: Connection): void {
    this.#wait(event)
    this.#encryption.sendBack(connection)
  }

  /** Being in a meeting without media is worse than hearing why. */
  #expectMedia(connection: Connection): void {
    withLimit(this.scope, ANSWER_LIMIT, 'MEDIA_UNREACHABLE', () => connection.warm).catch(() => {
      if (connection === this.#connection && !connection.lost) this.#fail('MEDIA_UNREACHABLE')
    })
  }

  get #self(): CallState['participants'][number] | undefined {
    const { participants, selfId } = this.#state
    return participants.find(({ id }) => id === selfId)
  }

  async #follow(connection: Connection, events: AsyncIterable<MeetingEvent>): Promise<void> {
    try {
      for await (const event of events) {
        if (connection !== this.#connection) return
        if (event.type === 'ended') return this.#ended(event.reason, connection)
        this.#take(event, connection)
      }
    } catch {
      // A stream that breaks off is a lost connection, whatever the socket believes.
    }
    connection.lose()
  }

  #take(event: MeetingEvent, connection: Connection): void {
    if (event.type === 'joined') this.#letIn(connection, event)
    else if (event.type === 'waiting') this.#sendBack(event, connection)
    else if (event.type === 'encryption') this.#encryption.handle(event.news)
    else this.#apply(event)
    if (event.type === 'consumerAdded') this.#remote?.add([event.consumer]).catch(() => undefined)
    if (event.type === 'consumerRemoved') this.#remote?.remove(event.consumerId)
    if (event.type === 'moderated') this.#obey(event.what)
    if (event.type === 'optionsChanged' || event.type === 'participantUpdated') this.#obeyPermissions()
  }

  /** What another has turned off is off here, too, at once. */
  #obey(what: Moderated): void {
    const { microphone, camera, screen } = this.media
    if (what === 'muted') this.#turnOff(microphone.turnedOff())
    if (what === 'cameraStopped') this.#turnOff(camera.turnedOff())
    if (what === 'shareStopped') this.#turnOff(screen.stop())
    if (what === 'muted') this.#set({ talkingWhileMuted: false })
  }

  /** What this person may not send any more is off. */
  #obeyPermissions(): void {
    if (!this.isJoined) return
    const { local, talkingWhileMuted } = this.#state
    for (const source of deniedSources(this.#state)) {
      if (local[source].state === 'off' && !(source === 'microphone' && talkingWhileMuted)) continue
      this.#turnOff(source === 'screen' ? this.media.screen.stop() : this.media[source].turnedOff())
      if (source === 'microphone') this.#set({ talkingWhileMuted: false })
    }
  }

  /** The service has turned it off already: what it answers changes nothing. */
  #turnOff(work: Promise<void>): void {
    work.catch(() => undefined)
  }

  /** What the service tells. */
  #apply(event: MeetingEvent): void {
    const known = this.#encryption.fromService(event)
    if (known !== undefined) this.#show(known)
  }

  #show(event: MeetingEvent): void {
    this.#set(applyEvent(this.#state, event, this.#context()))
    if (event.type === 'reaction') this.#forgetReaction(this.#lastId)
  }

  #forgetReaction(id: number): void {
    this.scope.timeout(REACTION_SHOWN_FOR, () =>
      this.#set({ reactions: this.#state.reactions.filter((reaction) => reaction.id !== id) }),
    )
  }

  #ended(reason: EndReason, connection: Connection): void {
    if (this.#leaving) return
    if (reason === 'serviceStopping') {
      connection.lose()
      return
    }
    this.#set({ phase: 'ended', ended: { reason }, ...OUT_OF_MEETING })
    this.close()
  }

  #lost(connection: Connection): void {
    if (connection !== this.#connection) return
    // Closing the transports ends all sending at once; what is captured stays, to be sent again later.
    this.#connection = undefined
    connection.close()
    this.#remote?.clear()
    this.#remote = undefined
    this.media.withdraw()
    this.#encryption.disconnect()
    this.visible.tellOver(undefined)
    if (this.#leaving || this.scope.closed) return
    if (this.isJoined) {
      const since = this.#now()
      this.#set({
        phase: 'reconnecting',
        reconnecting: { since, until: since + LIMITS.resumeWindow },
        talkingWhileMuted: false,
        activeSpeakerId: undefined,
        audioLevels: {},
      })
    } else if (this.#state.phase === 'ready') this.#set({ phase: 'preparing' })
    else if (this.#state.lobby !== undefined) this.#set({ lobby: { ...this.#state.lobby, reconnecting: true } })
    // An attempt that is under way fails by itself and is followed by the next.
    if (this.#pursuit.running === undefined) void this.#pursuit.forTime(LIMITS.resumeWindow)
  }

  #fail(code: ErrorCode): void {
    this.#set({ phase: 'failed', failure: failureOf(code), ...OUT_OF_MEETING })
    this.close()
  }

  async #lookForFrozen(): Promise<void> {
    const remote = this.#remote
    if (remote === undefined) return
    const frames = await remote.decodedFrames().catch(() => new Map<string, number>())
    if (remote !== this.#remote) return
    const look = { frames, isVisible: (id: string) => this.visible.has(id), now: this.#now() }
    const remoteTracks = markFrozen(this.#frozen, this.#state, look)
    if (remoteTracks !== this.#state.remoteTracks) this.#set({ remoteTracks })
  }
}

/** What is no longer true once a meeting is over. */
const OUT_OF_MEETING: Partial<CallState> = {
  local: { microphone: { state: 'off' }, camera: { state: 'off' }, screen: { state: 'off' } },
  reconnecting: undefined,
  lobby: undefined,
  talkingWhileMuted: false,
  activeSpeakerId: undefined,
  audioLevels: {},
  reactions: [],
  remoteTracks: {},
  waiting: [],
  moderation: [],
  recording: NOTHING_RECORDED,
  recordingAhead: undefined,
}

/** In the lobby one knows nothing of the meeting, whatever one knew before. */
const NOTHING_OF_A_MEETING = (() => {
  const {
    participants,
    audioLevels,
    reactions,
    notices,
    moderation,
    options,
    locked,
    waiting,
    removed,
    logged,
    chat,
    recording,
  } = initialCallState()
  return {
    ...{ participants, audioLevels, reactions, notices, moderation, options, locked, waiting, removed, logged, chat, recording },
    selfId: undefined,
    startedAt: undefined,
    activeSpeakerId: undefined,
    spotlightId: undefined,
    reconnecting: undefined,
    talkingWhileMuted: false,
    remoteTracks: {},
  }
})()
