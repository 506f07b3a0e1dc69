import type { MeetingEvent } from '#shared/contract/signalling.ts'
import type { ServiceLimits } from '../limits.ts'
import { Announcement } from './announcement.ts'
import { Announcer } from './announcer.ts'
import type { LiveParticipant, Presence } from './live-participant.ts'

/** Who is in a meeting, those who are expected back included, and how they are told of things. */
export class Roster {
  readonly announcer: Announcer
  readonly #participants = new Map<string, LiveParticipant>()

  constructor({ announcing }: Pick<ServiceLimits, 'announcing'>) {
    this.announcer = new Announcer(announcing)
  }

  get size(): number {
    return this.#participants.size
  }

  all(): Iterable<LiveParticipant> {
    return this.#participants.values()
  }

  get(id: string): LiveParticipant | undefined {
    return this.#participants.get(id)
  }

  has({ id }: LiveParticipant): boolean {
    return this.#participants.has(id)
  }

  /** Everything that one person is in the meeting as: they may have come twice. */
  of(personId: string): LiveParticipant[] {
    return [...this.#participants.values()].filter(({ person }) => person.id === personId)
  }

  add(participant: LiveParticipant): void {
    this.#participants.set(participant.id, participant)
  }

  delete({ id }: LiveParticipant): void {
    this.#participants.delete(id)
  }

  clear(): void {
    this.#participants.clear()
  }

  /** Tells all who are connected, or those of them who are meant. */
  announce(event: MeetingEvent, isMeant: (participant: LiveParticipant, presence: Presence) => boolean = everybody): void {
    const recipients = []
    for (const participant of this.#participants.values()) {
      const { presence } = participant
      if (presence !== undefined && isMeant(participant, presence)) recipients.push(presence.sink)
    }
    if (recipients.length > 0) this.announcer.tell(new Announcement(event), recipients)
  }

  announceUpdate(participant: LiveParticipant): void {
    this.announce({ type: 'participantUpdated', participant: participant.describe() })
  }
}

const everybody = (): boolean => true
