import type { CommitRequest, EncryptionNews, EncryptionOffer, Outside, Seat } from '#shared/contract/encryption.ts'
import { COMMON_SUITE, MLS_SUITES, type MlsSuite } from '#shared/encryption/group.ts'
import { ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { Log } from '../logging.ts'
import { CommitLog } from './commit-log.ts'
import type { DeliveryKey } from './delivery-key.ts'
import { DeliveryOrder, type Step } from './delivery-order.ts'
import { isOfOneKey, type KeyPackages, keyPackagesIn } from './key-packages.ts'
import { PublicGroup, suiteIn, welcomeFor } from './public-group.ts'

export interface MeetingDeliveryOptions {
  /** The code of the meeting. */
  code: string
  key: DeliveryKey
  log: Log
  now: () => number
  /** Tells a participant something, where they are connected. */
  tell: (participantId: string, news: EncryptionNews) => void
}

/** A participant with what they offered, from when they come with it until they are out or come anew. */
interface Client {
  readonly id: string
  readonly participantId: string
  /** Those that they hold the secrets of now. */
  keys: KeyPackages
}

const encoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const decoded = (text: string): Uint8Array => Buffer.from(text, 'base64url')

/**
 * The delivery service of one meeting's MLS group (RFC 9420, RFC 9750 §5): takes key packages, orders commits, proposes who comes and
 * goes, and passes on what members say to each other. All that it holds is public within the meeting. One thing after the other.
 */
export class MeetingDelivery {
  readonly #options: MeetingDeliveryOptions
  readonly #order: DeliveryOrder
  readonly #log = new CommitLog()
  /** By participant. */
  readonly #clients = new Map<string, Client>()
  /** The best that everybody has offered who was in this occurrence: it gets no better again. */
  #suite: MlsSuite = MLS_SUITES[0]
  #group: PublicGroup | undefined
  /** What is proposed in this epoch. */
  #proposals: readonly string[] = []
  #serial = 0
  #turn: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: MeetingDeliveryOptions) {
    this.#options = options
    const costOf = (leaf: number): number => this.#group?.costOf(leaf) ?? 0
    this.#order = new DeliveryOrder({ addedAtOnce: LIMITS.addedAtOnce, costOf })
  }

  /** Somebody is in the meeting, or is back in it. */
  came(participantId: string, offer: EncryptionOffer): void {
    this.#quietly(async () => {
      const client = this.#clients.get(participantId)
      const keys = await keyPackagesIn(offer, this.#options.key.suiteOf)
      if (client !== undefined && keys !== undefined && this.#follow(client, keys, offer)) return
      if (client !== undefined) await this.#drop(client)
      if (keys === undefined) this.#options.tell(participantId, { is: 'refused' })
      else await this.#take(participantId, keys)
    })
  }

  /** Somebody's connection is lost; their place is kept. */
  lost(participantId: string): void {
    this.#quietly(async () => {
      const client = this.#clients.get(participantId)
      if (client !== undefined) await this.#do(this.#order.lose(client.id, this.#now))
    })
  }

  /** Somebody is no longer in the meeting: they are told nothing any more. */
  left(participantId: string): void {
    this.#quietly(async () => {
      const client = this.#clients.get(participantId)
      if (client !== undefined) await this.#drop(client)
    })
  }

  /** Throws EPOCH_STALE where this was not asked of them, or no longer is; ENCRYPTION_FAILED for no such group. */
  found(participantId: string, groupInfo: string): Promise<void> {
    return this.#inTurn(async () => {
      const client = this.#client(participantId)
      if (!this.#order.mayFound(client.id)) throw new ParleyError('EPOCH_STALE', 'not asked')
      const { code, key } = this.#options
      const [suite, info] = [this.#suite, decoded(groupInfo)]
      const own = client.keys[suite]
      if (own === undefined || suiteIn(info) !== suite) throw new ParleyError('EPOCH_STALE', 'asked in another suite')
      this.#group = await judged(PublicGroup.found(key.suiteOf(suite), code, key.publicKey, own, info))
      this.#log.clear()
      this.#proposals = []
      await this.#do(this.#order.founded(client.id, this.#now))
    })
  }

  /** Throws EPOCH_STALE where another commit has won or this one is not awaited, ENCRYPTION_FAILED for one that does not fit. */
  commit(participantId: string, request: CommitRequest): Promise<void> {
    return this.#inTurn(async () => {
      const client = this.#client(participantId)
      const { epoch } = request
      const leaf = this.#order.members.get(client.id)
      const [mayCommit, mayReturn] = [this.#order.mayCommit(client.id, epoch), this.#order.mayReturn(client.id, epoch)]
      const group = this.#group
      if (group === undefined || leaf === undefined || !(mayCommit || mayReturn)) throw new ParleyError('EPOCH_STALE')
      const fitting = await judged(group.check(decoded(request.commit), decoded(request.groupInfo), leaf))
      const { added, removed, returned, renews } = fitting
      if (returned === undefined && !mayCommit) throw new ParleyError('EPOCH_STALE', 'not asked')
      const references = added.map(({ reference }) => reference)
      if ((request.welcome === undefined) !== (references.length === 0)) {
        throw new ParleyError('ENCRYPTION_FAILED', 'a welcome for nobody, or none')
      }
      const welcomes = request.welcome === undefined ? undefined : welcomeFor(decoded(request.welcome), this.#suite, references)
      const proposed = this.#order.proposed
      const refused = request.refused.map((index) => proposed[index]).filter((each) => each !== undefined)
      if (added.length + new Set(refused).size < proposed.length && returned === undefined) {
        throw new ParleyError('ENCRYPTION_FAILED', 'a commit that leaves somebody out')
      }
      const before = [...this.#order.members.keys()]
      group.adopt(fitting)
      this.#log.add({ epoch, proposals: this.#proposals, commit: request.commit })
      this.#proposals = []
      const seats = added.map((each): Seat => ({ participantId: participantOf(each.participant), leafIndex: each.leaf }))
      if (returned !== undefined) seats.push({ participantId, leafIndex: returned })
      for (const each of before) this.#tell(each, { is: 'commit', epoch, commit: request.commit, seats })
      const now = this.#now
      const steps =
        returned === undefined
          ? this.#order.committed(client.id, { added, removed, refused, renews }, now)
          : [...this.#order.returned(client.id, returned, now), ...this.#order.comeBack(client.id, now)]
      const tree = welcomes === undefined ? '' : encoded(group.tree)
      for (const { participant, reference } of added) {
        const welcome = encoded(welcomes?.get(reference) ?? new Uint8Array())
        this.#tell(participant, { is: 'welcome', epoch: group.epoch, welcome, tree, seats: this.#seats })
      }
      await this.#do(steps)
    })
  }

  ready(participantId: string, epoch: number): Promise<void> {
    return this.#inTurn(async () => this.#do(this.#order.ready(this.#client(participantId).id, epoch, this.#now)))
  }

  /** Passes on what a member says. Throws EPOCH_STALE for an epoch that is over for long, WRONG_STATE for somebody who is not in. */
  say(participantId: string, epoch: number, message: string): Promise<void> {
    return this.#inTurn(async () => {
      const client = this.#client(participantId)
      const current = this.#order.epoch
      if (current === undefined || !this.#order.isIn(client.id)) throw new ParleyError('WRONG_STATE', 'not in the group')
      if (epoch > current || epoch < current - 1) throw new ParleyError('EPOCH_STALE')
      for (const each of this.#order.members.keys()) if (each !== client.id) this.#tell(each, { is: 'message', message })
    })
  }

  /** For a member who has lost the group's state. Throws WRONG_STATE for whoever is not in it. */
  outside(participantId: string): Promise<Outside> {
    return this.#inTurn(async () => {
      const group = this.#group
      if (group === undefined || !this.#order.isIn(this.#client(participantId).id)) {
        throw new ParleyError('WRONG_STATE', 'not in the group')
      }
      const [groupInfo, tree] = [encoded(group.groupInfo), encoded(group.tree)]
      return { epoch: group.epoch, groupInfo, tree, seats: this.#seats }
    })
  }

  /** Nothing is told any more. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#clients.clear()
  }

  get #now(): number {
    return this.#options.now()
  }

  get #seats(): Seat[] {
    return [...this.#order.members].map(([id, leafIndex]) => ({ participantId: participantOf(id), leafIndex }))
  }

  #client(participantId: string): Client {
    const client = this.#clients.get(participantId)
    if (client === undefined) throw new ParleyError('WRONG_STATE', 'not in the group')
    return client
  }

  /** Whether somebody who is back can go on with what they hold; where they can't follow, they are told to come back from outside. */
  #follow(client: Client, keys: KeyPackages, { held }: EncryptionOffer): boolean {
    const group = this.#group
    if (group === undefined || held === undefined || !this.#order.isIn(client.id)) return false
    if (held.groupId !== encoded(group.groupId)) return false
    if (!isOfOneKey(keys, client.keys) || keys[this.#suite] === undefined) return false
    client.keys = keys
    const missed = this.#log.since(held.epoch, group.epoch)
    if (missed === undefined) {
      this.#tell(client.id, { is: 'rejoin' })
      return true
    }
    const seats = this.#seats
    for (const { epoch, proposals, commit } of missed) {
      this.#tell(client.id, { is: 'proposals', epoch, proposals: [...proposals] })
      this.#tell(client.id, { is: 'commit', epoch, commit, seats })
    }
    if (this.#proposals.length > 0) {
      this.#tell(client.id, { is: 'proposals', epoch: group.epoch, proposals: [...this.#proposals] })
    }
    this.#quietly(() => this.#do(this.#order.comeBack(client.id, this.#now)))
    return true
  }

  async #take(participantId: string, keys: KeyPackages): Promise<void> {
    // One device has one place: where it comes again, after a reload or in another window, the former one is over.
    for (const other of [...this.#clients.values()]) {
      if (!isOfOneKey(keys, other.keys)) continue
      this.#options.tell(other.participantId, { is: 'refused' })
      await this.#drop(other)
    }
    this.#serial += 1
    const client = { id: `${participantId} ${this.#serial}`, participantId, keys }
    this.#clients.set(participantId, client)
    // Whoever does not have the group's suite is let in all the same: by a group in the one that all have.
    const steps = keys[this.#suite] === undefined ? this.#lower() : []
    await this.#do([...steps, ...this.#order.arrive(client.id, this.#now)])
  }

  #lower(): Step[] {
    this.#suite = COMMON_SUITE
    return this.#order.startOver(this.#now)
  }

  async #drop(client: Client): Promise<void> {
    this.#clients.delete(client.participantId)
    await this.#do(this.#order.leave(client.id, this.#now))
  }

  async #do(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#step(step)
    this.#schedule()
  }

  async #step(step: Step): Promise<void> {
    const { publicKey } = this.#options.key
    const suite = this.#suite
    if (step.do === 'found') return this.#tell(step.participant, { is: 'found', suite, deliveryKey: encoded(publicKey) })
    const group = this.#group
    if (group === undefined) return
    const { epoch } = group
    if (step.do === 'ask') return this.#tell(step.participant, { is: 'commitWanted', epoch })
    if (step.do === 'switch') return this.#tellMembers({ is: 'switch', epoch: step.epoch })
    if (step.do === 'refuse') {
      this.#tell(step.participant, { is: 'refused' })
      this.#clients.delete(participantOf(step.participant))
      return
    }
    const adds = step.adds.map((participant) => {
      const key = this.#clientWith(participant)?.keys[suite]
      if (key === undefined) throw new ParleyError('INTERNAL', 'somebody without a key package')
      return { participant, ...key }
    })
    const proposals = await group.propose(adds, step.removes)
    this.#proposals = proposals.map(encoded)
    if (proposals.length > 0) this.#tellMembers({ is: 'proposals', epoch, proposals: [...this.#proposals] })
    this.#tell(step.committer, { is: 'commitWanted', epoch })
  }

  #clientWith(id: string): Client | undefined {
    const client = this.#clients.get(participantOf(id))
    return client?.id === id ? client : undefined
  }

  #tell(id: string, news: EncryptionNews): void {
    if (!this.#closed && this.#clientWith(id) !== undefined) this.#options.tell(participantOf(id), news)
  }

  #tellMembers(news: EncryptionNews): void {
    for (const each of this.#order.members.keys()) this.#tell(each, news)
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const { dueAt } = this.#order
    if (this.#closed || dueAt === undefined) return
    this.#timer = setTimeout(() => this.#quietly(() => this.#do(this.#order.tick(this.#now))), Math.max(0, dueAt - this.#now))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      if (this.#closed) throw new ParleyError('WRONG_STATE', 'closed')
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #quietly(work: () => Promise<void>): void {
    this.#inTurn(work).catch((error: unknown) => {
      if (!this.#closed) this.#options.log.error({ err: error }, 'the group of a meeting was not told of a change')
    })
  }
}

/** What the library throws at something malformed is the sender's fault. */
const judged = async <T>(judging: Promise<T>): Promise<T> => {
  try {
    return await judging
  } catch (cause) {
    throw cause instanceof ParleyError ? cause : new ParleyError('ENCRYPTION_FAILED', 'malformed', { cause })
  }
}

const participantOf = (id: string): string => id.slice(0, id.indexOf(' '))
