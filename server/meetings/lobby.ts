import type { WaitingPerson } from '#shared/contract/moderation.ts'
import type { RecordingAhead } from '#shared/contract/recording.ts'
import type { EndReason } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import { newId } from '../identity/secrets.ts'
import type { ServiceLimits } from '../limits.ts'
import type { WaitRow } from '../storage/schema.ts'
import { Announcement } from './announcement.ts'
import { Coalescer } from './coalescer.ts'
import { newcomerFrom } from './newcomer-columns.ts'
import type { Newcomer } from './standing.ts'
import type { Visit } from './visit.ts'
import type { WaitRecords } from './wait-records.ts'

/** Somebody's place in the lobby. It is the session's: a lost connection or a restart of the service does not cost it. */
export interface Wait {
  readonly id: string
  readonly newcomer: Newcomer
  /** ms since 1970 */
  readonly since: number
  /** Absent while their connection is lost. */
  visit: Visit | undefined
  /** While their connection is lost: when their place is given up, ms since 1970. */
  expectedUntil: number | undefined
}

export interface LobbyOptions {
  meetingId: string
  records: WaitRecords
  limits: Pick<ServiceLimits, 'waiting' | 'lobbyWait' | 'resumeWindow'>
  now: () => number
  /** Looks after work on the database that nobody waits for. */
  store: (work: Promise<void>) => void
  /** What somebody who waits is told of recordings. */
  recordingAhead: (newcomer: Newcomer) => RecordingAhead
  /** Who waits has changed; not called more often than those who watch can follow. */
  onChanged: () => void
}

/** ms between two lists of those who wait, when they come by the hundred. */
const LIST_INTERVAL = 200

/** Those who wait to be let in. They are told that they wait, and in the end why they no longer do; nothing else. */
export class Lobby {
  readonly #options: LobbyOptions
  /** In the order in which they came. */
  readonly #waits = new Map<string, Wait>()
  readonly #bySession = new Map<string, Wait>()
  readonly #changes: Coalescer

  constructor(options: LobbyOptions) {
    this.#options = options
    this.#changes = new Coalescer(LIST_INTERVAL, options.onChanged)
  }

  get size(): number {
    return this.#waits.size
  }

  /** Those who waited when the service was stopped or killed are expected back. */
  restore(rows: readonly WaitRow[]): void {
    const { now, limits } = this.#options
    for (const row of rows) {
      const { id, since } = row
      this.#put({ id, since, newcomer: newcomerFrom(row), visit: undefined, expectedUntil: now() + limits.resumeWindow })
    }
  }

  all(): Wait[] {
    return [...this.#waits.values()]
  }

  get(id: string): Wait | undefined {
    return this.#waits.get(id)
  }

  /** The place that a session has. */
  of({ sessionId }: Newcomer): Wait | undefined {
    return this.#bySession.get(sessionId)
  }

  /** As those see them who may let them in. */
  describe(): WaitingPerson[] {
    return this.all().map(({ id, since, newcomer: { person, standing, verification } }) => ({
      id,
      name: person.name,
      organisation: person.organisation,
      standing,
      verification,
      since,
    }))
  }

  /** Throws LOBBY_FULL. Somebody who waits already keeps their place; of their two connections the newer one does. */
  knock(visit: Visit): void {
    const { limits } = this.#options
    const former = this.of(visit.newcomer)
    if (former === undefined && this.size >= limits.waiting) throw new ParleyError('LOBBY_FULL')
    this.put(visit.newcomer, visit)
  }

  /** A place for somebody, whoever else waits; without a visit they are expected to come back to it. */
  put(newcomer: Newcomer, visit: Visit | undefined): void {
    const { now, limits, meetingId, records, store } = this.#options
    const former = this.of(newcomer)
    const wait = former ?? { id: newId(), newcomer, since: now(), visit: undefined, expectedUntil: undefined }
    if (former === undefined) {
      this.#put(wait)
      store(records.add(meetingId, wait))
      this.#changes.trigger()
    }
    if (visit === undefined) {
      if (wait.visit === undefined) wait.expectedUntil = now() + limits.resumeWindow
      return
    }
    this.#replace(wait)
    wait.visit = visit
    wait.expectedUntil = undefined
    visit.wait = wait
    const { since } = wait
    const recording = this.#options.recordingAhead(wait.newcomer)
    visit.sink.send(new Announcement({ type: 'waiting', since, until: since + limits.lobbyWait, recording }))
  }

  /** What is recorded has changed. */
  tellRecording(): void {
    for (const { visit, newcomer } of this.#waits.values()) {
      const recording = this.#options.recordingAhead(newcomer)
      visit?.sink.send(new Announcement({ type: 'recordingAheadChanged', recording }))
    }
  }

  /** The connection of somebody is lost. They keep their place for a while. */
  lose(visit: Visit): void {
    const { wait } = visit
    if (wait?.visit !== visit) return
    visit.wait = undefined
    wait.visit = undefined
    wait.expectedUntil = this.#options.now() + this.#options.limits.resumeWindow
  }

  /** Takes people out of the lobby, who are told `reason`; without one, their connections go on. */
  remove(waits: readonly Wait[], reason?: EndReason): void {
    const gone = waits.filter(({ id }) => this.#waits.has(id))
    if (gone.length === 0) return
    for (const wait of gone) {
      this.#waits.delete(wait.id)
      this.#bySession.delete(wait.newcomer.sessionId)
    }
    const { store, records } = this.#options
    store(records.remove(gone.map(({ id }) => id)))
    this.#changes.trigger()
    for (const { visit } of gone) {
      if (visit === undefined) continue
      visit.wait = undefined
      if (reason !== undefined) visit.sink.end(reason)
    }
  }

  /** Shows those out who have waited too long, and forgets those who did not come back. */
  tick(now: number): void {
    const { lobbyWait } = this.#options.limits
    this.remove(
      this.all().filter(({ since }) => since + lobbyWait <= now),
      'waitedTooLong',
    )
    this.remove(this.all().filter(({ expectedUntil }) => expectedUntil !== undefined && expectedUntil <= now))
  }

  /** The service stops. Everybody finds their place again when it is back. */
  suspend(reason: EndReason): void {
    const waits = this.all()
    this.#waits.clear()
    this.#bySession.clear()
    this.stop()
    for (const { visit } of waits) {
      if (visit === undefined) continue
      visit.wait = undefined
      visit.sink.end(reason)
    }
  }

  stop(): void {
    this.#changes.stop()
  }

  #put(wait: Wait): void {
    this.#waits.set(wait.id, wait)
    this.#bySession.set(wait.newcomer.sessionId, wait)
  }

  #replace({ visit }: Wait): void {
    if (visit === undefined) return
    visit.wait = undefined
    visit.sink.end('replaced')
  }
}
