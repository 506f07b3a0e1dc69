/**
 * Encrypts and decrypts all frames of a meeting. The group says which keys there are and which to send with, streams are attached
 * and detached as they come and go, and none is ever sent or shown without its key.
 *
 * An epoch's life: {@link addEpoch} as soon as the group has it, {@link sendWith} when all have it or enough time has passed, and
 * ten seconds after the next one is sent with it is gone.
 */
import { Decryptor, type ReceivedStream } from './decryptor.ts'
import { Encryptor, type SentStream } from './encryptor.ts'
import { Epoch, type EpochKeys, Epochs } from './epochs.ts'
import { type FrameStatistics, noneReceived, noneSent, type ReceiveStatistics } from './statistics.ts'

/** How long frames of an epoch are taken after one's own switch away from it: ms. */
export const OLD_EPOCH_LIMIT = 10_000

export class FrameCrypto {
  readonly #epochs = new Epochs()
  readonly #decryptors = new Set<Decryptor>()
  readonly #sent = noneSent()
  readonly #received = new Map<string, ReceiveStatistics>()
  readonly #retiring = new Map<bigint, ReturnType<typeof setTimeout>>()
  readonly #switched: () => void
  /** One after another: an epoch's keys take a moment to derive, and the next one may come meanwhile. */
  #adding: Promise<void> = Promise.resolve()
  #sending: bigint | undefined
  /** Of groups: keys of one that is over come too late. */
  #generation = 0
  #isClosed = false

  /** @param switched is called when frames are sent with another epoch from now on: the moment to make key frames */
  constructor(switched: () => void = () => undefined) {
    this.#switched = switched
  }

  /** The epoch that frames are sent with, if any. */
  get sendingEpoch(): bigint | undefined {
    return this.#sending
  }

  /**
   * Frames of this epoch can be decrypted when this has resolved, and those that waited are. Nothing is sent with it yet.
   *
   * @throws RangeError for an epoch that isn't newer than all before, or a base key of another length
   */
  addEpoch(keys: EpochKeys): Promise<void> {
    const generation = this.#generation
    const adding = this.#adding.then(() => this.#add(keys, generation))
    this.#adding = adding.catch(() => undefined)
    return adding
  }

  async #add(keys: EpochKeys, generation: number): Promise<void> {
    const epoch = await Epoch.create(keys)
    const senders = new Set([...this.#decryptors].map(({ sender }) => sender))
    await Promise.all([...senders].map((sender) => epoch.derive(sender)))
    if (this.#isClosed || generation !== this.#generation) return
    this.#epochs.add(epoch)
    await Promise.all([...this.#decryptors].map((decryptor) => decryptor.catchUp()))
  }

  /**
   * Sends with this epoch from the next frame on.
   *
   * @throws RangeError for an epoch that isn't there, or is older than the one that is sent with
   */
  sendWith(number: bigint): void {
    if (this.#epochs.get(number) === undefined) throw new RangeError('an epoch that is not there')
    if (this.#sending !== undefined && number < this.#sending) throw new RangeError('an epoch that is over')
    if (this.#sending === number) return
    this.#sending = number
    for (const old of this.#epochs.before(number)) this.#retire(old)
    this.#switched()
  }

  /** Forgets an epoch at once. Without the one that is sent with, nothing is sent. */
  forget(number: bigint): void {
    clearTimeout(this.#retiring.get(number))
    this.#retiring.delete(number)
    this.#epochs.forget(number)
    if (this.#sending === number) this.#sending = undefined
  }

  encryptor(stream: SentStream): Encryptor {
    return new Encryptor(stream, () => this.#sendingEpoch(), this.#sent)
  }

  /** To be given back to {@link detach} when the stream has ended. */
  decryptor(stream: ReceivedStream): Decryptor {
    const statistics = this.#received.get(stream.sender) ?? noneReceived()
    this.#received.set(stream.sender, statistics)
    const decryptor = new Decryptor(stream, this.#epochs, statistics)
    if (this.#isClosed) decryptor.close()
    else this.#decryptors.add(decryptor)
    return decryptor
  }

  detach(decryptor: Decryptor): void {
    decryptor.close()
    this.#decryptors.delete(decryptor)
  }

  /** A copy. */
  statistics(): FrameStatistics {
    return structuredClone({ sent: this.#sent, received: this.#received })
  }

  /** Another group begins, whose epochs have nothing to do with those before: all keys go, streams stay attached. */
  reset(): void {
    this.#generation += 1
    this.#sending = undefined
    for (const timer of this.#retiring.values()) clearTimeout(timer)
    this.#retiring.clear()
    this.#epochs.clear()
  }

  /** Forgets all keys: nothing is sent or shown any more. */
  close(): void {
    this.#isClosed = true
    this.reset()
    for (const decryptor of this.#decryptors) decryptor.close()
    this.#decryptors.clear()
  }

  #sendingEpoch(): Epoch | undefined {
    return this.#sending === undefined ? undefined : this.#epochs.get(this.#sending)
  }

  #retire(old: bigint): void {
    if (this.#retiring.has(old)) return
    this.#retiring.set(
      old,
      setTimeout(() => this.forget(old), OLD_EPOCH_LIMIT),
    )
  }
}
