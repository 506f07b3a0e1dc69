import { ParleyError } from '#shared/errors.ts'
import { newId } from '../identity/secrets.ts'
import type { DecisionRow, OccurrenceRow } from '../storage/schema.ts'
import { type Ban, Bans } from './banned.ts'
import type { MeetingStores, Writing } from './meeting-stores.ts'
import type { Newcomer } from './standing.ts'

/** What was decided about a person for the rest of an occurrence. */
export type Decision = Omit<DecisionRow, 'occurrence_id' | 'person_id'>

/** `record` for others, beside what is stored here. */
interface Unwritten {
  readonly work: Writing<void>
  readonly record: Writing<void> | undefined
}

type State = Pick<OccurrenceRow, 'locked' | 'spotlight' | 'anonymous_wait'>

const UNDECIDED: Decision = { role: null, admission: null, may_unmute: 0, may_show_camera: 0 }

export interface OccurrenceOptions {
  stores: Pick<MeetingStores, 'occurrences' | 'transaction'>
  /** Looks after work on the database that nobody waits for. */
  store: (work: Promise<void>) => void
  /** ms after which whoever was denied may knock again. */
  denial: number
}

/** One time that a meeting takes place, and what holds for as long: kept so that it is the same after a restart. */
export class Occurrence {
  readonly id: string
  readonly startedAt: number
  /** As it was at the start, and stays. */
  readonly encrypted: boolean
  /** It is in the database: awaited by whatever refers to it there. */
  readonly stored: Promise<void>
  readonly #options: OccurrenceOptions
  readonly #decisions: Map<string, Decision>
  readonly #bans: Bans
  #state: State
  /** What one act changes: stored together, with what is written down about it. */
  #unwritten: Unwritten[] = []

  private constructor(
    options: OccurrenceOptions,
    row: Omit<OccurrenceRow, 'meeting_id' | 'ended_at'>,
    stored: Promise<void>,
    { decisions, bans }: { decisions: readonly DecisionRow[]; bans: readonly Ban[] },
  ) {
    this.id = row.id
    this.startedAt = row.started_at
    this.encrypted = row.encrypted === 1
    this.stored = stored
    this.#options = options
    this.#state = { locked: row.locked, spotlight: row.spotlight, anonymous_wait: row.anonymous_wait }
    this.#decisions = new Map(
      decisions.map(({ person_id, role, admission, may_unmute, may_show_camera }) => [
        person_id,
        { role, admission, may_unmute, may_show_camera },
      ]),
    )
    this.#bans = new Bans(options.denial, bans)
  }

  static start(options: OccurrenceOptions, meetingId: string, now: number, encrypted: boolean): Occurrence {
    const id = newId()
    const stored = options.stores.occurrences.start(id, meetingId, now, encrypted)
    // Whoever needs it to be there awaits it and is told.
    stored.catch(() => undefined)
    const row = { id, started_at: now, locked: 0, spotlight: null, anonymous_wait: 0, encrypted: encrypted ? 1 : 0 } as const
    return new Occurrence(options, row, stored, { decisions: [], bans: [] })
  }

  /** As it was when the service was killed. */
  static restore(
    options: OccurrenceOptions,
    row: OccurrenceRow,
    kept: { decisions: readonly DecisionRow[]; bans: readonly Ban[] },
  ): Occurrence {
    return new Occurrence(options, row, Promise.resolve(), kept)
  }

  get locked(): boolean {
    return this.#state.locked === 1
  }

  set locked(locked: boolean) {
    this.#change({ locked: locked ? 1 : 0 })
  }

  /** Id of the participant who is in everybody's spotlight. */
  get spotlight(): string | undefined {
    return this.#state.spotlight ?? undefined
  }

  set spotlight(participantId: string | undefined) {
    this.#change({ spotlight: participantId ?? null })
  }

  /** Whoever is anonymous waits: one of them was put out, and another name is quickly found. */
  get anonymousWait(): boolean {
    return this.#state.anonymous_wait === 1
  }

  /** Somebody is put out who could come back as anybody. */
  noteExpelled({ standing }: Newcomer): void {
    if (standing === 'anonymous' && !this.anonymousWait) this.#change({ anonymous_wait: 1 })
  }

  get bans(): Pick<Bans, 'judge' | 'removed'> {
    return this.#bans
  }

  decisionOn(personId: string): Decision {
    return this.#decisions.get(personId) ?? UNDECIDED
  }

  /** Decides the same about all of these people. */
  decide(personIds: Iterable<string>, change: Partial<Decision>): void {
    const ids = new Set(personIds)
    for (const personId of ids) this.#decisions.set(personId, { ...this.decisionOn(personId), ...change })
    this.write(({ moderation }) => moderation.decide(this.#rowsOf(ids)))
  }

  /** As `decide`, but not before it is stored, together with what `also` writes. Throws where that fails; nothing is decided then. */
  async decideOnceStored(personIds: Iterable<string>, change: Partial<Decision>, also: Writing<void>): Promise<void> {
    const ids = new Set(personIds)
    await this.stored
    await this.#options.stores.transaction(async (stores, transaction) => {
      await stores.moderation.decide(this.#rowsOf(ids, change))
      await also(stores, transaction)
    })
    for (const personId of ids) this.#decisions.set(personId, { ...this.decisionOn(personId), ...change })
  }

  ban(newcomers: readonly Newcomer[], kind: Ban['kind'], at: number): void {
    const bans = newcomers.map(
      ({ person, sessionId, clientKey }): Ban => ({
        id: newId(),
        kind,
        personId: person.id,
        sessionId,
        clientKey,
        name: person.name,
        at,
      }),
    )
    for (const ban of bans) this.#bans.add(ban)
    this.write(({ moderation }) => moderation.addBans(this.id, bans))
  }

  /** Lets somebody who was removed come again; false where nobody of this id was. */
  readmit(personId: string): boolean {
    const lifted = this.#bans.lift(personId).map(({ id }) => id)
    if (lifted.length === 0) return false
    this.write(({ moderation }) => moderation.liftBans(lifted))
    this.decide([personId], { admission: 'admitted' })
    return true
  }

  #change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change }
    this.write(({ occurrences }) => occurrences.update(this.id, change))
  }

  /**
   * Stores something of this occurrence soon, in one transaction with whatever else the same act stores. `record` writes it down for
   * others: where that fails it is stored all the same, since whoever was put out must not come back with a restart.
   */
  write(work: Writing<void>, record?: Writing<void>): void {
    this.#unwritten.push({ work, record })
    if (this.#unwritten.length === 1) this.#options.store(this.stored.then(() => this.#writeAll()))
  }

  async #writeAll(): Promise<void> {
    const unwritten = this.#unwritten
    this.#unwritten = []
    const { stores } = this.#options
    const store = (parts: readonly (Writing<void> | undefined)[]): Promise<void> =>
      stores.transaction(async (own, transaction) => {
        for (const part of parts) await part?.(own, transaction)
      })
    const works = unwritten.map(({ work }) => work)
    const records = unwritten.map(({ record }) => record)
    try {
      await store([...works, ...records])
    } catch (cause) {
      if (records.every((record) => record === undefined)) throw cause
      await store(works)
      throw new ParleyError('INTERNAL', 'what was done in a meeting is not in the audit log', { cause })
    }
  }

  /** As they are when they are written: what was decided meanwhile is not undone. */
  #rowsOf(personIds: Iterable<string>, change: Partial<Decision> = {}): DecisionRow[] {
    return [...personIds].map((personId) => ({
      occurrence_id: this.id,
      person_id: personId,
      ...this.decisionOn(personId),
      ...change,
    }))
  }
}
