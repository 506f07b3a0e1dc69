/** The group's keys, epoch by epoch: which are there, which one is sent with, whose they are. */
import type { Source } from '#shared/contract/media.ts'
import { type Bytes, type Unsigned64, unsigned64 } from '../sframe/bytes.ts'
import { AES_128_GCM_SHA256_128 } from '../sframe/cipher-suites.ts'
import { fingerprintOf, importBaseKey } from '../sframe/key-derivation.ts'
import { EPOCH_BITS, lowEpochBits, mlsKeyId } from '../sframe/mls-key-id.ts'
import { SFrameKey } from '../sframe/sframe-key.ts'
import { ReplayWindow } from './replay-window.ts'

/** What meetings encrypt with. */
export const MEETING_SUITE = AES_128_GCM_SHA256_128

/** What the group gives for an epoch. */
export interface EpochKeys {
  readonly epoch: bigint
  /**
   * `MLS-Exporter("SFrame 1.0 Base Key", "", AEAD.Nk)`: 16 bytes, the same for all members, who then have keys of their own by
   * their leaves (RFC 9605 §5.2). Not kept: the caller may wipe it when {@link Epoch.create} has resolved.
   */
  readonly baseKey: Bytes
  readonly ownLeaf: number
  /**
   * The other members' leaves by the name under which their streams are attached. A leaf is given to somebody else when a member
   * has left: streams belong to names, never to leaves.
   */
  readonly leaves: ReadonlyMap<string, number>
}

/** What is needed of one member's frames in one epoch. */
export class SenderKey {
  readonly key: SFrameKey
  readonly #windows = new Map<Source, ReplayWindow>()

  constructor(key: SFrameKey) {
    this.key = key
  }

  /** A source at a time: each receives some of the sender's counters, and a frame is authentic only where it belongs. */
  window(source: Source): ReplayWindow {
    const window = this.#windows.get(source) ?? new ReplayWindow()
    this.#windows.set(source, window)
    return window
  }
}

export class Epoch {
  readonly number: bigint
  /** Of its base key. */
  readonly fingerprint: string
  readonly #baseKey: CryptoKey
  readonly #leaves: ReadonlyMap<string, number>
  readonly #senders = new Map<string, SenderKey>()
  readonly #deriving = new Map<string, Promise<SenderKey>>()
  /** What one's own frames are encrypted with. */
  readonly own: SFrameKey
  #sent = 0

  /** @throws RangeError for a base key that isn't as long as the suite's key */
  static async create({ epoch, baseKey, ownLeaf, leaves }: EpochKeys): Promise<Epoch> {
    if (baseKey.length !== MEETING_SUITE.keyLength) throw new RangeError('a base key of another length')
    const imported = await importBaseKey(baseKey)
    const own = await SFrameKey.derive(imported, mlsKeyId(epoch, ownLeaf), MEETING_SUITE)
    return new Epoch(epoch, await fingerprintOf(imported), imported, own, new Map(leaves))
  }

  private constructor(
    number: bigint,
    fingerprint: string,
    baseKey: CryptoKey,
    own: SFrameKey,
    leaves: ReadonlyMap<string, number>,
  ) {
    this.number = number
    this.fingerprint = fingerprint
    this.#baseKey = baseKey
    this.own = own
    this.#leaves = leaves
  }

  /** The next counter of one's own frames: one for all streams, never the same twice. */
  nextCounter(): Unsigned64 {
    const counter = unsigned64(this.#sent)
    this.#sent += 1
    return counter
  }

  has(name: string): boolean {
    return this.#leaves.has(name)
  }

  /** @returns undefined where that member's key isn't derived, see {@link derive} */
  sender(name: string): SenderKey | undefined {
    return this.#senders.get(name)
  }

  /** @returns undefined for whoever isn't a member in this epoch */
  derive(name: string): Promise<SenderKey> | undefined {
    const leaf = this.#leaves.get(name)
    if (leaf === undefined) return undefined
    const deriving = this.#deriving.get(name) ?? this.#deriveAt(name, leaf)
    this.#deriving.set(name, deriving)
    return deriving
  }

  async #deriveAt(name: string, leaf: number): Promise<SenderKey> {
    const sender = new SenderKey(await SFrameKey.derive(this.#baseKey, mlsKeyId(this.number, leaf), MEETING_SUITE))
    this.#senders.set(name, sender)
    return sender
  }
}

/**
 * Epochs at a time. Two would do if changes came one by one: the one that is sent with, and the next. In a row they come every
 * 250 ms, and members switch up to 500 ms after each and hear of it when the network lets them: the slowest is four behind.
 */
export const MAX_EPOCHS = 6

const HALF = 1 << (EPOCH_BITS - 1)

export class Epochs {
  /** By their low bits, in the order in which they came. */
  readonly #held = new Map<number, Epoch>()
  #newest = -1n
  #members: Epoch | undefined
  /** Fingerprints of all base keys that ever came, of groups that are over too. */
  readonly #known = new Set<string>()

  /** @throws RangeError for an epoch that isn't newer than all before, or has a base key that was there: its counters are used */
  add(epoch: Epoch): void {
    if (epoch.number <= this.#newest) throw new RangeError('an epoch that is not newer')
    if (this.#known.has(epoch.fingerprint)) throw new RangeError('a base key that was there before')
    this.#known.add(epoch.fingerprint)
    this.#newest = epoch.number
    this.#members = epoch
    const bits = lowEpochBits(epoch.number)
    // Of two epochs with the same low bits only the newer one may stay (RFC 9605 §5.2).
    this.#held.delete(bits)
    this.#held.set(bits, epoch)
    for (const oldest of [...this.#held.keys()].slice(0, -MAX_EPOCHS)) this.#held.delete(oldest)
  }

  get(number: bigint): Epoch | undefined {
    const epoch = this.#held.get(lowEpochBits(number))
    return epoch?.number === number ? epoch : undefined
  }

  /** Whether the newest epoch knows that member. Nobody who was removed is shown any more, not with the old keys either. */
  isMember(name: string): boolean {
    return this.#members?.has(name) ?? false
  }

  withBits(bits: number): Epoch | undefined {
    return this.#held.get(bits)
  }

  /** Whether an epoch with these low bits may still come: whether it lies ahead of the newest rather than behind it. */
  mayCome(bits: number): boolean {
    if (this.#newest < 0n) return true
    const ahead = (bits - lowEpochBits(this.#newest)) & ((1 << EPOCH_BITS) - 1)
    return ahead > 0 && ahead < HALF
  }

  before(number: bigint): bigint[] {
    return [...this.#held.values()].map((epoch) => epoch.number).filter((held) => held < number)
  }

  forget(number: bigint): void {
    if (this.get(number) !== undefined) this.#held.delete(lowEpochBits(number))
  }

  /** Begins anew, for a group that counts its epochs anew; no base key may come again. */
  clear(): void {
    this.#members = undefined
    this.#newest = -1n
    this.#held.clear()
  }
}
