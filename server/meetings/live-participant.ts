import type { Person } from '#shared/contract/common.ts'
import type { Source } from '#shared/contract/media.ts'
import type { Participant } from '#shared/contract/signalling.ts'
import type { Role } from '#shared/meeting/permissions.ts'
import type { MediaEndpoint, MediaProducer } from '../media/media.ts'
import type { EventSink } from './announcement.ts'
import { QualityMeter } from './quality.ts'
import type { Reception } from './reception.ts'
import type { ResumeSecret } from './resume-secret.ts'

/** Something that a participant sends. */
export interface LiveProducer {
  readonly participantId: string
  readonly source: Source
  readonly media: MediaProducer
  paused: boolean
}

/** A participant's being there: what lasts from one join until the connection is lost or left. */
export interface Presence {
  readonly participant: LiveParticipant
  readonly endpoint: MediaEndpoint
  readonly reception: Reception
  readonly sink: EventSink
  /** They were in the meeting before. */
  readonly returned: boolean
  /** Sources whose producers are being made. */
  readonly starting: Set<Source>
}

/** Somebody in a meeting that takes place, connected or expected back. */
export class LiveParticipant {
  readonly id: string
  readonly person: Person
  readonly role: Role
  readonly joinedAt: number
  readonly resume: ResumeSecret
  handRaisedAt: number | undefined
  /** Absent while their connection is lost. */
  presence: Presence | undefined
  /** While their connection is lost: when their place is given up, ms since 1970. */
  expectedUntil: number | undefined
  readonly producers = new Map<string, LiveProducer>()
  readonly quality = new QualityMeter()

  constructor(id: string, person: Person, role: Role, joinedAt: number, resume: ResumeSecret) {
    this.id = id
    this.person = person
    this.role = role
    this.joinedAt = joinedAt
    this.resume = resume
  }

  /** As the others see them. */
  describe(): Participant {
    return {
      id: this.id,
      personId: this.person.id,
      name: this.person.name,
      kind: this.person.kind,
      organisation: this.person.organisation,
      role: this.role,
      joinedAt: this.joinedAt,
      connection: this.presence === undefined ? 'reconnecting' : 'connected',
      quality: this.quality.current,
      handRaisedAt: this.handRaisedAt,
      producers: [...this.producers.values()].map(({ media, source, paused }) => ({ id: media.id, source, paused })),
    }
  }
}
