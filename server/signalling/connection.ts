import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import type { Platform } from '#shared/contract/common.ts'
import type { RecordingAhead } from '#shared/contract/recording.ts'
import type { EndReason, Prepared, signallingContract } from '#shared/contract/signalling.ts'
import { judgeVersion } from '#shared/contract/version.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { requireNewClient } from '../client-version.ts'
import { type Identities, isAlive, type Session } from '../identity/identities.ts'
import type { ServiceLimits } from '../limits.ts'
import { Announcement, type EventSink } from '../meetings/announcement.ts'
import type { LiveMeeting } from '../meetings/live-meeting.ts'
import type { Presence } from '../meetings/live-participant.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Preparation } from '../meetings/preparations.ts'
import type { Visit } from '../meetings/visit.ts'
import { TokenBucket } from '../rate-limit.ts'
import { endFrame, eventFrame } from './frames.ts'

/** WebSocket close codes (RFC 6455 §7.4.1, IANA registry); the reason is a code of `shared/errors.ts`, or why it ended. */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  malformed: 1007,
  policy: 1008,
  tooLarge: 1009,
  serviceRestart: 1012,
  tryAgainLater: 1013,
} as const

interface Entered {
  readonly meeting: LiveMeeting
  readonly client: Platform
  readonly preparation: Preparation
  /** Lets the meeting go. */
  readonly release: () => void
}

/**
 * Where a connection stands. `preparing` and `joining` are steps on the way: whatever else is asked meanwhile is out of order.
 * Whoever has joined is in the meeting or in its lobby: the visit knows.
 */
type State =
  | { readonly is: 'connected' | 'preparing' | 'ended' }
  | ({ readonly is: 'prepared' | 'joining' } & Entered)
  | ({ readonly is: 'joined'; readonly visit: Visit } & Entered)

type Input<P extends 'prepare' | 'join'> = z.output<NonNullable<(typeof signallingContract)[P]['~orpc']['inputSchema']>>

export interface ConnectionOptions {
  socket: WebSocket
  /** The stream below the socket. */
  wire: Pick<Duplex, 'cork' | 'uncork'>
  session: Session
  identities: Pick<Identities, 'check'>
  meetings: Meetings
  limits: ServiceLimits
  now: () => number
}

const closeCodeOf = (reason: EndReason): number => (reason === 'serviceStopping' ? CLOSE.goingAway : CLOSE.normal)

/** How many requests may be refused at once, and as many in each of these ms, before a flood is cut off. */
const PATIENCE = { requests: 200, ms: 4_000 }

/** ms that a client is given to close its socket after the last event. */
const FAREWELL = 1_000

/** One signalling socket: who it belongs to, how far it has come, and the stream of events down it. */
export class Connection implements EventSink {
  readonly session: Session
  readonly #socket: WebSocket
  readonly #wire: ConnectionOptions['wire']
  readonly #identities: ConnectionOptions['identities']
  readonly #meetings: Meetings
  readonly #limits: ServiceLimits
  readonly #now: () => number
  readonly #budget: TokenBucket
  readonly #patience: TokenBucket
  #state: State = { is: 'connected' }
  #since: number
  #lastMessage: number
  /** A message, or a sign of life that only the transport gave. */
  #lastSign: number
  /** The id of the join request, under which events are sent. */
  #streamId: string | undefined
  /** Events from before the stream was open. */
  #early: string[] = []
  #closed = false
  #gathering = false

  constructor({ socket, wire, session, identities, meetings, limits, now }: ConnectionOptions) {
    this.session = session
    this.#socket = socket
    this.#wire = wire
    this.#identities = identities
    this.#meetings = meetings
    this.#limits = limits
    this.#now = now
    this.#since = now()
    this.#lastMessage = this.#since
    this.#lastSign = this.#since
    this.#budget = new TokenBucket(limits.requestRate, limits.requestBurst, this.#since)
    this.#patience = new TokenBucket(PATIENCE.requests / (PATIENCE.ms / 1_000), PATIENCE.requests, this.#since)
  }

  /** Counts a message; false where it is one too many. */
  admit(): boolean {
    const now = this.#now()
    this.#lastMessage = now
    this.#lastSign = now
    if (this.#budget.take(now)) return true
    if (!this.#patience.take(now)) this.close(CLOSE.policy, 'TOO_MANY_REQUESTS')
    return false
  }

  /** The transport answered, though the page may be asleep. */
  noteSign(): void {
    this.#lastSign = this.#now()
  }

  /** For `ms` the service itself did not listen: that is no silence of the client's. */
  excuse(ms: number): void {
    this.#lastMessage += ms
    this.#lastSign += ms
  }

  /** Asked for every message again. Throws UNAUTHENTICATED, SESSION_ENDED or WRONG_STATE. */
  authorise(): void {
    this.#identities.check(this.session)
    const state = this.#state
    if (this.#closed || state.is === 'ended') throw new ParleyError('WRONG_STATE', 'ended')
    if (state.is === 'joined') state.meeting.confirm(state.visit)
  }

  /** Throws CLIENT_TOO_OLD, CLIENT_TOO_NEW, MEETING_NOT_FOUND, MEETING_ENDED, FORBIDDEN, REMOVED, KNOCK_LATER or MEDIA_UNREACHABLE. */
  async prepare({ code, protocolVersion, platform: client }: Input<'prepare'>): Promise<Prepared> {
    if (this.#state.is !== 'connected') throw new ParleyError('WRONG_STATE', this.#state.is)
    const verdict = judgeVersion(protocolVersion)
    if (verdict !== 'served') throw new ParleyError(verdict)
    requireNewClient(client.kind, client.version, this.#limits.minimumClientVersion)
    this.#enterState({ is: 'preparing' })
    try {
      const { meeting, description, release } = await this.#meetings.enter(this.session, code, client)
      try {
        const preparation = await meeting.prepare(() => this.close(CLOSE.serviceRestart, 'MEDIA_UNREACHABLE'))
        if (this.#closed) {
          meeting.release(preparation)
          throw new ParleyError('WRONG_STATE', 'closed')
        }
        this.#enterState({ is: 'prepared', meeting, client, preparation, release })
        const { sendTransport, receiveTransport, warmConsumer } = preparation.endpoint
        const { routerRtpCapabilities } = preparation
        const encrypted = meeting.scene.values.encryption === 'on'
        const recording = meeting.recordingAhead(this.session)
        return {
          meeting: description,
          encrypted,
          recording,
          routerRtpCapabilities,
          sendTransport,
          receiveTransport,
          warmConsumer,
        }
      } catch (error) {
        release()
        throw error
      }
    } catch (error) {
      if (this.#is('preparing')) this.#enterState({ is: 'connected' })
      throw error
    }
  }

  /** Throws what `LiveMeeting.join` does; another attempt can follow. */
  async join({ rtpCapabilities, pictures, resumeToken, watermark, encryption, noticesShown }: Input<'join'>): Promise<void> {
    const state = this.#state
    if (state.is !== 'prepared') throw new ParleyError('WRONG_STATE', state.is)
    const { meeting, client, preparation, release } = state
    const entered = { meeting, client, preparation, release }
    this.#enterState({ is: 'joining', ...entered })
    try {
      const visitor = this.session
      const visit = await meeting.join({
        visitor,
        client,
        preparation,
        sink: this,
        rtpCapabilities,
        pictures,
        resumeToken,
        watermark,
        encryption,
        noticesShown,
      })
      if (this.#closed) {
        meeting.abandon(visit)
        throw new ParleyError('WRONG_STATE', 'closed')
      }
      this.#enterState({ is: 'joined', visit, ...entered })
    } catch (error) {
      this.#early = []
      if (this.#is('joining')) this.#enterState({ is: 'prepared', ...entered })
      throw error
    }
  }

  /** The endpoint of a client that has prepared. */
  get endpoint(): Preparation['endpoint'] {
    const state = this.#state
    if (state.is === 'prepared' || state.is === 'joining' || state.is === 'joined') return state.preparation.endpoint
    throw new ParleyError('WRONG_STATE', state.is)
  }

  /** What is recorded, for a client that has prepared. */
  get recordingAhead(): RecordingAhead {
    const state = this.#state
    if (state.is !== 'prepared' && state.is !== 'joining' && state.is !== 'joined') throw new ParleyError('WRONG_STATE', state.is)
    return state.meeting.recordingAhead(this.session)
  }

  /** bytes that a message of this client may have: in the group of an encrypted meeting it may be a commit. */
  get messageSize(): number {
    const isInGroup =
      this.#state.is === 'joined' && this.#presence !== undefined && this.#state.meeting.scene.occurrence?.encrypted
    return isInGroup ? Math.max(LIMITS.commitMessage, this.#limits.messageSize) : this.#limits.messageSize
  }

  /** The participation of a client that is in the meeting. */
  get participation(): { meeting: LiveMeeting; presence: Presence } {
    const { meeting, visit } = this.visiting
    if (visit.presence === undefined) throw new ParleyError('WRONG_STATE', 'waiting')
    return { meeting, presence: visit.presence }
  }

  /** The visit of a client that is in the meeting or in its lobby. */
  get visiting(): { meeting: LiveMeeting; visit: Visit } {
    if (this.#state.is !== 'joined') throw new ParleyError('WRONG_STATE', this.#state.is)
    return this.#state
  }

  /** Sends a frame that answers a request. */
  reply(frame: string): void {
    this.#send(frame)
  }

  /** Sends what has happened since the join under the id of its request, and whatever comes. */
  openStream(streamId: string): void {
    this.#streamId = streamId
    const early = this.#early
    this.#early = []
    for (const json of early) this.#send(eventFrame(streamId, json))
    if (this.#state.is === 'ended') this.#send(endFrame(streamId))
  }

  send({ json }: Announcement): void {
    if (this.#streamId === undefined) this.#early.push(json)
    else this.#send(eventFrame(this.#streamId, json))
  }

  end(reason: EndReason): void {
    this.send(new Announcement({ type: 'ended', reason }))
    if (this.#streamId !== undefined) this.#send(endFrame(this.#streamId))
    this.#leaveState()
    // Who asked for the end gets the reply to that first, and closes the socket themselves.
    if (reason !== 'left' && reason !== 'meetingEnded') this.close(closeCodeOf(reason), reason)
  }

  drop(): void {
    this.#socket.terminate()
    this.closed()
  }

  /** Looks after the connection now and then; closes it where it has come to nothing. */
  check(): void {
    const now = this.#now()
    const { idleLifetime, preparedLifetime, silence } = this.#limits
    const state = this.#state.is
    if (!isAlive(this.session, now)) {
      this.finish('signedOut')
    } else if (state === 'ended') {
      if (now - this.#since > FAREWELL) this.close(CLOSE.normal, 'ended')
    } else if (now - this.#heardAt > silence) {
      this.drop()
    } else if (state === 'connected' && now - this.#since > idleLifetime) {
      this.close(CLOSE.policy, 'WRONG_STATE')
    } else if (state === 'prepared' && now - this.#since > preparedLifetime) {
      this.close(CLOSE.policy, 'WRONG_STATE')
    }
  }

  /** A sign of life is asked for where the page itself sends none. */
  ping(): void {
    if (this.#presence === undefined && !this.#closed) this.#socket.ping()
  }

  /** Says goodbye with a close frame, and listens to nothing more. */
  close(code: number, reason: ErrorCode | EndReason | 'ended'): void {
    this.#socket.close(code, reason)
    this.closed()
  }

  /** The person signed out, or the service stops. */
  finish(reason: EndReason): void {
    const state = this.#state
    if (state.is === 'joined') state.meeting.leave(state.visit, reason)
    this.close(closeCodeOf(reason), reason)
  }

  /** The socket has closed, or will: from here on it counts as lost. */
  closed(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#state.is === 'joined') this.#state.meeting.lose(this.#state.visit)
    this.#leaveState()
  }

  get #presence(): Presence | undefined {
    return this.#state.is === 'joined' ? this.#state.visit.presence : undefined
  }

  /** Whoever is in the meeting says so again and again; of others, the transport's answer is enough. */
  get #heardAt(): number {
    const since = this.#presence?.since
    return since === undefined ? this.#lastSign : Math.max(this.#lastMessage, since)
  }

  /** Asked anew after each wait: meanwhile the connection may have gone on. */
  #is(stage: State['is']): boolean {
    return this.#state.is === stage
  }

  #send(frame: string): void {
    this.#gather()
    this.#socket.send(frame)
    // A client that does not read is better off with a fresh start than with an ever longer past.
    if (this.#socket.bufferedAmount > this.#limits.unsentEvents) this.drop()
  }

  /** What is sent in one go is written to the network in one: a full lobby that is let in is hundreds of events for everybody. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.#wire.cork()
    process.nextTick(() => {
      this.#gathering = false
      this.#wire.uncork()
    })
  }

  #enterState(state: State): void {
    this.#state = state
    this.#since = this.#now()
  }

  #leaveState(): void {
    const state = this.#state
    this.#enterState({ is: 'ended' })
    if (state.is !== 'prepared' && state.is !== 'joining' && state.is !== 'joined') return
    state.meeting.release(state.preparation)
    state.release()
  }
}
