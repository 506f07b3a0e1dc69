import type { Meeting, Platform } from '#shared/contract/common.ts'
import type { EndReason } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Entry } from '#shared/meeting/lobby.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Log } from '../logging.ts'
import type { Media } from '../media/media.ts'
import { SlidingLimit } from '../sliding-limit.ts'
import { type RecordAct, UNRECORDED } from './acts.ts'
import { EMPTY_CHAT, type MeetingChat } from './chat.ts'
import { type MeetingEncryption, NO_ENCRYPTION } from './encryption.ts'
import { LiveMeeting, type LiveMeetingOptions } from './live-meeting.ts'
import type { MeetingRecord, NewMeeting } from './meeting-records.ts'
import type { MeetingStores } from './meeting-stores.ts'
import type { NamedRole } from './named-people.ts'
import { type MeetingRecordings, NO_RECORDINGS, type RecordedPlace } from './recording.ts'
import { type Choices, type MeetingRulebook, NO_RULEBOOK } from './rulings.ts'
import { type Ruled, Scene, type SceneOptions } from './scene.ts'
import { type Newcomer, newcomerOf, type Visitor } from './standing.ts'

export interface MeetingsOptions {
  stores: MeetingStores
  media: Media
  limits: ServiceLimits
  log: Log
  now?: () => number
  /** The organisations that one trusts, by their ids. */
  trustedBy?: (tenant: string) => readonly string[]
  /** The name of an organisation. */
  organisationName?: (tenant: string) => string
  /** What organisations rule; nothing where absent. */
  rulebook?: MeetingRulebook
  openChat?: (scene: Scene) => MeetingChat
  openEncryption?: (scene: Scene) => MeetingEncryption
  openRecordings?: (place: RecordedPlace) => MeetingRecordings
  /** Writes down what is done, in the transaction that does it: where that fails, so does what is asked for from outside a meeting. */
  recordAct?: RecordAct | undefined
}

/** A meeting on record, and what goes with it. */
export interface Found {
  readonly record: MeetingRecord
  readonly named: ReadonlyMap<string, NamedRole>
}

/** All the meetings of the service: those on record, and those that take place. */
export class Meetings {
  readonly stores: MeetingStores
  readonly rulebook: MeetingRulebook
  readonly recordAct: RecordAct
  readonly #options: MeetingsOptions
  /** By meeting id. */
  readonly #live = new Map<string, LiveMeeting>()
  /** Work on the database that has not come to its end. */
  readonly #storing = new Set<Promise<void>>()
  readonly #refusals: SlidingLimit
  /** How often what goes with a meeting was changed: whoever has read it before reads it again. */
  #changes = 0
  #closed = false

  constructor(options: MeetingsOptions) {
    this.#options = options
    this.stores = options.stores
    this.rulebook = options.rulebook ?? NO_RULEBOOK
    this.recordAct = options.recordAct ?? UNRECORDED
    this.#refusals = new SlidingLimit(RECORDED_REFUSALS.count, RECORDED_REFUSALS.window, options.now ?? Date.now)
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

  /** Throws FORBIDDEN for guests, NOT_FOUND, or LICENCE_MISSING where the template needs one that they don't have. */
  async create(visitor: Visitor, meeting: NewMeeting): Promise<Meeting> {
    const { person } = visitor
    const tenant = requireMember(visitor)
    const { templateId, labelId } = meeting
    const made = this.rulebook.make({ tenant, organiserId: person.id, templateId, labelId })
    const record = await this.stores.transaction(async ({ meetings }, transaction) => {
      const created = await meetings.create(person, tenant, meeting, made)
      await this.recordAct(transaction, { meeting: created, by: person.id, did: 'create' })
      return created
    })
    return { ...this.#describeRecord(record), present: 0 }
  }

  /** What somebody can make a meeting with. Throws FORBIDDEN for guests. */
  choices(visitor: Visitor): Choices {
    return this.rulebook.choicesFor(requireMember(visitor), visitor.person.id)
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

  /** Throws FORBIDDEN for everybody but the organiser, and MEETING_NOT_FOUND for people of other organisations. */
  async cancel(visitor: Visitor, code: string): Promise<void> {
    const { record } = await this.find(visitor, code)
    if (visitor.person.id !== record.organiser.id) throw denialFor(visitor, record, 'only the organiser cancels')
    await this.stores.transaction(async ({ meetings }, transaction) => {
      await meetings.cancel(record.id)
      await this.recordAct(transaction, { meeting: record, by: visitor.person.id, did: 'cancel' })
    })
    this.#live.get(record.id)?.close('meetingEnded')
    this.#live.delete(record.id)
  }

  /**
   * The meeting to come into, kept alive until `release` is called. Throws MEETING_NOT_FOUND, MEETING_ENDED, FORBIDDEN,
   * INVITATION_INVALID, SERVICE_STOPPING and what `LiveMeeting.entryOf` does.
   */
  async enter(
    visitor: Visitor,
    code: string,
    client: Platform,
  ): Promise<{ meeting: LiveMeeting; description: Meeting; release: () => void }> {
    const { invitationId } = visitor
    if (invitationId !== undefined && !(await this.stores.invitations.isGood(invitationId))) {
      throw new ParleyError('INVITATION_INVALID')
    }
    const found = await this.find(visitor, code)
    if (this.#closed) throw new ParleyError('SERVICE_STOPPING')
    const { record } = found
    // Judged before it is held: whoever is refused keeps no meeting alive.
    try {
      this.#judge(visitor, found, client)
    } catch (error) {
      if (error instanceof ParleyError) await this.#noteRefusal(visitor, record, error)
      throw error
    }
    let meeting = this.#live.get(record.id)
    if (meeting === undefined) {
      meeting = new LiveMeeting(this.#liveOptions(found))
      this.#live.set(record.id, meeting)
    }
    return { meeting, description: this.#describe(visitor, found), release: meeting.hold() }
  }

  #judge(visitor: Visitor, found: Found, client: Platform): void {
    const live = this.#live.get(found.record.id)
    if (live !== undefined) {
      live.entryOf(visitor, client)
      return
    }
    const [scene, newcomer] = [this.scene(found), this.newcomer(visitor, found.record)]
    scene.requireWelcome(newcomer)
    scene.requireFit(newcomer, client)
  }

  /** A refusal stands even where it can't be written down. */
  async #noteRefusal({ person }: Visitor, meeting: MeetingRecord, { code }: ParleyError): Promise<void> {
    if (!this.#refusals.take(person.id)) return
    try {
      await this.stores.transaction((_stores, transaction) =>
        this.recordAct(transaction, { meeting, by: person.id, did: 'refuse', code }),
      )
    } catch (cause) {
      this.#options.log.error({ err: cause }, 'a refusal at the door is not in the audit log')
    }
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
      const record = await (meetingId === undefined
        ? this.stores.meetings.byCode(code)
        : this.stores.meetings.byCodeAndId(code, meetingId))
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
    return newcomerOf(visitor, this.ruled(record).host, this.#isRecorded(visitor))
  }

  /** The role that somebody has in a meeting now, or would have. */
  roleIn(visitor: Visitor, found: Found): Role {
    return this.scene(found).roleOf(this.newcomer(visitor, found.record))
  }

  /** What the rules of its organisation say about a meeting now. */
  ruled(record: MeetingRecord): Ruled {
    const rulings = this.rulebook.rulingsFor(record)
    const { tenant } = record
    const trustedTenants = [...(this.#options.trustedBy?.(tenant) ?? []), ...rulings.trusts]
    return { record, rulings, host: { tenant, trustedTenants } }
  }

  /** An organisation's rules have changed: what is to hold in its meetings holds at once. */
  rulesChanged(tenant: string, organiserId: string | undefined): void {
    const by = { personId: RULES, name: this.#options.organisationName?.(tenant) ?? '' }
    for (const meeting of [...this.#live.values()]) {
      const { record } = meeting
      if (record.tenant !== tenant || (organiserId !== undefined && record.organiser.id !== organiserId)) continue
      meeting.applyRules(by, this.ruled(record))
    }
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
    meeting.endUnencrypted()
  }

  #sceneOptions({ record, named }: Found): SceneOptions {
    const { stores, limits, log, now = Date.now } = this.#options
    const store = (work: Promise<void>) => this.#store(work)
    return {
      ...this.ruled(record),
      named,
      stores,
      limits,
      log: log.child({ meeting: record.id }),
      now,
      store,
      isRecorded: (visitor) => this.#isRecorded(visitor),
      recordAct: this.recordAct,
    }
  }

  #isRecorded({ tenant, person }: Visitor): boolean {
    return tenant !== undefined && this.rulebook.isRecorded(tenant, person.id)
  }

  #liveOptions(found: Found): LiveMeetingOptions {
    const {
      media,
      openChat = () => EMPTY_CHAT,
      openEncryption = () => NO_ENCRYPTION,
      openRecordings = () => NO_RECORDINGS,
    } = this.#options
    const onIdle = () => this.#live.delete(found.record.id)
    return { ...this.#sceneOptions(found), media, openChat, openEncryption, openRecordings, onIdle }
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
    const description = this.#describeRecord(record)
    return isDirect(() => live?.entryOf(visitor) ?? this.#entryOf(visitor, found))
      ? { ...description, present: live?.present ?? 0 }
      : description
  }

  #entryOf(visitor: Visitor, found: Found): Entry {
    const [scene, newcomer] = [this.scene(found), this.newcomer(visitor, found.record)]
    scene.requireWelcome(newcomer)
    scene.requireFit(newcomer, undefined)
    return scene.entryOf(newcomer)
  }

  #describeRecord(record: MeetingRecord): Meeting {
    const { id, code, title, organiser, createdAt, startsAt, durationMinutes, kind } = record
    const { label, template, language } = this.rulebook.rulingsFor(record)
    return { id, code, title, organiser, createdAt, startsAt, durationMinutes, kind, label, template, language }
  }
}

/** What of one person is recorded in so many ms: nobody fills the disk by being refused. */
const RECORDED_REFUSALS = { count: 10, window: 60_000 }

/** Who does what the rules do, as meetings' logs have it: the organisation itself. */
const RULES = 'organisation'

/** The organisation of somebody who can make meetings. Throws FORBIDDEN for guests. */
const requireMember = ({ person, tenant }: Visitor): string => {
  if (person.kind !== 'member' || tenant === undefined) throw new ParleyError('FORBIDDEN', 'guests make no meetings')
  return tenant
}

/** For somebody who may not: people of other organisations are not even told that there is the meeting. */
export const denialFor = ({ tenant }: Visitor, record: MeetingRecord, detail: string): ParleyError =>
  tenant === undefined || tenant === record.tenant ? new ParleyError('FORBIDDEN', detail) : new ParleyError('MEETING_NOT_FOUND')

/** Whoever is refused does not come in directly either. */
const isDirect = (entry: () => string): boolean => {
  try {
    return entry() === 'direct'
  } catch (error) {
    if (error instanceof ParleyError) return false
    throw error
  }
}
