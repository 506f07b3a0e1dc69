/** ms: changes are gathered until so long nothing more came, and at most so long. */
export const GATHERING = { quiet: 250, most: 500 } as const

/** ms after which somebody who was asked for a commit, or for the group, and is silent is replaced. */
export const PATIENCE = 2_000

/** ms that everybody has to be ready for the new keys before all send with them. */
export const SWITCHING = 500

/** ms between two commits that only renew keys. */
export const RENEWING = 5_000

/**
 * ms after which somebody renews their keys where nobody comes or goes. Whoever once got hold of a member's keys reads on until that
 * member's turn: as short as can be, as long as it costs next to nothing, 20 kB of each of 200 members.
 */
export const TURN = 600_000

/** Encryptions that a commit may take before it is worth a commit of its own to have fewer. */
export const DEAR = 24

/** Members who refuse somebody before that somebody is sent away. */
const REFUSALS = 2

/** What is to be done next. */
export type Step =
  | { readonly do: 'found'; readonly participant: string }
  | { readonly do: 'propose'; readonly adds: readonly string[]; readonly removes: readonly number[]; readonly committer: string }
  | { readonly do: 'ask'; readonly participant: string }
  | { readonly do: 'switch'; readonly epoch: number }
  | { readonly do: 'refuse'; readonly participant: string }

/** A commit that fits, as far as the order goes by it. */
export interface OrderedCommit {
  readonly added: readonly { readonly participant: string; readonly leaf: number }[]
  readonly removed: readonly number[]
  /** Those whom its member does not accept. */
  readonly refused: readonly string[]
  /** Its member has fresh keys with it. */
  readonly renews: boolean
}

interface Round {
  readonly adds: readonly string[]
  readonly removes: readonly number[]
  readonly asked: Set<string>
  committer: string
  until: number
}

export interface OrderOptions {
  addedAtOnce: number
  /** How many encryptions a commit of this leaf's member would take now. */
  costOf: (leaf: number) => number
}

/**
 * Who is in an encrypted meeting's group, who is to come and to go, and whose turn it is to commit that: one commit at a time, of
 * which the first wins. It knows neither keys nor sockets nor the clock; every method is given the time (ms) and says what to do.
 * A participant here is one key package's: whoever comes with another one is somebody else.
 */
export class DeliveryOrder {
  readonly #options: OrderOptions
  #epoch: number | undefined
  /** Leaves of those who are in the group. */
  readonly #members = new Map<string, number>()
  /** Those whose key packages wait, in the order in which they came, and who refused them. */
  readonly #waiting = new Map<string, Set<string>>()
  /** Leaves of those who are no longer there. */
  readonly #gone = new Set<number>()
  readonly #connected = new Set<string>()
  #founding: { participant: string; until: number; readonly asked: Set<string> } | undefined
  #gathering: { readonly since: number; until: number } | undefined
  #round: Round | undefined
  #switching: { readonly epoch: number; readonly awaited: Set<string>; readonly until: number } | undefined
  /** When commits may be made that only keep others cheap. */
  #renewAt = 0
  /** When each had their last turn at fresh keys, whether or not they took it. */
  readonly #turns = new Map<string, number>()
  #nextTurnAt = 0

  constructor(options: OrderOptions) {
    this.#options = options
  }

  /** Undefined while there is no group. */
  get epoch(): number | undefined {
    return this.#epoch
  }

  get members(): ReadonlyMap<string, number> {
    return this.#members
  }

  /** Those who are proposed to be added in this epoch. */
  get proposed(): readonly string[] {
    return this.#round?.adds ?? []
  }

  isIn(participant: string): boolean {
    return this.#members.has(participant)
  }

  /** When `tick` is to be called at the latest. */
  get dueAt(): number | undefined {
    const times = [this.#founding?.until, this.#switching?.until]
    if (this.#epoch !== undefined && this.#candidates().length > 0) {
      if (this.#round !== undefined) times.push(this.#round.until)
      else {
        times.push(
          this.#hasChanges ? this.#gathering?.until : undefined,
          this.#isDear ? this.#renewAt : undefined,
          this.#members.size > 1 ? this.#nextTurnAt : undefined,
        )
      }
    }
    const due = times.filter((time) => time !== undefined)
    return due.length === 0 ? undefined : Math.min(...due)
  }

  /** Somebody is there with a key package. */
  arrive(participant: string, now: number): Step[] {
    this.#connected.add(participant)
    this.#waiting.set(participant, new Set())
    this.#gather(now)
    return this.#go(now)
  }

  /** Somebody is there again who holds the group's keys. */
  comeBack(participant: string, now: number): Step[] {
    this.#connected.add(participant)
    return this.#go(now)
  }

  /** Somebody's connection is lost. */
  lose(participant: string, now: number): Step[] {
    this.#connected.delete(participant)
    this.#switching?.awaited.delete(participant)
    return this.#go(now)
  }

  /** Somebody is out of the meeting, of their own will or not. */
  leave(participant: string, now: number): Step[] {
    const leaf = this.#members.get(participant)
    this.#connected.delete(participant)
    this.#switching?.awaited.delete(participant)
    this.#giveUp(participant)
    if (leaf !== undefined) this.#gather(now)
    return this.#go(now)
  }

  /** The group is given up for another one: whoever is there comes over into it, and whoever is not comes anew. */
  startOver(now: number): Step[] {
    const here = [...this.#members.keys()].filter((each) => this.#connected.has(each))
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const each of here) this.#waiting.set(each, new Set())
    for (const [each, refusers] of waiting) this.#waiting.set(each, refusers)
    this.#disband()
    this.#founding = undefined
    return this.#go(now)
  }

  /** Whether this one was asked to found the group. */
  mayFound(participant: string): boolean {
    return this.#founding?.asked.has(participant) ?? false
  }

  founded(participant: string, now: number): Step[] {
    this.#founding = undefined
    this.#epoch = 0
    this.#waiting.delete(participant)
    this.#members.set(participant, 0)
    this.#renewAt = now + RENEWING
    this.#takeTurn(participant, now)
    if (!this.#connected.has(participant)) this.#giveUp(participant)
    this.#gathering = this.#hasChanges ? { since: now, until: now } : undefined
    return this.#go(now)
  }

  /** Whether a commit of this one is awaited: of the first who was asked for it, or of one who was asked instead. */
  mayCommit(participant: string, epoch: number): boolean {
    return epoch === this.#epoch && this.#members.has(participant) && (this.#round?.asked.has(participant) ?? false)
  }

  committed(participant: string, { added, removed, refused, renews }: OrderedCommit, now: number): Step[] {
    for (const { participant: each, leaf } of added) {
      if (this.#waiting.delete(each)) {
        this.#members.set(each, leaf)
        this.#turns.set(each, now)
      } else this.#gone.add(leaf)
    }
    if (renews) this.#takeTurn(participant, now)
    for (const leaf of removed) this.#gone.delete(leaf)
    const steps: Step[] = []
    for (const each of refused) {
      const refusers = this.#waiting.get(each)?.add(participant)
      if (refusers === undefined || (refusers.size < REFUSALS && this.#members.size > 1)) continue
      this.#waiting.delete(each)
      steps.push({ do: 'refuse', participant: each })
    }
    this.#begin(now)
    return [...steps, ...this.#go(now)]
  }

  /** Whether this one may come back from outside now. */
  mayReturn(participant: string, epoch: number): boolean {
    return epoch === this.#epoch && this.#members.has(participant)
  }

  /** Somebody came back from outside, in the place of their own leaf. */
  returned(participant: string, leaf: number, now: number): Step[] {
    this.#members.set(participant, leaf)
    this.#takeTurn(participant, now)
    this.#begin(now)
    return this.#go(now)
  }

  ready(participant: string, epoch: number, now: number): Step[] {
    if (this.#switching?.epoch === epoch) this.#switching.awaited.delete(participant)
    return this.#go(now)
  }

  tick(now: number): Step[] {
    return this.#go(now)
  }

  get #hasChanges(): boolean {
    return this.#waiting.size > 0 || this.#gone.size > 0
  }

  get #isDear(): boolean {
    return this.#candidates().some(([, leaf]) => this.#options.costOf(leaf) > DEAR)
  }

  /** What this one was in the group is to be taken out of it. */
  #giveUp(participant: string): void {
    const leaf = this.#members.get(participant)
    this.#waiting.delete(participant)
    if (leaf === undefined) return
    this.#members.delete(participant)
    this.#turns.delete(participant)
    this.#gone.add(leaf)
  }

  #takeTurn(participant: string, now: number): void {
    this.#turns.set(participant, now)
    this.#nextTurnAt = now + TURN
  }

  #gather(now: number): void {
    const since = this.#gathering?.since ?? now
    this.#gathering = { since, until: Math.min(now + GATHERING.quiet, since + GATHERING.most) }
  }

  /** A new epoch has begun. */
  #begin(now: number): void {
    this.#epoch = (this.#epoch ?? 0) + 1
    this.#round = undefined
    this.#renewAt = now + RENEWING
    const awaited = new Set([...this.#members.keys()].filter((each) => this.#connected.has(each)))
    this.#switching = { epoch: this.#epoch, awaited, until: now + SWITCHING }
    // What came meanwhile has waited already.
    this.#gathering = this.#hasChanges ? (this.#gathering ?? { since: now, until: now }) : undefined
  }

  #go(now: number): Step[] {
    return [...this.#goFounding(now), ...this.#goRound(now), ...this.#goSwitching(now)]
  }

  /** Where nobody is left who could let anybody in, whoever waits makes a new group. */
  #goFounding(now: number): Step[] {
    const here = [...this.#waiting.keys()].filter((each) => this.#connected.has(each))
    if (this.#candidates().length > 0 || here.length === 0) {
      if (here.length === 0) this.#founding = undefined
      return []
    }
    const founding = this.#founding
    if (founding !== undefined && founding.until > now && here.includes(founding.participant)) return []
    const asked = new Set(founding?.asked ?? [])
    const next = here.find((each) => !asked.has(each)) ?? here[0]
    if (next === undefined) return []
    this.#disband()
    this.#founding = { participant: next, until: now + PATIENCE, asked: asked.add(next) }
    return [{ do: 'found', participant: next }]
  }

  #disband(): void {
    this.#epoch = undefined
    this.#members.clear()
    this.#turns.clear()
    this.#gone.clear()
    this.#round = undefined
    this.#switching = undefined
  }

  #goRound(now: number): Step[] {
    if (this.#epoch === undefined) return []
    const round = this.#round
    if (round !== undefined) {
      if (round.until > now && this.#connected.has(round.committer) && this.#members.has(round.committer)) return []
      const next = this.#choose(round.adds, round.asked) ?? this.#choose(round.adds, new Set())
      if (next === undefined) return []
      round.committer = next
      round.until = now + PATIENCE
      round.asked.add(next)
      return [{ do: 'ask', participant: next }]
    }
    const gathered = this.#gathering !== undefined && this.#gathering.until <= now && this.#hasChanges
    const keepsCheap = this.#isDear && this.#renewAt <= now
    const isTurn = this.#members.size > 1 && this.#nextTurnAt <= now
    if (!gathered && !keepsCheap && !isTurn) return []
    const adds = [...this.#waiting.keys()].slice(0, this.#options.addedAtOnce)
    const committer = gathered ? this.#choose(adds, new Set()) : keepsCheap ? this.#dearest() : this.#nextInTurn()
    if (committer === undefined) return []
    if (!gathered && !keepsCheap) this.#takeTurn(committer, now)
    this.#gathering = undefined
    const removes = [...this.#gone]
    this.#round = { adds, removes, committer, asked: new Set([committer]), until: now + PATIENCE }
    return [{ do: 'propose', adds, removes, committer }]
  }

  #goSwitching(now: number): Step[] {
    const switching = this.#switching
    if (switching === undefined || (switching.awaited.size > 0 && switching.until > now)) return []
    this.#switching = undefined
    return [{ do: 'switch', epoch: switching.epoch }]
  }

  #candidates(): [string, number][] {
    return [...this.#members].filter(([each]) => this.#connected.has(each))
  }

  /** Whose commit is the dearest: it makes those of the others cheap. */
  #dearest(): string | undefined {
    const costs = this.#candidates().map(([participant, leaf]) => ({ participant, cost: this.#options.costOf(leaf) }))
    return costs.toSorted((one, other) => other.cost - one.cost)[0]?.participant
  }

  /** Whose keys are the oldest. Whoever was asked and stayed silent does not keep the others waiting for their turn. */
  #nextInTurn(): string | undefined {
    const since = this.#candidates().map(([participant]) => ({ participant, at: this.#turns.get(participant) ?? 0 }))
    return since.toSorted((one, other) => one.at - other.at)[0]?.participant
  }

  /** Whose commit is the cheapest, since others wait for it; not somebody who has refused one of these. */
  #choose(adds: readonly string[], except: ReadonlySet<string>): string | undefined {
    const refusers = new Set(adds.flatMap((each) => [...(this.#waiting.get(each) ?? [])]))
    const candidates = this.#candidates().filter(([each]) => !except.has(each))
    const willing = candidates.filter(([each]) => !refusers.has(each))
    let best: { participant: string; cost: number } | undefined
    for (const [participant, leaf] of willing.length > 0 ? willing : candidates) {
      const cost = this.#options.costOf(leaf)
      if (best === undefined || cost < best.cost) best = { participant, cost }
    }
    return best?.participant
  }
}
