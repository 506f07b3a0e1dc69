import { base64urlnopad } from '@scure/base'
import type { CommitRequest, EncryptionNews, EncryptionOffer, Outside, Seat } from '#shared/contract/encryption.ts'
import { isMlsSuite, type MlsSuite } from '#shared/encryption/group.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import type { MlsIdentity, OwnKeyPackage } from './identity.ts'
import { type GroupOptions, MeetingGroup, type Opened, type OwnCommit } from './meeting-group.ts'
import type { Changes, Member } from './members.ts'
import { readWelcome } from './wire.ts'

/** What is asked of the delivery service. Each rejects with a ParleyError. */
export interface DeliveryCalls {
  foundGroup(input: { groupInfo: string }): Promise<void>
  commitEpoch(input: CommitRequest): Promise<void>
  keysReady(input: { epoch: number }): Promise<void>
  sendEncrypted(input: { epoch: number; message: string }): Promise<void>
  requestGroupInfo(): Promise<Outside>
}

/** An epoch whose keys this member has. */
export interface EpochOfGroup<V> {
  readonly epoch: bigint
  readonly suite: MlsSuite
  /** RFC 9605 §5.2; 16 bytes. */
  readonly baseKey: Uint8Array
  readonly ownLeaf: number
  /** The leaves of the others, by participant. */
  readonly leaves: ReadonlyMap<string, number>
  readonly members: readonly Member<V>[]
  readonly changes: Changes<V>
  /** Thirty digits, in groups. */
  readonly securityCode: string
}

export interface GroupSessionOptions<V> extends GroupOptions<V> {
  readonly identity: MlsIdentity
  readonly participantId: () => string | undefined
  readonly calls: DeliveryCalls
  /** Frames of this epoch can be received once it resolves. */
  readonly onEpoch: (epoch: EpochOfGroup<V>) => Promise<void>
  /** Frames are sent with this epoch's key from now on. */
  readonly onSwitch: (epoch: bigint) => void
  /** What came before this epoch is of no use any more. */
  readonly onForget: (before: bigint) => void
  readonly onMessage: (message: Opened<V>) => void
  /** It can't go on: nothing more is sent or received. NOT_ACCEPTED, REMOVED or ENCRYPTION_FAILED. */
  readonly onLost: (error: ParleyError) => void
}

/** ms after which all send with new keys, whether or not the service says that everybody has them: it could be silent for ever. */
const SWITCHING = 500

/** ms that the keys of a past epoch are kept. */
const KEEPING = 10_000

/** ms that something to be said waits for what is announced to be committed. */
const SETTLING = 5_000

const encode = (bytes: Uint8Array): string => base64urlnopad.encode(bytes)
const decode = (text: string): Uint8Array => base64urlnopad.decode(text)

/**
 * A member's way through the life of a meeting's group: from the offer at the door to the end, with whatever the delivery service says
 * in between. One thing after the other, in the order in which it came.
 */
export class GroupSession<V> {
  readonly #options: GroupSessionOptions<V>
  readonly #seats = new Map<string, number>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  /** Those who wait for the group to be settled. */
  readonly #settled = new Set<() => void>()
  /** What is offered and was not used yet. */
  readonly #own = new Map<MlsSuite, OwnKeyPackage>()
  #group: MeetingGroup<V> | undefined
  /** Places of the proposals that are not accepted here. */
  #refused: number[] = []
  #sending = -1n
  /** Of a commit of one's own that has won. */
  #accepted: { readonly epoch: number; readonly changes: Changes<V> } | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: GroupSessionOptions<V>) {
    this.#options = options
  }

  /** Absent until the group is founded or joined. */
  get group(): MeetingGroup<V> | undefined {
    return this.#group
  }

  /** What to join with, for the first time or after a lost connection. */
  offer(): Promise<EncryptionOffer> {
    return this.#inTurn(async () => {
      const { identity } = this.#options
      for (const suite of identity.suites) this.#own.set(suite, await identity.keyPackage(suite))
      const keyPackages = [...this.#own.values()].map((each) => encode(each.bytes))
      const group = this.#group
      if (group === undefined) return { keyPackages }
      return { keyPackages, held: { groupId: encode(group.groupId), epoch: Number(group.epoch) } }
    })
  }

  /** Lets the group go, of somebody who is sent back to the lobby; another offer is to be made before they are let in again. */
  async leave(): Promise<void> {
    await this.#inTurn(async () => {
      this.#group?.close()
      this.#group = undefined
      this.#own.clear()
      this.#accepted = undefined
      this.#seats.clear()
    })
    this.#settle()
  }

  /** Something came from the delivery service. */
  handle(news: EncryptionNews): void {
    this.#inTurn(() => this.#handle(news)).catch((error: unknown) => this.#lose(toParleyError(error)))
  }

  /** Says something to all. Throws WRONG_STATE before the group is there, EPOCH_STALE where it does not settle, LIMIT_REACHED. */
  async say(content: Uint8Array): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      await this.#whenSettled()
      const group = this.#group
      if (group === undefined || this.#closed) throw new ParleyError('WRONG_STATE', 'no group')
      try {
        const { epoch, message } = await group.seal(content)
        await this.#options.calls.sendEncrypted({ epoch: Number(epoch), message: encode(message) })
        return
      } catch (error) {
        if (!(error instanceof ParleyError) || error.code !== 'EPOCH_STALE' || attempt > 0) throw error
      }
    }
  }

  /** Everything secret goes. */
  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#group?.close()
    this.#settle()
  }

  async #handle(news: EncryptionNews): Promise<void> {
    switch (news.is) {
      case 'found':
        return this.#found(news.suite, decode(news.deliveryKey))
      case 'welcome':
        return this.#join(news.welcome, news.tree, news.seats)
      case 'proposals':
        return this.#announce(news.epoch, news.proposals)
      case 'commitWanted':
        return this.#commit(news.epoch)
      case 'commit':
        return this.#follow(news.epoch, decode(news.commit), news.seats)
      case 'message':
        return this.#hear(decode(news.message))
      case 'switch':
        return this.#switch(BigInt(news.epoch))
      case 'rejoin':
        return this.#rejoin()
      case 'refused':
        throw new ParleyError('NOT_ACCEPTED')
    }
  }

  async #found(suite: MlsSuite, deliveryKey: Uint8Array): Promise<void> {
    const own = this.#own.get(suite)
    if (own === undefined) throw new ParleyError('ENCRYPTION_FAILED', 'asked for a group that was not offered')
    const group = await MeetingGroup.found(this.#options, own, deliveryKey)
    try {
      await this.#options.calls.foundGroup({ groupInfo: encode(await group.describe()) })
    } catch (error) {
      group.close()
      if (isStale(error)) return
      throw error
    }
    this.#own.delete(suite)
    const participantId = this.#options.participantId()
    await this.#replace(group, participantId === undefined ? [] : [{ participantId, leafIndex: 0 }])
  }

  async #join(welcome: string, tree: string, seats: readonly Seat[]): Promise<void> {
    const bytes = decode(welcome)
    const { cipherSuite } = readWelcome(bytes)
    const own = isMlsSuite(cipherSuite) ? this.#own.get(cipherSuite) : undefined
    if (own === undefined) throw new ParleyError('ENCRYPTION_FAILED', 'a welcome without an offer')
    const group = await MeetingGroup.join(this.#options, own, bytes, decode(tree))
    this.#own.delete(own.suite)
    await this.#replace(group, seats)
  }

  async #announce(epoch: number, proposals: readonly string[]): Promise<void> {
    const group = await this.#current(epoch)
    if (group === undefined) return
    this.#refused = []
    for (const [index, proposal] of proposals.entries()) {
      try {
        await group.announce(decode(proposal))
      } catch (error) {
        if (!(error instanceof ParleyError) || !['NOT_ACCEPTED', 'ENCRYPTION_FAILED'].includes(error.code)) throw error
        this.#refused.push(index)
      }
    }
  }

  async #commit(epoch: number): Promise<void> {
    const group = await this.#current(epoch)
    if (group === undefined) return
    const own = await group.commit()
    try {
      await this.#options.calls.commitEpoch(requestOf(own, this.#refused))
    } catch (error) {
      // Where the answer was lost, it may have won all the same, and comes back as everybody else's does.
      if (isStale(error)) await group.withdraw()
      return
    }
    this.#accepted = { epoch, changes: await group.accept(own) }
  }

  async #follow(epoch: number, commit: Uint8Array, seats: readonly Seat[]): Promise<void> {
    const accepted = this.#accepted
    this.#accepted = undefined
    // One's own, in force already: now it is known who sits where.
    if (accepted?.epoch === epoch) return this.#enter(accepted.changes, seats)
    const group = await this.#current(epoch)
    if (group === undefined) return
    let changes: Changes<V>
    try {
      changes = await group.process(commit)
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'ENCRYPTION_FAILED') throw error
      return this.#rejoin()
    }
    await this.#enter(changes, seats)
  }

  async #hear(bytes: Uint8Array): Promise<void> {
    try {
      const message = await this.#group?.open(bytes)
      if (message !== undefined) this.#options.onMessage(message)
    } catch (error) {
      // What does not open was not said by a member: it is dropped.
      if (!(error instanceof ParleyError) || error.code !== 'ENCRYPTION_FAILED') throw error
    }
  }

  async #rejoin(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const { groupInfo, tree, seats } = await this.#options.calls.requestGroupInfo()
      const { group, commit } = await MeetingGroup.rejoin(this.#options, decode(groupInfo), decode(tree))
      try {
        await this.#options.calls.commitEpoch(requestOf(commit, []))
      } catch (error) {
        group.close()
        if (isStale(error) && attempt < 3) continue
        throw error
      }
      await group.accept(commit)
      const participantId = this.#options.participantId()
      const others = seats.filter((seat) => seat.participantId !== participantId)
      return this.#replace(group, others)
    }
  }

  async #replace(group: MeetingGroup<V>, seats: readonly Seat[]): Promise<void> {
    const before = this.#group
    const joined = before === undefined ? group.members : []
    this.#group = group
    // Of another group, whose epochs have the same numbers, nothing was sent yet.
    this.#sending = -1n
    before?.close()
    this.#seats.clear()
    await this.#enter({ joined, left: [] }, seats)
  }

  async #enter(changes: Changes<V>, seats: readonly Seat[]): Promise<void> {
    const group = this.#group
    if (group === undefined) return
    this.#refused = []
    const gone = new Set(changes.left.map(({ leafIndex }) => leafIndex))
    for (const [participantId, leafIndex] of this.#seats) if (gone.has(leafIndex)) this.#seats.delete(participantId)
    for (const { participantId, leafIndex } of seats) this.#seats.set(participantId, leafIndex)
    const { epoch, suite, ownLeaf, members, securityCode } = group
    const leaves = new Map([...this.#seats].filter(([, leafIndex]) => leafIndex !== ownLeaf))
    const baseKey = await group.frameBaseKey()
    await this.#options.onEpoch({ epoch, suite, baseKey, ownLeaf, leaves, members, changes, securityCode })
    this.#settle()
    this.#later(SWITCHING, () => this.#switch(epoch))
    // A service that does not hear it lets the others wait a moment longer.
    this.#options.calls.keysReady({ epoch: Number(epoch) }).catch(() => undefined)
  }

  #switch(epoch: bigint): void {
    if (epoch !== this.#group?.epoch || epoch === this.#sending) return
    this.#sending = epoch
    this.#options.onSwitch(epoch)
    this.#later(KEEPING, () => {
      this.#options.onForget(epoch)
      if (this.#group?.epoch === epoch) void this.#group.forgetPast().catch(() => undefined)
    })
  }

  /** The group, where it is in this epoch. Where the others are further than this member, it comes back from outside. */
  async #current(epoch: number): Promise<MeetingGroup<V> | undefined> {
    const group = this.#group
    if (group === undefined || group.epoch > BigInt(epoch)) return undefined
    if (group.epoch < BigInt(epoch)) await this.#rejoin()
    return this.#group?.epoch === BigInt(epoch) ? this.#group : undefined
  }

  async #whenSettled(): Promise<void> {
    if (!this.#group?.isUnsettled) return
    await new Promise<void>((resolve) => {
      this.#settled.add(resolve)
      this.#later(SETTLING, resolve)
    })
  }

  #settle(): void {
    for (const resolve of this.#settled) resolve()
    this.#settled.clear()
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms)
    this.#timers.add(timer)
  }

  #lose(error: ParleyError): void {
    if (this.#closed) return
    this.close()
    this.#options.onLost(error)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      if (this.#closed) throw new ParleyError('WRONG_STATE', 'closed')
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

const isStale = (error: unknown): boolean => error instanceof ParleyError && error.code === 'EPOCH_STALE'

const requestOf = (own: OwnCommit, refused: readonly number[]): CommitRequest => ({
  epoch: Number(own.epoch),
  commit: encode(own.commit),
  ...(own.welcome === undefined ? {} : { welcome: encode(own.welcome) }),
  groupInfo: encode(own.groupInfo),
  refused: [...refused],
})
