/** A meeting of simulated members on threads, and the real delivery service between them; it counts what goes to whom. */
import { generateKeyPairSync } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import pino from 'pino'
import { deliveryKeyOf } from '../../../server/encryption/delivery-key.ts'
import { MeetingDelivery } from '../../../server/encryption/meeting-delivery.ts'
import type { CommitRequest, EncryptionNews } from '../../../shared/contract/encryption.ts'
import type { MlsSuite } from '../../../shared/encryption/group.ts'
import { toParleyError } from '../../../shared/errors.ts'
import { CODE } from '../../encryption/simulated.ts'
import type { FromMembers, ToMembers } from './members.ts'

const THREADS = 2
/** ms that anything may take before the measurement is given up. */
const PATIENCE = 120_000

interface Watched {
  thread: number
  keys: { epoch: number; members: number; code: string } | undefined
  sends: number
}

export class Crowd {
  readonly #threads: Worker[] = []
  readonly #delivery: MeetingDelivery
  /** Of all groups here: members offer this one, and the common one. */
  readonly #suite: MlsSuite
  /** Members who do all that members do. */
  readonly watched = new Map<string, Watched>()
  /** Members who came in and take no part any more: they fill the tree, and each would work on a machine of its own. */
  readonly #still = new Set<string>()
  readonly #coming = new Map<string, { thread: number; still: boolean }>()
  readonly #looks = new Set<() => void>()
  readonly #cpu = new Map<number, (ms: number) => void>()
  #serial = 0
  /** Characters sent to each watched member, and by them. */
  received = 0
  sent = 0

  private constructor(suite: MlsSuite, delivery: (tell: (name: string, news: EncryptionNews) => void) => MeetingDelivery) {
    this.#suite = suite
    this.#delivery = delivery((name, news) => this.#tell(name, news))
    for (let thread = 0; thread < THREADS; thread += 1) {
      const worker = new Worker(new URL('members.ts', import.meta.url))
      worker.on('message', (message: FromMembers) => this.#hear(thread, message))
      this.#threads.push(worker)
    }
  }

  static async create(suite: MlsSuite): Promise<Crowd> {
    const key = await deliveryKeyOf(generateKeyPairSync('ed25519').privateKey)
    const log = pino({ enabled: false })
    const crowd = new Crowd(suite, (tell) => new MeetingDelivery({ code: CODE, key, log, now: Date.now, tell }))
    // The threads answer when they are there.
    await crowd.cpu()
    return crowd
  }

  get size(): number {
    return this.watched.size + this.#still.size
  }

  /** Lets these come in; resolves when their key packages are there and they are about to be let in. */
  async come(names: readonly string[], still: boolean): Promise<void> {
    for (const name of names) {
      this.#serial += 1
      const thread = this.#serial % THREADS
      this.#coming.set(name, { thread, still })
      this.#post(thread, { do: 'create', name, suite: this.#suite })
    }
    await this.until(() => names.every((name) => !this.#coming.has(name)))
  }

  /** Somebody is still from now on, as if they had a machine of their own. */
  settle(name: string): void {
    const watched = this.watched.get(name)
    if (watched === undefined) return
    this.watched.delete(name)
    this.#still.add(name)
    this.#delivery.lost(name)
    this.#post(watched.thread, { do: 'forget', name })
  }

  leave(name: string): void {
    const watched = this.watched.get(name)
    this.watched.delete(name)
    this.#still.delete(name)
    this.#delivery.left(name)
    if (watched !== undefined) this.#post(watched.thread, { do: 'forget', name })
  }

  /** Resolves when all watched members have the keys of one epoch with all who are in the meeting, and send with them. */
  async together(): Promise<void> {
    await this.until(() => {
      const all = [...this.watched.values()]
      const [first] = all
      return all.every(
        ({ keys, sends }) => keys?.members === this.size && keys.epoch === first?.keys?.epoch && sends === keys.epoch,
      )
    })
    if (new Set([...this.watched.values()].map(({ keys }) => keys?.code)).size !== 1) throw new Error('the codes differ')
  }

  /** ms of the threads' processors up to now. */
  async cpu(): Promise<number> {
    const times = this.#threads.map(
      (_, thread) =>
        new Promise<number>((resolve) => {
          this.#serial += 1
          this.#cpu.set(this.#serial, resolve)
          this.#post(thread, { do: 'cpu', id: this.#serial })
        }),
    )
    return (await Promise.all(times)).reduce((sum, each) => sum + each, 0)
  }

  async close(): Promise<void> {
    this.#delivery.close()
    await Promise.all(this.#threads.map((worker) => worker.terminate()))
  }

  async until(is: () => boolean): Promise<void> {
    if (is()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not together: ${this.#state()}`)), PATIENCE)
      const look = (): void => {
        if (!is()) return
        clearTimeout(timer)
        this.#looks.delete(look)
        resolve()
      }
      this.#looks.add(look)
    })
  }

  #state(): string {
    return JSON.stringify({ size: this.size, watched: [...this.watched] }).slice(0, 2_000)
  }

  #post(thread: number, message: ToMembers): void {
    this.#threads[thread]?.postMessage(message)
  }

  #tell(name: string, news: EncryptionNews): void {
    const watched = this.watched.get(name)
    if (watched !== undefined) {
      this.received += JSON.stringify(news).length
      this.#post(watched.thread, { do: 'news', name, news })
    } else if (this.#still.has(name) && news.is === 'welcome') {
      this.#delivery.lost(name)
    }
  }

  #hear(thread: number, message: FromMembers): void {
    switch (message.is) {
      case 'offer': {
        const coming = this.#coming.get(message.name)
        if (coming?.still) this.#still.add(message.name)
        else this.watched.set(message.name, { thread, keys: undefined, sends: -1 })
        if (coming?.still) this.#post(thread, { do: 'forget', name: message.name })
        this.#coming.delete(message.name)
        this.#delivery.came(message.name, message.offer)
        break
      }
      case 'call':
        this.sent += JSON.stringify(message.input ?? '').length
        this.#call(message).then(
          (value) => this.#post(thread, { do: 'answer', id: message.id, ...(value === undefined ? {} : { value }) }),
          (error: unknown) => this.#post(thread, { do: 'answer', id: message.id, error: toParleyError(error).code }),
        )
        return
      case 'keys': {
        const watched = this.watched.get(message.name)
        if (watched !== undefined) watched.keys = message
        break
      }
      case 'sends': {
        const watched = this.watched.get(message.name)
        if (watched !== undefined) watched.sends = message.epoch
        break
      }
      case 'lost':
        throw new Error(`${message.name} is lost: ${message.why}`)
      case 'cpu':
        this.#cpu.get(message.id)?.(message.ms)
        this.#cpu.delete(message.id)
        return
    }
    for (const look of this.#looks) look()
  }

  async #call({ name, call, input }: Extract<FromMembers, { is: 'call' }>) {
    const delivery = this.#delivery
    switch (call) {
      case 'foundGroup':
        return void (await delivery.found(name, (input as { groupInfo: string }).groupInfo))
      case 'commitEpoch':
        return void (await delivery.commit(name, input as CommitRequest))
      case 'keysReady':
        return void (await delivery.ready(name, (input as { epoch: number }).epoch))
      case 'sendEncrypted':
        return undefined
      case 'requestGroupInfo':
        return delivery.outside(name)
    }
  }
}
