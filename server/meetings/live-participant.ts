import type { Person } from '#shared/contract/common.ts'
import type { Source } from '#shared/contract/media.ts'
import type { RecordedState } from '#shared/contract/recording.ts'
import type { Participant } from '#shared/contract/signalling.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { Actor } from '#shared/meeting/permissions.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { MediaEndpoint, MediaProducer } from '../media/media.ts'
import { TokenBucket } from '../rate-limit.ts'
import type { EventGate } from './event-gate.ts'
import { QualityMeter } from './quality.ts'
import type { Reception } from './reception.ts'
import type { ResumeSecret } from './resume-secret.ts'
import type { Newcomer } from './standing.ts'
import type { Visit } from './visit.ts'

/** Something that a participant sends. */
export interface LiveProducer {
  readonly participantId: string
  readonly source: Source
  readonly media: MediaProducer
  paused: boolean
}

/** A participant's being there: what lasts from coming in until the connection is lost, or they leave or are sent out. */
export interface Presence {
  readonly participant: LiveParticipant
  readonly visit: Visit
  readonly endpoint: MediaEndpoint
  readonly reception: Reception
  readonly sink: EventGate
  /** They were in the meeting before. */
  readonly returned: boolean
  /** ms since 1970 */
  readonly since: number
  /** Sources whose producers are being made. */
  readonly starting: Set<Source>
}

/** Somebody in a meeting that takes place, connected or expected back. */
export class LiveParticipant implements Actor {
  readonly id: string
  readonly joinedAt: number
  readonly resume: ResumeSecret
  newcomer: Newcomer
  role: Role
  /** Excepted from microphones or cameras that are held back. */
  mayUnmute = false
  mayShowCamera = false
  handRaisedAt: number | undefined
  /** Of producers: each may cost a process that records it. */
  readonly starts = new TokenBucket(LIMITS.producerRate, LIMITS.producerBurst, Date.now())
  /** Absent while their connection is lost. */
  presence: Presence | undefined
  /** While their connection is lost: when their place is given up, ms since 1970. */
  expectedUntil: number | undefined
  /** Where they stand with what is recorded; absent while nothing is. */
  recorded: RecordedState | undefined
  readonly producers = new Map<string, LiveProducer>()
  readonly quality = new QualityMeter()

  constructor(id: string, newcomer: Newcomer, role: Role, joinedAt: number, resume: ResumeSecret) {
    this.id = id
    this.newcomer = newcomer
    this.role = role
    this.joinedAt = joinedAt
    this.resume = resume
  }

  get person(): Person {
    return this.newcomer.person
  }

  /** As the others see them. */
  describe(): Participant {
    const { person, standing, verification } = this.newcomer
    return {
      id: this.id,
      personId: person.id,
      name: person.name,
      standing,
      verification,
      organisation: person.organisation,
      role: this.role,
      joinedAt: this.joinedAt,
      connection: this.presence === undefined ? 'reconnecting' : 'connected',
      quality: this.quality.current,
      handRaisedAt: this.handRaisedAt,
      mayUnmute: this.mayUnmute,
      mayShowCamera: this.mayShowCamera,
      producers: [...this.producers.values()].map(({ media, source, paused }) => ({ id: media.id, source, paused })),
      recorded: this.recorded,
    }
  }
}
