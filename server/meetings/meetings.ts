import type { Meeting, Person } from '#shared/contract/common.ts'
import type { EndReason } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Log } from '../logging.ts'
import type { Media } from '../media/media.ts'
import { LiveMeeting, type LiveMeetingOptions } from './live-meeting.ts'
import type { MeetingRecord, MeetingRecords, NewMeeting } from './meeting-records.ts'
import type { OccurrenceRecords } from './occurrence-records.ts'

export interface MeetingsOptions {
  records: MeetingRecords
  occurrences: OccurrenceRecords
  media: Media
  limits: ServiceLimits
  log: Log
  now?: () => number
}

/** Who asks: somebody, and the one meeting that they are let see where they are a guest. */
export interface Visitor {
  readonly person: Person
  readonly meetingId: string | undefined
}

/** All the meetings of the service: those on record, and those that take place. */
export class Meetings {
  readonly #options: MeetingsOptions
  /** By meeting id. */
  readonly #live = new Map<string, LiveMeeting>()
  /** Work on the database that has not come to its end. */
  readonly #storing = new Set<Promise<void>>()
  #closed = false

  constructor(options: MeetingsOptions) {
    this.#options = options
  }

  /** Takes up the meetings that took place when the service was last killed. */
  async restore(): Promise<void> {
    const { records, occurrences, log } = this.#options
    for (const { occurrence, participants } of await occurrences.unfinished()) {
      const record = await records.byId(occurrence.meeting_id).catch(() => undefined)
      if (record === undefined || participants.length === 0 || this.#live.has(record.id)) {
        await occurrences.end(occurrence.id)
        continue
      }
      this.#live.set(record.id, LiveMeeting.restore(this.#liveOptions(record), occurrence, participants))
      log.info({ meeting: record.id, participants: participants.length }, 'meeting restored')
    }
  }

  async create({ person }: Visitor, meeting: NewMeeting): Promise<Meeting> {
    if (person.kind !== 'member') throw new ParleyError('FORBIDDEN', 'guests make no meetings')
    return this.#describe(await this.#options.records.create(person, meeting))
  }

  async list({ person, meetingId }: Visitor): Promise<Meeting[]> {
    const { records } = this.#options
    const found = meetingId === undefined ? await records.of(person.id) : [await records.byId(meetingId)]
    return found.map((record) => this.#describe(record))
  }

  /** Throws MEETING_NOT_FOUND, MEETING_ENDED, or FORBIDDEN for a guest of another meeting. */
  async get(visitor: Visitor, code: string): Promise<Meeting> {
    return this.#describe(await this.#find(visitor, code))
  }

  /** Throws FORBIDDEN for everybody but the organiser. */
  async cancel(visitor: Visitor, code: string): Promise<void> {
    const record = await this.#find(visitor, code)
    if (visitor.person.id !== record.organiser.id) throw new ParleyError('FORBIDDEN', 'only the organiser cancels')
    await this.#options.records.cancel(record.id)
    this.#live.get(record.id)?.close('meetingEnded')
    this.#live.delete(record.id)
  }

  /** The meeting to come into, kept alive until `release` is called. */
  async enter(visitor: Visitor, code: string): Promise<{ meeting: LiveMeeting; description: Meeting; release: () => void }> {
    const record = await this.#find(visitor, code)
    if (this.#closed) throw new ParleyError('SERVICE_STOPPING')
    let meeting = this.#live.get(record.id)
    if (meeting === undefined) {
      meeting = new LiveMeeting(this.#liveOptions(record))
      this.#live.set(record.id, meeting)
    }
    return { meeting, description: this.#describe(record), release: meeting.hold() }
  }

  /** Ends every meeting; what is to be kept of them is stored when it resolves. */
  async close(reason: EndReason): Promise<void> {
    this.#closed = true
    for (const meeting of this.#live.values()) meeting.close(reason)
    this.#live.clear()
    await Promise.all(this.#storing)
  }

  async #find({ meetingId }: Visitor, code: string): Promise<MeetingRecord> {
    const record = await this.#options.records.byCode(code)
    if (meetingId !== undefined && meetingId !== record.id) throw new ParleyError('FORBIDDEN', 'a guest of another meeting')
    return record
  }

  #liveOptions(record: MeetingRecord): LiveMeetingOptions {
    const { media, occurrences, limits, log, now = Date.now } = this.#options
    const onIdle = () => this.#live.delete(record.id)
    const store = (work: Promise<void>) => this.#store(work)
    return { record, media, records: occurrences, limits, log: log.child({ meeting: record.id }), now, store, onIdle }
  }

  #store(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'a change of a meeting was not stored'))
      .finally(() => this.#storing.delete(done))
    this.#storing.add(done)
  }

  #describe(record: MeetingRecord): Meeting {
    return { ...record, present: this.#live.get(record.id)?.present ?? 0 }
  }
}
