import type { Platform } from '#shared/contract/common.ts'
import type { LogEntry } from '#shared/contract/moderation.ts'
import type { Joined } from '#shared/contract/signalling.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { type EffectiveOptions, resolveOptions, valuesOf } from '#shared/meeting/effective-options.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { type Entry, entryOf } from '#shared/meeting/lobby.ts'
import type { MeetingOptions, OptionsChange } from '#shared/meeting/options.ts'
import { type Action, type Denial, denialOf } from '#shared/meeting/permissions.ts'
import { isOrganising, type Role } from '#shared/meeting/roles.ts'
import type { Host } from '#shared/meeting/standing.ts'
import { newId } from '../identity/secrets.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Log } from '../logging.ts'
import { isDoneInside, type RecordAct } from './acts.ts'
import { doorRefusal, requireChoice } from './encrypted-door.ts'
import type { LiveParticipant, Presence } from './live-participant.ts'
import type { MeetingRecord } from './meeting-records.ts'
import type { MeetingStores, Writing } from './meeting-stores.ts'
import type { NamedRole } from './named-people.ts'
import { type Decision, Occurrence } from './occurrence.ts'
import { roleOf } from './roles.ts'
import { Roster } from './roster.ts'
import type { Rulings } from './rulings.ts'
import type { Newcomer, Visitor } from './standing.ts'

export interface SceneOptions {
  record: MeetingRecord
  host: Host
  rulings: Rulings
  named: ReadonlyMap<string, NamedRole>
  stores: MeetingStores
  limits: ServiceLimits
  log: Log
  now: () => number
  /** Looks after work on the database that nobody waits for. */
  store: (work: Promise<void>) => void
  /** Writes down what is done, in the transaction that does it. */
  recordAct: RecordAct
  /** Whether somebody's own organisation must record their meetings. */
  isRecorded: (visitor: Visitor) => boolean
}

/** Who does something, as the log names them. */
export type By = LogEntry['by']

export const byOf = ({ person }: LiveParticipant): By => ({ personId: person.id, name: person.name })

interface Line {
  readonly write: Writing<void>
  readonly record: Writing<void>
  readonly tell: () => void
}

interface About {
  readonly targets?: readonly LiveParticipant['person'][] | undefined
  readonly detail?: string | undefined
}

/** The meeting on record, and what its organisation's rules say about it now. */
export type Ruled = Pick<SceneOptions, 'record' | 'host' | 'rulings'>

/** What all parts of a live meeting go by: who is in it, what holds in it, and who may do what. */
export class Scene {
  readonly options: SceneOptions
  readonly roster: Roster
  named: ReadonlyMap<string, NamedRole>
  #occurrence: Occurrence | undefined
  #ruled: Ruled
  #choice: OptionsChange
  #effective: EffectiveOptions
  #values: MeetingOptions

  constructor(options: SceneOptions) {
    this.options = options
    this.roster = new Roster(options.limits)
    this.named = options.named
    this.#choice = options.record.choice
    this.#ruled = { record: options.record, host: options.host, rulings: options.rulings }
    this.#effective = resolveOptions(options.rulings.ruleSets, this.#choice)
    this.#values = valuesOf(this.#effective)
  }

  /** The one that takes place now. */
  get occurrence(): Occurrence | undefined {
    return this.#occurrence
  }

  set occurrence(occurrence: Occurrence | undefined) {
    this.#occurrence = occurrence
    this.#resolve()
  }

  get record(): MeetingRecord {
    return this.#ruled.record
  }

  get host(): Host {
    return this.#ruled.host
  }

  get label(): Rulings['label'] {
    return this.#ruled.rulings.label
  }

  /** What the organisation tells whoever is recorded. */
  get recordingNotice(): Rulings['recordingNotice'] {
    return this.#ruled.rulings.recordingNotice
  }

  /** People who can be in it at once. */
  get maximumSize(): number {
    const { encryption } = this.#values
    const most = encryption === 'on' ? LIMITS.encryptedParticipants : LIMITS.participants
    return Math.min(most, this.options.limits.participants, this.#ruled.rulings.maximumSize.value)
  }

  get effective(): EffectiveOptions {
    return this.#effective
  }

  get values(): MeetingOptions {
    return this.#values
  }

  /** Throws what keeps organisers from choosing this: OPTION_LOCKED, OFF_WHEN_ENCRYPTED, ENCRYPTION_SETTLED, ENCRYPTION_UNAVAILABLE. */
  requireChoice(change: OptionsChange): void {
    const { rulings, record } = this.#ruled
    requireChoice({ kind: record.kind, ruleSets: rulings.ruleSets, chosen: this.#choice, running: this.#running }, change)
  }

  /** It takes place in the clear, and must not: by a rule or a label that came when it had begun. */
  get mustEnd(): boolean {
    if (this.#running !== 'off') return false
    const { choices } = resolveOptions(this.#ruled.rulings.ruleSets, this.#choice).encryption
    return !choices.includes('off')
  }

  /** What the service would have to read can't be asked of it where the meeting is encrypted. Throws OFF_WHEN_ENCRYPTED. */
  requireClear(): void {
    if (this.#values.encryption === 'on') throw new ParleyError('OFF_WHEN_ENCRYPTED')
  }

  choose(change: OptionsChange): void {
    this.#choice = { ...this.#choice, ...change }
    this.#resolve()
  }

  /** The rules are others now, or the meeting has another label. */
  rule(ruled: Ruled): void {
    this.#ruled = ruled
    this.#resolve()
  }

  #resolve(): void {
    this.#effective = resolveOptions(this.#ruled.rulings.ruleSets, this.#choice, this.#running)
    this.#values = valuesOf(this.#effective)
  }

  /** What was settled at the start. */
  get #running(): MeetingOptions['encryption'] | undefined {
    if (this.#occurrence === undefined) return undefined
    return this.#occurrence.encrypted ? 'on' : 'off'
  }

  /** The occurrence that takes place now, or the one that begins with this. */
  open(): Occurrence {
    const { record, stores, store, limits, now } = this.options
    if (this.#occurrence !== undefined) return this.#occurrence
    const encrypted = this.#values.encryption === 'on'
    const occurrence = Occurrence.start({ stores, store, denial: limits.denial }, record.id, now(), encrypted)
    this.occurrence = occurrence
    return occurrence
  }

  roleOf({ person, standing }: Pick<Newcomer, 'person' | 'standing'>): Role {
    return roleOf({
      personId: person.id,
      standing,
      organiserId: this.options.record.organiser.id,
      decided: this.occurrence?.decisionOn(person.id).role ?? undefined,
      named: this.named.get(person.id),
      presenting: this.#values.presenting,
    })
  }

  /** The role of a person who is here, or of one who has left, as far as it was given to them. */
  roleOfPerson(personId: string): Role {
    const [here] = this.roster.of(personId)
    return here?.role ?? this.roleOf({ person: { id: personId, kind: 'guest', name: '' }, standing: 'anonymous' })
  }

  /** Why somebody can't come at all, whatever the lobby says. Whoever is in stays in. */
  refusalOf({ standing }: Pick<Newcomer, 'standing'>): 'GUESTS_REFUSED' | 'EXTERNALS_REFUSED' | undefined {
    const { guests, externals } = this.#values
    if (guests === 'off' && (standing === 'guest' || standing === 'anonymous')) return 'GUESTS_REFUSED'
    if (externals === 'off' && standing === 'external') return 'EXTERNALS_REFUSED'
    return undefined
  }

  /** Throws the refusal. */
  requireWelcome(newcomer: Pick<Newcomer, 'standing'>): void {
    const refusal = this.refusalOf(newcomer)
    if (refusal !== undefined) throw new ParleyError(refusal)
  }

  /** Why a client, or whoever uses it, can't take part because the meeting is encrypted. */
  encryptionRefusal({ recorded }: Pick<Newcomer, 'recorded'>, client: Platform | undefined, people = 1): ErrorCode | undefined {
    return doorRefusal({ kind: this.record.kind, options: this.#effective, client, recorded, people })
  }

  /** Throws the refusal. Whoever comes back is asked as well: by another client than they left with, perhaps. */
  requireFit(newcomer: Pick<Newcomer, 'recorded'>, client: Platform | undefined, people?: number): void {
    const refusal = this.encryptionRefusal(newcomer, client, people)
    if (refusal !== undefined) throw new ParleyError(refusal)
  }

  /** How somebody would come in now. */
  entryOf(newcomer: Newcomer): Entry {
    const { person, standing } = newcomer
    const admission = this.occurrence?.decisionOn(person.id).admission
    const { lobby, callers } = this.#values
    const entry = entryOf(
      {
        standing,
        role: this.roleOf(newcomer),
        named: admission === 'admitted' || this.named.has(person.id),
        caller: false,
      },
      { lobby, callers, locked: this.occurrence?.locked ?? false },
    )
    if (entry !== 'direct' || isOrganising(this.roleOf(newcomer))) return entry
    const waits = admission === 'sentBack' || (standing === 'anonymous' && this.occurrence?.anonymousWait && admission === null)
    return waits ? 'waits' : 'direct'
  }

  denial(actor: LiveParticipant, action: Action, target?: LiveParticipant): Denial | undefined {
    return denialOf(actor, action, this.#values, target)
  }

  may(actor: LiveParticipant, action: Action, target?: LiveParticipant): boolean {
    return this.denial(actor, action, target) === undefined
  }

  /** Throws WRONG_STATE for somebody who is no longer in, FORBIDDEN with the denial for somebody who may not. */
  require(presence: Presence, action?: Action, target?: LiveParticipant): void {
    const { participant } = presence
    if (participant.presence !== presence) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
    const denial = action === undefined ? undefined : this.denial(participant, action, target)
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
  }

  /** Throws NOT_FOUND. */
  participant(id: string): LiveParticipant {
    const participant = this.roster.get(id)
    if (participant === undefined) throw new ParleyError('NOT_FOUND', 'participantId')
    return participant
  }

  /** Writes down who did what to whom, and tells organisers. It is done, even where it can't be stored: that is in the service's log. */
  log(by: By, action: LogEntry['action'], about: About = {}): void {
    const line = this.#lineOf(by, action, about)
    if (line === undefined) return
    this.occurrence?.write(line.write, line.record)
    line.tell()
  }

  /** As `log`, for what is decided about people only once it is written down. */
  async decide(by: By, action: 'admit', people: readonly LiveParticipant['person'][], change: Partial<Decision>): Promise<void> {
    const occurrence = this.open()
    const line = this.#lineOf(by, action, { targets: people })
    if (line === undefined) return
    await occurrence.decideOnceStored(
      people.map(({ id }) => id),
      change,
      async (stores, transaction) => {
        await line.write(stores, transaction)
        await line.record(stores, transaction)
      },
    )
    line.tell()
  }

  /** What is written of an act here and for others, and how organisers are told; undefined where no occurrence runs. */
  #lineOf(by: By, action: LogEntry['action'], { targets, detail }: About): Line | undefined {
    const { occurrence, record } = this
    if (occurrence === undefined) return undefined
    const { now, recordAct } = this.options
    const entry = { at: now(), by, action, detail }
    const names = targets?.map(({ name }) => name) ?? [undefined]
    const entries = names.map((target): LogEntry => ({ ...entry, id: newId(), target }))
    return {
      write: ({ moderation }) => moderation.log(occurrence.id, entries),
      record: async (_stores, transaction) => {
        if (!isDoneInside(action)) return
        const people = targets?.map(({ id }) => id) ?? []
        await recordAct(transaction, { meeting: record, by: by.personId, did: action, people })
      },
      tell: () => {
        for (const each of entries) this.roster.announce({ type: 'logged', entry: each }, organises)
      },
    }
  }

  /** What everybody who comes in is told of what holds. */
  get state(): Pick<Joined, 'options' | 'locked' | 'spotlight'> {
    return {
      options: this.#effective,
      locked: this.occurrence?.locked ?? false,
      spotlight: this.occurrence?.spotlight ?? null,
    }
  }
}

export const organises = ({ role }: LiveParticipant): boolean => isOrganising(role)
