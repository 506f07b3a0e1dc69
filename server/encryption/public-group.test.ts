import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MLS_SUITES } from '#shared/encryption/group.ts'
import { costsOf } from './commit-costs.ts'
import { type DeliveryKey, deliveryKeyOf } from './delivery-key.ts'
import { checkKeyPackage, PublicGroup, welcomeFor } from './public-group.ts'
import { MlsMember } from './testing/mls-member.ts'

const CODE = 'abc-defg-hjk'
const FAILED = { code: 'ENCRYPTION_FAILED' }
const decode = (text: string): Uint8Array => Buffer.from(text, 'base64url')
const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

let key: DeliveryKey
beforeAll(async () => {
  key = await deliveryKeyOf(generateKeyPairSync('ed25519').privateKey)
})

describe.each(MLS_SUITES)('PublicGroup in %s', (suite) => {
  let [ada, bo]: MlsMember[] = []
  let group: PublicGroup
  const keyPackageOf = (member: MlsMember) => checkKeyPackage(decode(member.keyPackage), key.suiteOf)
  const required = (member: MlsMember | undefined): MlsMember => {
    if (member === undefined) throw new Error('nobody')
    return member
  }
  const takeAll = async (proposals: readonly Uint8Array[], ...members: readonly MlsMember[]): Promise<void> => {
    for (const member of members) for (const proposal of proposals) await member.take(encode(proposal))
  }

  beforeEach(async () => {
    ada = await MlsMember.create('ada', suite)
    bo = await MlsMember.create('bo', suite)
    const groupInfo = decode(await ada.found(CODE, encode(key.publicKey)))
    group = await PublicGroup.found(key.suiteOf(suite), CODE, key.publicKey, await keyPackageOf(ada), groupInfo)
    await takeAll(await group.propose([{ participant: 'bo', ...(await keyPackageOf(bo)) }], []), ada)
    const { commit, welcome = '', groupInfo: next } = await ada.commit()
    const fitting = await group.check(decode(commit), decode(next), 0)
    group.adopt(fitting)
    const own =
      [
        ...welcomeFor(
          decode(welcome),
          suite,
          fitting.added.map(({ reference }) => reference),
        ).values(),
      ][0] ?? new Uint8Array()
    await bo.join({ is: 'welcome', epoch: 1, welcome: encode(own), tree: encode(group.tree), seats: [] })
  })

  it('follows the group, and hands newcomers its tree', () => {
    expect(group.epoch).toBe(1)
    expect(required(bo).authenticator).toBe(required(ada).authenticator)
    expect([group.costOf(0), group.costOf(1)]).toEqual([1, 1])
  })

  it('is of this meeting and this service only', async () => {
    const other = await MlsMember.create('eve', suite)
    const made = async (code: string, deliveryKey: Uint8Array) =>
      PublicGroup.found(
        key.suiteOf(suite),
        CODE,
        key.publicKey,
        await keyPackageOf(other),
        decode(await other.found(code, encode(deliveryKey))),
      )
    await expect(made('xyz-wvut-srq', key.publicKey)).rejects.toMatchObject(FAILED)
    await expect(made(CODE, new Uint8Array(32))).rejects.toMatchObject(FAILED)
    await expect(made(CODE, key.publicKey)).resolves.toBeDefined()
  })

  it('takes a removal, and no commit that leaves it out', async () => {
    const without = await required(ada).commit()
    await group.propose([], [1])
    await expect(group.check(decode(without.commit), decode(without.groupInfo), 0)).rejects.toThrow('leaves somebody in')
  })

  it('takes no commit of what it did not propose in this epoch', async () => {
    await takeAll(await group.propose([], [1]), required(ada))
    const stale = await required(ada).commit()
    await group.propose([], [])
    await expect(group.check(decode(stale.commit), decode(stale.groupInfo), 0)).rejects.toThrow('not proposed')
  })

  it('takes no commit of one member from another, none twice, and none with group info of something else', async () => {
    const own = await required(bo).commit()
    await expect(group.check(decode(own.commit), decode(own.groupInfo), 0)).rejects.toThrow('somebody else’s')
    const other = await required(ada).commit()
    await expect(group.check(decode(own.commit), decode(other.groupInfo), 1)).rejects.toMatchObject(FAILED)
    group.adopt(await group.check(decode(own.commit), decode(own.groupInfo), 1))
    await expect(group.check(decode(own.commit), decode(own.groupInfo), 1)).rejects.toThrow('no commit of this epoch')
  })

  it('takes no key package that was changed, nor a welcome for others than were added', async () => {
    const eve = decode((await MlsMember.create('eve', suite)).keyPackage)
    for (const at of [40, Math.floor(eve.length / 2), eve.length - 1]) {
      const changed = eve.map((byte, index) => (index === at ? byte ^ 1 : byte))
      await expect(checkKeyPackage(changed, key.suiteOf)).rejects.toMatchObject(FAILED)
    }
    await takeAll(await group.propose([{ participant: 'eve', ...(await checkKeyPackage(eve, key.suiteOf)) }], []), required(ada))
    const { welcome = '' } = await required(ada).commit()
    expect(() => welcomeFor(decode(welcome), suite, ['somebody else'])).toThrow('no welcome')
    expect(() => welcomeFor(decode(welcome), suite, [])).toThrow('a welcome for others')
  })
})

it('counts what a commit costs: all others where nobody has committed, few where the tree is full', () => {
  const leaf = { nodeType: 'leaf' } as Parameters<typeof costsOf>[0][number]
  const parent = { nodeType: 'parent', parent: { unmergedLeaves: [] } } as unknown as Parameters<typeof costsOf>[0][number]
  const blank = [leaf, undefined, leaf, undefined, leaf, undefined, leaf]
  expect([...costsOf(blank)]).toEqual([0, 1, 2, 3].map((index) => [index, 3]))
  const full = [leaf, parent, leaf, parent, leaf, parent, leaf]
  expect([...costsOf(full)]).toEqual([0, 1, 2, 3].map((index) => [index, 2]))
})
