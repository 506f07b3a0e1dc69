import type { Person } from '#shared/contract/common.ts'
import type { Dictionary, VisibleVideo } from '#shared/contract/media.ts'
import type { EndReason, MeetingEvent, Reaction } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import { type Action, isAllowed } from '#shared/meeting/permissions.ts'
import { newId } from '../identity/secrets.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Log } from '../logging.ts'
import type { Media } from '../media/media.ts'
import type { OccurrenceRow, ParticipantRow } from '../storage/schema.ts'
import { Announcement, type EventSink } from './announcement.ts'
import { Forwarding } from './forwarding.ts'
import { LiveParticipant, type LiveProducer, type Presence } from './live-participant.ts'
import type { MeetingRecord } from './meeting-records.ts'
import type { OccurrenceRecords } from './occurrence-records.ts'
import { type Preparation, Preparations } from './preparations.ts'
import { Reception } from './reception.ts'
import { ResumeSecret } from './resume-secret.ts'

export interface JoinRequest {
  person: Person
  preparation: Preparation
  sink: EventSink
  rtpCapabilities: Dictionary
  pictures: number
  resumeToken: string | undefined
}

export interface LiveMeetingOptions {
  record: MeetingRecord
  media: Media
  records: OccurrenceRecords
  limits: ServiceLimits
  log: Log
  now: () => number
  /** Looks after work on the database that nobody waits for. */
  store: (work: Promise<void>) => void
  /** Nobody is in it and nobody is before the mirror: it can be forgotten. */
  onIdle: () => void
}

/** What an action of a source needs. */
const ACTION_OF: Record<LiveProducer['source'], Action> = {
  microphone: 'speak',
  camera: 'showCamera',
  screen: 'shareScreen',
  screenAudio: 'shareScreen',
}

/** ms between two looks at who has been away too long and how well media arrives. */
const TICK = 1_000

/** A meeting that takes place, or is about to: its participants, its occurrence, its media room. */
export class LiveMeeting {
  readonly #options: LiveMeetingOptions
  readonly #participants = new Map<string, LiveParticipant>()
  readonly #preparations: Preparations
  readonly #forwarding: Forwarding
  #holds = 0
  /** `stored` is awaited by whatever refers to it in the database. */
  #occurrence: { id: string; startedAt: number; stored: Promise<void> } | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: LiveMeetingOptions) {
    this.#options = options
    this.#forwarding = new Forwarding({
      participants: () => this.#participants.values(),
      announce: (event) => this.#announce(event),
      now: options.now,
    })
    this.#preparations = new Preparations(options.media, (room) => this.#forwarding.listenTo(room))
  }

  /** The meeting as it was when the service was killed: everybody is expected back. */
  static restore(options: LiveMeetingOptions, occurrence: OccurrenceRow, participants: readonly ParticipantRow[]): LiveMeeting {
    const meeting = new LiveMeeting(options)
    meeting.#occurrence = { id: occurrence.id, startedAt: occurrence.started_at, stored: Promise.resolve() }
    for (const row of participants) {
      const person: Person = { id: row.person_id, kind: row.kind, name: row.name, organisation: row.organisation ?? undefined }
      const resume = new ResumeSecret(row.resume_hash, row.presented_resume_hash ?? undefined)
      const participant = new LiveParticipant(row.id, person, row.role, row.joined_at, resume)
      participant.handRaisedAt = row.hand_raised_at ?? undefined
      participant.expectedUntil = options.now() + options.limits.resumeWindow
      meeting.#participants.set(participant.id, participant)
    }
    meeting.#startTimer()
    return meeting
  }

  get record(): MeetingRecord {
    return this.#options.record
  }

  /** How many people are in it, those who are expected back included. */
  get present(): number {
    return this.#participants.size
  }

  /** Keeps the meeting from being forgotten until the returned function is called. */
  hold(): () => void {
    this.#holds += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#holds -= 1
      this.#settle()
    }
  }

  /** Makes the transports of somebody before the mirror. Throws MEDIA_UNREACHABLE, or MEETING_ENDED. */
  prepare(onMediaLost: () => void): Promise<Preparation> {
    return this.#preparations.open(onMediaLost)
  }

  /** Closes somebody's transports. */
  release(preparation: Preparation): void {
    this.#preparations.release(preparation)
    this.#settle()
  }

  /** Throws RESUME_EXPIRED, MEETING_FULL or MEETING_ENDED. */
  async join({ person, preparation, sink, rtpCapabilities, pictures, resumeToken }: JoinRequest): Promise<Presence> {
    if (this.#closed) throw new ParleyError('MEETING_ENDED')
    const { limits, records } = this.#options
    const returning = resumeToken === undefined ? undefined : this.#bringBack(person, resumeToken)
    if (returning === undefined && this.#participants.size >= limits.participants) throw new ParleyError('MEETING_FULL')

    const occurrence = this.#openOccurrence()
    const { participant, nextToken } = returning ?? this.#createParticipant(person)
    if (participant.presence !== undefined) this.#detach(participant.presence, 'replaced')
    participant.expectedUntil = undefined
    const { endpoint } = preparation
    const reception = new Reception({
      endpoint,
      rtpCapabilities,
      pictures,
      onRemoved: (consumerId) => sink.send(new Announcement({ type: 'consumerRemoved', consumerId })),
    })
    const returned = returning !== undefined
    const presence: Presence = { participant, endpoint, reception, sink, returned, starting: new Set() }
    participant.presence = presence
    this.#participants.set(participant.id, participant)
    this.#startTimer()
    const participants = [...this.#participants.values()].map((each) => each.describe())
    this.#announce({ type: returned ? 'participantUpdated' : 'participantJoined', participant: participant.describe() }, presence)

    try {
      await occurrence.stored
      const [consumers] = await Promise.all([
        this.#forwarding.firstConsumers(presence, pictures),
        returned
          ? records.setResume(participant.id, participant.resume.hashes)
          : records.addParticipant(occurrence.id, participant),
      ])
      if (!this.#participants.has(participant.id)) throw new ParleyError('MEETING_ENDED')
      if (participant.presence !== presence) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
      sink.begin(
        new Announcement({
          type: 'joined',
          participantId: participant.id,
          resumeToken: nextToken,
          startedAt: occurrence.startedAt,
          participants,
          consumers,
        }),
      )
    } catch (error) {
      this.abandon(presence)
      throw error
    }
    const { activeSpeaker } = this.#forwarding
    if (activeSpeaker !== undefined) sink.send(new Announcement({ type: 'activeSpeaker', participantId: activeSpeaker }))
    return presence
  }

  /** A client has shown that the reply to its join arrived. */
  confirm({ participant }: Presence): void {
    if (!participant.resume.confirm()) return
    this.#options.store(this.#options.records.setResume(participant.id, participant.resume.hashes))
  }

  /** The connection of a participant is lost. They keep their place for a while, but nobody hears or sees them. */
  lose(presence: Presence): void {
    const { participant } = presence
    if (participant.presence !== presence) return
    this.#detach(presence, undefined)
    this.#announceUpdate(participant)
  }

  /** The connection was lost before the reply to a join could be sent: whoever came anew was never there. */
  abandon(presence: Presence): void {
    if (presence.returned) this.lose(presence)
    else if (presence.participant.presence === presence) this.#remove(presence.participant, 'left')
  }

  /** Takes a participant out for good; `reason` is told to their client. */
  leave(presence: Presence, reason: EndReason): void {
    this.#require(presence)
    this.#remove(presence.participant, 'left')
    presence.sink.end(reason)
  }

  async produce(
    presence: Presence,
    options: { source: LiveProducer['source']; rtpParameters: Dictionary; paused: boolean },
  ): Promise<string> {
    this.#require(presence, ACTION_OF[options.source])
    const producer = await this.#forwarding.produce(presence, options)
    this.#announceUpdate(presence.participant)
    this.#forwarding
      .offer(producer)
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'a producer was not offered'))
    return producer.media.id
  }

  async setProducerPaused(presence: Presence, producerId: string, paused: boolean): Promise<void> {
    const producer = this.#producerOf(presence, producerId)
    this.#require(presence, paused ? undefined : ACTION_OF[producer.source])
    if (producer.paused === paused) return
    const done = this.#forwarding.setPaused(presence.participant, producer, paused)
    this.#announceUpdate(presence.participant)
    await done
  }

  closeProducer(presence: Presence, producerId: string): void {
    const producer = this.#producerOf(presence, producerId)
    this.#forwarding.close(presence.participant, producer)
    this.#announceUpdate(presence.participant)
  }

  resumeConsumers(presence: Presence, consumerIds: readonly string[]): void {
    this.#require(presence)
    presence.reception.resume(consumerIds)
  }

  async setVisible(presence: Presence, videos: readonly VisibleVideo[]): Promise<void> {
    this.#require(presence)
    await this.#forwarding.show(presence, videos)
  }

  setHand(presence: Presence, raised: boolean): void {
    this.#require(presence, 'raiseHand')
    const { participant } = presence
    if ((participant.handRaisedAt !== undefined) === raised) return
    participant.handRaisedAt = raised ? this.#options.now() : undefined
    this.#options.store(this.#options.records.setHand(participant.id, participant.handRaisedAt))
    this.#announceUpdate(participant)
  }

  react(presence: Presence, reaction: Reaction): void {
    this.#require(presence, 'react')
    this.#announce({ type: 'reaction', participantId: presence.participant.id, reaction })
  }

  /** Ends the occurrence for everybody. Throws FORBIDDEN for whoever may not. */
  endFor(presence: Presence): void {
    this.#require(presence, 'endMeeting')
    this.end('meetingEnded')
  }

  /** Ends the occurrence for everybody. */
  end(reason: EndReason): void {
    for (const participant of this.#participants.values()) {
      const { presence } = participant
      participant.presence = undefined
      this.#forwarding.closeAll(participant)
      presence?.reception.close()
      presence?.endpoint.close()
      presence?.sink.end(reason)
    }
    this.#participants.clear()
    this.#settle()
  }

  /** Ends everything, the media room included; nobody comes in any more. */
  close(reason: EndReason): void {
    this.#closed = true
    this.end(reason)
    this.#preparations.close()
  }

  /** Throws WRONG_STATE for somebody who is no longer in, FORBIDDEN for somebody who may not. */
  #require(presence: Presence, action?: Action): void {
    const { participant } = presence
    if (participant.presence !== presence) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
    if (action !== undefined && !isAllowed(participant.role, action)) throw new ParleyError('FORBIDDEN', action)
  }

  #producerOf(presence: Presence, producerId: string): LiveProducer {
    this.#require(presence)
    const producer = presence.participant.producers.get(producerId)
    if (producer === undefined) throw new ParleyError('NOT_FOUND', 'producerId')
    return producer
  }

  #roleOf(person: Person): LiveParticipant['role'] {
    return person.id === this.record.organiser.id ? 'organiser' : 'presenter'
  }

  #createParticipant(person: Person): { participant: LiveParticipant; nextToken: string } {
    const { secret, token } = ResumeSecret.create()
    const participant = new LiveParticipant(newId(), person, this.#roleOf(person), this.#options.now(), secret)
    return { participant, nextToken: token }
  }

  /** Throws RESUME_EXPIRED. */
  #bringBack(person: Person, resumeToken: string): { participant: LiveParticipant; nextToken: string } {
    for (const participant of this.#participants.values()) {
      if (participant.person.id !== person.id || !participant.resume.opensWith(resumeToken)) continue
      return { participant, nextToken: participant.resume.exchange(resumeToken) }
    }
    throw new ParleyError('RESUME_EXPIRED')
  }

  /** Takes a participant's connection away; `reason` is told to the client, where there is one to tell. */
  #detach(presence: Presence, reason: EndReason | undefined): void {
    const { participant, reception, endpoint, sink } = presence
    if (participant.presence !== presence) return
    participant.presence = undefined
    participant.expectedUntil = this.#options.now() + this.#options.limits.resumeWindow
    this.#forwarding.closeAll(participant)
    participant.quality.reset()
    reception.close()
    endpoint.close()
    if (reason !== undefined) sink.end(reason)
  }

  #remove(participant: LiveParticipant, reason: 'left' | 'timedOut'): void {
    if (participant.presence !== undefined) this.#detach(participant.presence, undefined)
    this.#participants.delete(participant.id)
    this.#options.store(this.#options.records.leave(participant.id, reason))
    this.#announce({ type: 'participantLeft', participantId: participant.id, reason })
    this.#settle()
  }

  #announce(event: MeetingEvent, except?: Presence): void {
    const present = [...this.#participants.values()].map(({ presence }) => presence)
    const audience = present.filter((presence) => presence !== undefined && presence !== except)
    if (audience.length === 0) return
    const announcement = new Announcement(event)
    for (const presence of audience) presence?.sink.send(announcement)
  }

  #announceUpdate(participant: LiveParticipant): void {
    this.#announce({ type: 'participantUpdated', participant: participant.describe() })
  }

  #openOccurrence(): { id: string; startedAt: number; stored: Promise<void> } {
    if (this.#occurrence === undefined) {
      const { record, records, now } = this.#options
      const id = newId()
      const startedAt = now()
      this.#occurrence = { id, startedAt, stored: records.start(id, record.id, startedAt) }
    }
    return this.#occurrence
  }

  #startTimer(): void {
    this.#timer ??= setInterval(() => this.#tick(), TICK)
  }

  #tick(): void {
    const now = this.#options.now()
    for (const participant of this.#participants.values()) {
      if (participant.expectedUntil !== undefined && participant.expectedUntil <= now) this.#remove(participant, 'timedOut')
      else if (participant.quality.update(now)) this.#announceUpdate(participant)
    }
  }

  /** Ends the occurrence when its last participant has gone, and the whole when nobody is before the mirror either. */
  #settle(): void {
    if (this.#participants.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
    if (this.#occurrence !== undefined) {
      const { id, stored } = this.#occurrence
      this.#occurrence = undefined
      this.#options.store(stored.then(() => this.#options.records.end(id)))
    }
    if (this.#preparations.size > 0 || this.#holds > 0) return
    this.#preparations.closeRoom()
    this.#options.onIdle()
  }
}
