import type { Meeting } from '#shared/contract/common.ts'
import type { EndReason } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Log } from '../logging.ts'
import type { Media } from '../media/media.ts'
import { EMPTY_CHAT, type MeetingChat } from './chat.ts'
import { LiveMeeting, type LiveMeetingOptions } from './live-meeting.ts'
import type { MeetingRecord, NewMeeting } from './meeting-records.ts'
import type { MeetingStores } from './meeting-stores.ts'
import type { NamedRole } from './named-people.ts'
import { Scene, type SceneOptions } from './scene.ts'
import { type Newcomer, newcomerOf, type Visitor } from './standing.ts'

export interface MeetingsOptions {
  stores: MeetingStores
  media: Media
  limits: ServiceLimits
  log: Log
  now?: () => number
  /** The organisations that one trusts, by their ids. */
  trustedBy?: (tenant: string) => readonly string[]
  /** What policies, templates and labels say about a meeting's options. */
  ruleSets?: (meeting: MeetingRecord) => readonly RuleSet[]
  openChat?: (scene: Scene) => MeetingChat
}

/** A meeting on record, and what goes with it. */
export interface Found {
  readonly record: MeetingRecord
  readonly named: ReadonlyMap<string, NamedRole>
}

/** All the meetings of the service: those on record, and those that take place. */
export class Meetings {
  readonly stores: MeetingStores
  readonly #options: MeetingsOptions
  /** By meeting id. */
  readonly #live = new Map<string, LiveMeeting>()
  /** Work on the database that has not come to its end. */
  readonly #storing = new Set<Promise<void>>()
  /** How often what goes with a meeting was changed: whoever has read it before reads it again. */
  #changes = 0
  #closed = false

  constructor(options: MeetingsOptions) {
    this.#options = options
    this.stores = options.stores
  }

  /** Takes up the meetings that took place, or in whose lobbies people waited, when the service last stopped. */
  async restore(): Promise<void> {
    const { occurrences, moderation, waits } = this.stores
    const waiting = await waits.all()
    for (const { occurrence, participants } of await occurrences.unfinished()) {
      const record = await this.stores.meetings.byId(occurrence.meeting_id).catch(() => undefined)
      if (record === undefined || participants.length === 0 || this.#live.has(record.id)) {
        await occurrences.end(occurrence.id)
        continue
      }
      const kept = { occurrence, participants, ...(await moderation.of(occurrence.id)) }
      await this.#restore(record, kept, waiting.get(record.id) ?? [])
    }
    for (const [meetingId, rows] of waiting) {
      if (this.#live.has(meetingId)) continue
      const record = await this.stores.meetings.byId(meetingId).catch(() => undefined)
      if (record === undefined) await waits.remove(rows.map(({ id }) => id))
      else await this.#restore(record, undefined, rows)
    }
  }

  async create({ person, tenant }: Visitor, meeting: NewMeeting): Promise<Meeting> {
    if (person.kind !== 'member' || tenant === undefined) throw new ParleyError('FORBIDDEN', 'guests make no meetings')
    const record = await this.stores.meetings.create(person, tenant, meeting)
    return { ...describe(record), present: 0 }
  }

  async list(visitor: Visitor): Promise<Meeting[]> {
    const { person, meetingId } = visitor
    const { meetings, named } = this.stores
    const found = meetingId === undefined ? await meetings.of(person.id) : [await meetings.byId(meetingId)]
    const roles = await named.meetingsOf(person.id)
    return found.map((record) => {
      const role = roles.get(record.id)
      return this.#describe(visitor, { record, named: new Map(role === undefined ? [] : [[person.id, role]]) })
    })
  }

  /** Throws MEETING_NOT_FOUND, MEETING_ENDED, or FORBIDDEN for a guest of another meeting. */
  async get(visitor: Visitor, code: string): Promise<Meeting> {
    return this.#describe(visitor, await this.find(visitor, code))
  }

  /** Throws FORBIDDEN for everybody but the organiser. */
  async cancel(visitor: Visitor, code: string): Promise<void> {
    const { record } = await this.find(visitor, code)
    if (visitor.person.id !== record.organiser.id) throw new ParleyError('FORBIDDEN', 'only the organiser cancels')
    await this.stores.meetings.cancel(record.id)
    this.#live.get(record.id)?.close('meetingEnded')
    this.#live.delete(record.id)
  }

  /**
   * The meeting to come into, kept alive until `release` is called. Throws MEETING_NOT_FOUND, MEETING_ENDED, FORBIDDEN, REMOVED,
   * KNOCK_LATER, INVITATION_INVALID or SERVICE_STOPPING.
   */
  async enter(visitor: Visitor, code: string): Promise<{ meeting: LiveMeeting; description: Meeting; release: () => void }> {
    const { invitationId } = visitor
    if (invitationId !== undefined && !(await this.stores.invitations.isGood(invitationId))) {
      throw new ParleyError('INVITATION_INVALID')
    }
    const found = await this.find(visitor, code)
    if (this.#closed) throw new ParleyError('SERVICE_STOPPING')
    const { record } = found
    let meeting = this.#live.get(record.id)
    // Judged before it is held: whoever is refused keeps no meeting alive.
    meeting?.entryOf(visitor)
    if (meeting === undefined) {
      meeting = new LiveMeeting(this.#liveOptions(found))
      this.#live.set(record.id, meeting)
    }
    return { meeting, description: this.#describe(visitor, found), release: meeting.hold() }
  }

  /** Ends every meeting; what is to be kept of them is stored when it resolves. */
  async close(reason: EndReason): Promise<void> {
    this.#closed = true
    for (const meeting of this.#live.values()) meeting.close(reason)
    this.#live.clear()
    while (this.#storing.size > 0) await Promise.all(this.#storing)
  }

  /** Throws MEETING_NOT_FOUND, MEETING_ENDED, or FORBIDDEN for a guest of another meeting. */
  async find({ meetingId }: Visitor, code: string): Promise<Found> {
    for (;;) {
      const changes = this.#changes
      const record = await this.stores.meetings.byCode(code)
      if (meetingId !== undefined && meetingId !== record.id) throw new ParleyError('FORBIDDEN', 'a guest of another meeting')
      const named = await this.stores.named.of(record.id)
      if (changes === this.#changes) return { record, named }
    }
  }

  /** Whether and as what it takes place. */
  live({ id }: MeetingRecord): LiveMeeting | undefined {
    return this.#live.get(id)
  }

  /** What holds in a meeting now, or would. */
  scene(found: Found): Scene {
    return this.#live.get(found.record.id)?.scene ?? new Scene(this.#sceneOptions(found))
  }

  /** Somebody, as a meeting sees them. */
  newcomer(visitor: Visitor, record: MeetingRecord): Newcomer {
    return newcomerOf(visitor, this.#host(record))
  }

  /** The role that somebody has in a meeting now, or would have. */
  roleIn(visitor: Visitor, found: Found): Role {
    return this.scene(found).roleOf(this.newcomer(visitor, found.record))
  }

  /** What policies, templates and labels say about its options. */
  ruleSetsOf(record: MeetingRecord): readonly RuleSet[] {
    return this.#options.ruleSets?.(record) ?? []
  }

  /** What goes with a meeting has changed on record. */
  noteChange(): void {
    this.#changes += 1
  }

  async #restore(
    record: MeetingRecord,
    ...kept: Parameters<typeof LiveMeeting.restore> extends [unknown, ...infer R] ? R : never
  ) {
    const options = this.#liveOptions({ record, named: await this.stores.named.of(record.id) })
    const meeting = LiveMeeting.restore(options, ...kept)
    this.#live.set(record.id, meeting)
    this.#options.log.info({ meeting: record.id, participants: meeting.present }, 'meeting restored')
  }

  #host({ tenant }: MeetingRecord): SceneOptions['host'] {
    return { tenant, trustedTenants: this.#options.trustedBy?.(tenant) ?? [] }
  }

  #sceneOptions({ record, named }: Found): SceneOptions {
    const { stores, limits, log, now = Date.now } = this.#options
    const store = (work: Promise<void>) => this.#store(work)
    const ruleSets = this.ruleSetsOf(record)
    return {
      record,
      named,
      ruleSets,
      host: this.#host(record),
      stores,
      limits,
      log: log.child({ meeting: record.id }),
      now,
      store,
    }
  }

  #liveOptions(found: Found): LiveMeetingOptions {
    const { media, openChat = () => EMPTY_CHAT } = this.#options
    const onIdle = () => this.#live.delete(found.record.id)
    return { ...this.#sceneOptions(found), media, openChat, onIdle }
  }

  #store(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'a change of a meeting was not stored'))
      .finally(() => this.#storing.delete(done))
    this.#storing.add(done)
  }

  /** Whoever would have to wait is not told whether anybody is in. */
  #describe(visitor: Visitor, found: Found): Meeting {
    const { record } = found
    const live = this.#live.get(record.id)
    return isDirect(() => live?.entryOf(visitor) ?? this.scene(found).entryOf(this.newcomer(visitor, record)))
      ? { ...describe(record), present: live?.present ?? 0 }
      : describe(record)
  }
}

/** Whoever is refused does not come in directly either. */
const isDirect = (entry: () => string): boolean => {
  try {
    return entry() === 'direct'
  } catch (error) {
    if (error instanceof ParleyError) return false
    throw error
  }
}

const describe = ({ id, code, title, organiser, createdAt, startsAt, durationMinutes }: MeetingRecord): Meeting => ({
  id,
  code,
  title,
  organiser,
  createdAt,
  startsAt,
  durationMinutes,
})
