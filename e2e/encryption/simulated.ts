/** People of an encrypted meeting without pages or sockets: the real group on each side of the real delivery service. */
import { generateKeyPairSync } from 'node:crypto'
import pino from 'pino'
import type { CredentialVerifier } from '../../renderer/encryption/mls/credentials.ts'
import { type DeliveryCalls, type EpochOfGroup, GroupSession } from '../../renderer/encryption/mls/group-session.ts'
import { MlsIdentity } from '../../renderer/encryption/mls/identity.ts'
import { type DeliveryKey, deliveryKeyOf } from '../../server/encryption/delivery-key.ts'
import { MeetingDelivery } from '../../server/encryption/meeting-delivery.ts'
import type { EncryptionNews } from '../../shared/contract/encryption.ts'
import type { MlsSuite } from '../../shared/encryption/group.ts'
import type { ParleyError } from '../../shared/errors.ts'

export const CODE = 'abc-defg-hjk'

/** Somebody's name, good as long as nobody refuses it. */
export type Verdict = string

const verifierWith = (refused: ReadonlySet<string>): CredentialVerifier<Verdict> => ({
  verify: async (identity) => new TextDecoder().decode(identity).trim(),
  admits: (name) => !refused.has(name),
})

/** As long as an ID token with its opening. */
const CREDENTIAL = 1_500

export interface Kind {
  /** Whom this person does not accept. */
  refused?: ReadonlySet<string>
  /** What their client offers: all, if nothing is said. */
  suites?: readonly MlsSuite[]
}

export class SimulatedPerson {
  readonly name: string
  readonly session: GroupSession<Verdict>
  readonly epochs: EpochOfGroup<Verdict>[] = []
  readonly sendsWith: bigint[] = []
  readonly heard: string[] = []
  readonly news: EncryptionNews[] = []
  lost: ParleyError | undefined
  /** Takes nothing in, as one whose connection is lost. */
  deaf = false
  /** Does not answer, though it is there. */
  silent = false
  onEpoch: (epoch: EpochOfGroup<Verdict>) => void = () => undefined
  onSwitch: (epoch: bigint) => void = () => undefined
  onLost: (error: ParleyError) => void = () => undefined

  private constructor(name: string, identity: MlsIdentity, calls: DeliveryCalls, refused: ReadonlySet<string>) {
    this.name = name
    this.session = new GroupSession({
      code: CODE,
      identity,
      verifier: verifierWith(refused),
      participantId: () => name,
      calls,
      onEpoch: async (epoch) => {
        this.epochs.push(epoch)
        this.onEpoch(epoch)
      },
      onSwitch: (epoch) => {
        this.sendsWith.push(epoch)
        this.onSwitch(epoch)
      },
      onForget: () => undefined,
      onMessage: ({ sender, content }) => this.heard.push(`${sender.verdict}: ${new TextDecoder().decode(content)}`),
      onLost: (error) => {
        this.lost = error
        this.onLost(error)
      },
    })
  }

  static async create(name: string, calls: DeliveryCalls, { refused = new Set(), suites }: Kind = {}): Promise<SimulatedPerson> {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    if (!('publicKey' in pair)) throw new Error('no pair')
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    const sign = async (message: Uint8Array): Promise<Uint8Array> =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(message)))
    const identity = await MlsIdentity.create({ publicKey, sign }, new TextEncoder().encode(name.padEnd(CREDENTIAL)), suites)
    return new SimulatedPerson(name, identity, calls, refused)
  }

  get code(): string | undefined {
    return this.epochs.at(-1)?.securityCode
  }

  get suite(): MlsSuite | undefined {
    return this.epochs.at(-1)?.suite
  }

  take(news: EncryptionNews): void {
    if (this.deaf) return
    this.news.push(news)
    if (!(this.silent && news.is === 'commitWanted')) this.session.handle(news)
  }

  say(text: string): Promise<void> {
    return this.session.say(new TextEncoder().encode(text))
  }
}

export class SimulatedMeeting {
  readonly people = new Map<string, SimulatedPerson>()
  readonly #key: DeliveryKey
  delivery: MeetingDelivery

  private constructor(key: DeliveryKey) {
    this.#key = key
    this.delivery = this.#open()
  }

  #open(): MeetingDelivery {
    return new MeetingDelivery({
      code: CODE,
      key: this.#key,
      log: pino({ enabled: false }),
      now: Date.now,
      tell: (participantId, news) => {
        const person = this.people.get(participantId)
        if (person !== undefined) setImmediate(() => person.take(news))
      },
    })
  }

  static async create(): Promise<SimulatedMeeting> {
    return new SimulatedMeeting(await deliveryKeyOf(generateKeyPairSync('ed25519').privateKey))
  }

  callsOf(name: string): DeliveryCalls {
    return {
      foundGroup: ({ groupInfo }) => this.delivery.found(name, groupInfo),
      commitEpoch: (request) => this.delivery.commit(name, request),
      keysReady: ({ epoch }) => this.delivery.ready(name, epoch),
      sendEncrypted: ({ epoch, message }) => this.delivery.say(name, epoch, message),
      requestGroupInfo: () => this.delivery.outside(name),
    }
  }

  /** The service starts again, with nothing left of what it held; its people are about to come back. */
  restart(): void {
    this.delivery.close()
    this.delivery = this.#open()
  }

  /** Somebody who has not come yet. */
  stranger(name: string, kind?: Kind): Promise<SimulatedPerson> {
    return SimulatedPerson.create(name, this.callsOf(name), kind)
  }

  async join(name: string, kind?: Kind): Promise<SimulatedPerson> {
    const person = await this.stranger(name, kind)
    this.people.set(name, person)
    this.delivery.came(name, await person.session.offer())
    return person
  }

  async comeBack(person: SimulatedPerson): Promise<void> {
    person.deaf = false
    this.delivery.came(person.name, await person.session.offer())
  }

  lose(person: SimulatedPerson): void {
    person.deaf = true
    this.delivery.lost(person.name)
  }

  leave(person: SimulatedPerson): void {
    this.people.delete(person.name)
    this.delivery.left(person.name)
  }

  close(): void {
    this.delivery.close()
    for (const { session } of this.people.values()) session.close()
  }
}
