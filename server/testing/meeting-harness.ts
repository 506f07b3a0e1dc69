/** Meetings without sockets or packets: what people in them do and are told, for tests of what holds in which order. */
import type { Platform } from '#shared/contract/common.ts'
import type { Source } from '#shared/contract/media.ts'
import type { EndReason, MeetingEvent } from '#shared/contract/signalling.ts'
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import { SERVICE_LIMITS, type ServiceLimits } from '../limits.ts'
import { createLog, type Log } from '../logging.ts'
import { type FakeConsumer, FakeEndpoint, FakeMedia, type FakeRoom } from '../media/fake-media.ts'
import type { MediaEndpoint } from '../media/media.ts'
import type { RecordAct } from '../meetings/acts.ts'
import type { Announcement, EventSink } from '../meetings/announcement.ts'
import type { LiveMeeting } from '../meetings/live-meeting.ts'
import type { Presence } from '../meetings/live-participant.ts'
import { openMeetingStores } from '../meetings/meeting-stores.ts'
import { Meetings } from '../meetings/meetings.ts'
import type { Preparation } from '../meetings/preparations.ts'
import { type MeetingRulebook, NO_RULEBOOK, NO_RULINGS, type Rulings } from '../meetings/rulings.ts'
import type { Visitor } from '../meetings/standing.ts'
import type { Visit } from '../meetings/visit.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { audioParameters, videoParameters } from './rtp.ts'

type EventOf<T extends MeetingEvent['type']> = Extract<MeetingEvent, { type: T }>

/** What one connection was told. */
export class EventRecorder implements EventSink {
  readonly events: MeetingEvent[] = []
  ended: EndReason | undefined

  send({ json }: Announcement): void {
    this.events.push(JSON.parse(json))
  }

  end(reason: EndReason): void {
    this.ended ??= reason
  }

  drop(): void {
    this.ended ??= 'left'
  }

  all<T extends MeetingEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type)
  }

  last<T extends MeetingEvent['type']>(type: T): EventOf<T> | undefined {
    return this.all(type).at(-1)
  }
}

const visitor = (id: string, more: Partial<Visitor>): Visitor => ({
  id: `session-${id}`,
  person: { id, kind: 'member', name: id },
  tenant: 'northwind',
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: `key-${id}`,
  secondFactorAt: undefined,
  ...more,
})

export const member = (id: string, more: Partial<Visitor> = {}): Visitor => visitor(id, more)
export const external = (id: string): Visitor => visitor(id, { tenant: 'contrail' })
export const anonymous = (id: string, more: Partial<Visitor> = {}): Visitor =>
  visitor(id, { tenant: undefined, person: { id, kind: 'guest', name: id }, ...more })

/** A client that can come to every meeting. */
export const DESKTOP: Platform = { kind: 'desktop', os: 'windows', version: '0.1.0' }

/** Somebody's connection to the meeting. */
export class Attendee {
  readonly meeting: LiveMeeting
  readonly preparation: Preparation
  readonly visitor: Visitor
  readonly client: Platform
  readonly sink = new EventRecorder()
  visit: Visit | undefined

  constructor(meeting: LiveMeeting, preparation: Preparation, who: Visitor, client: Platform) {
    this.meeting = meeting
    this.preparation = preparation
    this.visitor = who
    this.client = client
  }

  async join(resumeToken?: string, watermark = true): Promise<this> {
    const { preparation, sink } = this
    const { client } = this
    const request = { visitor: this.visitor, client, preparation, sink, rtpCapabilities: {}, pictures: 9, resumeToken, watermark }
    const isEncrypted = this.meeting.scene.values.encryption === 'on'
    this.visit = await this.meeting.join(isEncrypted ? { ...request, encryption: { keyPackages: [] } } : request)
    return this
  }

  get token(): string {
    return this.sink.last('joined')?.resumeToken ?? ''
  }

  /** Throws where they are not in the meeting. */
  get presence(): Presence {
    const presence = this.visit?.presence
    if (presence === undefined) throw new Error(`${this.visitor.person.id} is not in the meeting`)
    return presence
  }

  get id(): string {
    return this.presence.participant.id
  }

  get waitingId(): string {
    return this.visit?.wait?.id ?? ''
  }

  /** Where they are now. */
  get place(): 'meeting' | 'lobby' | 'outside' {
    if (this.visit?.presence !== undefined) return 'meeting'
    return this.visit?.wait === undefined ? 'outside' : 'lobby'
  }

  produce(source: Source, paused = false): Promise<string> {
    const rtpParameters = source === 'camera' || source === 'screen' ? videoParameters() : audioParameters()
    return this.meeting.sending.produce(this.presence, { source, rtpParameters, paused })
  }

  /** The sources that they send, `!` behind those that are paused. */
  get sends(): string[] {
    const { producers } = this.presence.participant
    return [...producers.values()].map(({ source, paused }) => (paused ? `${source}!` : source)).toSorted()
  }

  lose(): void {
    if (this.visit !== undefined) this.meeting.lose(this.visit)
  }

  leave(): void {
    if (this.visit !== undefined) this.meeting.leave(this.visit, 'left')
  }

  /** Their connection is lost before the reply to the join. */
  abandon(): void {
    if (this.visit !== undefined) this.meeting.abandon(this.visit)
  }
}

/** Lets what was begun without waiting for it come to its end. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** One meeting of Ada's. */
export class MeetingHarness {
  readonly media = new FakeMedia()
  readonly database: Database
  readonly #options: HarnessOptions
  /** What holds in all meetings. */
  rulings: Rulings
  meetings: Meetings
  code = ''

  private constructor(database: Database, options: HarnessOptions) {
    this.database = database
    this.#options = options
    this.rulings = { ...NO_RULINGS, ruleSets: options.ruleSets ?? [] }
    this.meetings = this.#open()
  }

  static async create(options: HarnessOptions = {}): Promise<MeetingHarness> {
    const harness = new MeetingHarness(await openDatabase(':memory:'), options)
    harness.code = (await harness.meetings.create(member('ada'), { title: 'Weekly' })).code
    return harness
  }

  /** The service is killed or, `gently`, stopped, and comes back. */
  async restart({ gently = false } = {}): Promise<void> {
    await settled()
    if (gently) await this.meetings.close('serviceStopping')
    this.meetings = this.#open()
    await this.meetings.restore()
  }

  async prepare(who: Visitor, client = DESKTOP): Promise<Attendee> {
    const { meeting, release } = await this.meetings.enter(who, this.code, client)
    const preparation = await meeting.prepare(() => undefined)
    release()
    return new Attendee(meeting, preparation, who, client)
  }

  async join(who: Visitor, resumeToken?: string, client = DESKTOP): Promise<Attendee> {
    return (await this.prepare(who, client)).join(resumeToken)
  }

  get room(): FakeRoom {
    const [room] = this.media.rooms
    if (room === undefined) throw new Error('no room')
    return room
  }

  /** What comes out at an endpoint of the meeting. */
  consumersOf(endpoint: MediaEndpoint): Iterable<FakeConsumer> {
    if (!(endpoint instanceof FakeEndpoint)) throw new Error('no fake endpoint')
    return endpoint.consumers.values()
  }

  async close(): Promise<void> {
    await this.meetings.close('serviceStopping')
    await this.database.destroy()
  }

  /** The organisation rules something else. */
  rule(rulings: Partial<Rulings>): void {
    this.rulings = { ...this.rulings, ...rulings }
    this.meetings.rulesChanged('northwind', undefined)
  }

  #open(): Meetings {
    const { limits } = this.#options
    return new Meetings({
      stores: openMeetingStores(this.database),
      media: this.media,
      // However busy the machine is, what is told is told at once.
      limits: { ...SERVICE_LIMITS, announcing: Number.POSITIVE_INFINITY, ...limits },
      log: this.#options.log ?? createLog('silent'),
      rulebook: this.#options.rulebook ?? { ...NO_RULEBOOK, rulingsFor: () => this.rulings },
      organisationName: () => 'Northwind',
      recordAct: this.#options.recordAct,
    })
  }
}

export interface HarnessOptions {
  limits?: Partial<ServiceLimits>
  ruleSets?: readonly RuleSet[]
  /** What is done is written down by this. */
  recordAct?: RecordAct
  log?: Log
  /** Instead of `ruleSets`. */
  rulebook?: MeetingRulebook
}
