/** People and a delivery service for tests: real keys, no sockets. */

import type { Proposal } from 'ts-mls'
import { getCiphersuiteFromName, getCiphersuiteImpl } from 'ts-mls'
import { protectExternalProposalPublic } from 'ts-mls/messageProtectionPublic.js'
import { COMMON_SUITE, type MlsSuite } from '#shared/encryption/group.ts'
import type { CredentialVerifier } from '../credentials.ts'
import { MlsIdentity, type OwnKeyPackage } from '../identity.ts'
import { MeetingGroup, type OwnCommit } from '../meeting-group.ts'
import { readGroupInfo, readKeyPackage, writePublicMessage } from '../wire.ts'

export const CODE = 'abc-defg-hjk'

export interface TestVerdict {
  readonly status: 'verified' | 'failed'
  readonly name: string
}

const text = new TextDecoder()
const bytes = new TextEncoder()

/** A credential is good when it is the name and the key of its leaf, and the name is not of somebody who lies. */
export const verifier: CredentialVerifier<TestVerdict> = {
  verify: async (identity, signatureKey) => {
    const [name = '', key] = text.decode(identity).split(':')
    return { status: key === Buffer.from(signatureKey).toString('hex') ? 'verified' : 'failed', name }
  },
  admits: ({ status }) => status === 'verified',
}

export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
}

export const newKeys = async (): Promise<KeyPair> => {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  if (!('publicKey' in pair)) throw new Error('no pair')
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const sign = async (message: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(message)))
  return { publicKey, sign }
}

export const credentialOf = (name: string, { publicKey }: KeyPair): Uint8Array =>
  bytes.encode(`${name}:${Buffer.from(publicKey).toString('hex')}`)

export interface Person {
  readonly name: string
  readonly keys: KeyPair
  readonly identity: MlsIdentity
  readonly own: OwnKeyPackage
}

export interface Given {
  keys?: KeyPair
  credential?: Uint8Array
  suite?: MlsSuite
}

/** Somebody who offers one suite. */
export const newPerson = async (name: string, given: Given = {}): Promise<Person> => {
  const suite = given.suite ?? COMMON_SUITE
  const keys = given.keys ?? (await newKeys())
  const identity = await MlsIdentity.create(keys, given.credential ?? credentialOf(name, keys), [suite])
  return { name, keys, identity, own: await identity.keyPackage(suite) }
}

export const optionsOf = ({ identity }: Person, code = CODE) => ({ code, identity, verifier })

/** Signs what a delivery service proposes, whatever it is. */
export class TestDelivery {
  readonly keys: KeyPair
  private constructor(keys: KeyPair) {
    this.keys = keys
  }

  static async create(): Promise<TestDelivery> {
    return new TestDelivery(await newKeys())
  }

  async propose(group: MeetingGroup<TestVerdict>, proposal: Proposal, epoch?: bigint): Promise<Uint8Array> {
    const base = await getCiphersuiteImpl(getCiphersuiteFromName(group.suite))
    const suite = { ...base, signature: { ...base.signature, sign: (_: Uint8Array, each: Uint8Array) => this.keys.sign(each) } }
    const { groupContext } = readGroupInfo(await group.describe())
    const { publicMessage } = await protectExternalProposalPublic(
      new Uint8Array(),
      { ...groupContext, epoch: epoch ?? groupContext.epoch },
      new Uint8Array(),
      proposal,
      { senderType: 'external', senderIndex: 0 },
      suite,
    )
    return writePublicMessage(publicMessage)
  }

  add(group: MeetingGroup<TestVerdict>, { own }: Pick<Person, 'own'>): Promise<Uint8Array> {
    return this.propose(group, { proposalType: 'add', add: { keyPackage: readKeyPackage(own.bytes) } })
  }

  remove(group: MeetingGroup<TestVerdict>, leafIndex: number): Promise<Uint8Array> {
    return this.propose(group, { proposalType: 'remove', remove: { removed: leafIndex } })
  }
}

/** A group of these people, the first of whom founded it; and what is done with all of them at once. */
export class TestMeeting {
  readonly delivery: TestDelivery
  readonly people: readonly Person[]
  readonly groups: MeetingGroup<TestVerdict>[]

  private constructor(delivery: TestDelivery, people: readonly Person[], groups: MeetingGroup<TestVerdict>[]) {
    this.delivery = delivery
    this.people = people
    this.groups = groups
  }

  static of(...names: readonly string[]): Promise<TestMeeting> {
    return TestMeeting.in(COMMON_SUITE, ...names)
  }

  static async in(suite: MlsSuite, ...names: readonly string[]): Promise<TestMeeting> {
    const delivery = await TestDelivery.create()
    const people = await Promise.all(names.map((name) => newPerson(name, { suite })))
    const [first, ...others] = people
    if (first === undefined) throw new Error('nobody')
    const meeting = new TestMeeting(delivery, people, [
      await MeetingGroup.found(optionsOf(first), first.own, delivery.keys.publicKey),
    ])
    if (others.length > 0) await meeting.add(others)
    return meeting
  }

  group(index: number): MeetingGroup<TestVerdict> {
    const group = this.groups[index]
    if (group === undefined) throw new Error(`nobody at ${index}`)
    return group
  }

  async announce(proposals: readonly Uint8Array[], groups = this.groups): Promise<void> {
    for (const group of groups) for (const proposal of proposals) await group.announce(proposal)
  }

  /** One of them commits what is announced, and all the others follow. */
  async commit(by = 0): Promise<OwnCommit> {
    const own = await this.group(by).commit()
    await this.group(by).accept(own)
    for (const [index, group] of this.groups.entries()) if (index !== by) await group.process(own.commit)
    return own
  }

  async add(people: readonly Person[], by = 0): Promise<OwnCommit> {
    await this.announce(await Promise.all(people.map((person) => this.delivery.add(this.group(0), person))))
    const own = await this.commit(by)
    for (const person of people) {
      this.groups.push(
        await MeetingGroup.join(optionsOf(person), person.own, own.welcome ?? new Uint8Array(), this.group(0).tree),
      )
    }
    return own
  }
}
