/** That the largest MLS messages of the largest meeting fit into what is allowed for them. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { CommitRequest, EncryptionOffer, Founded } from '#shared/contract/encryption.ts'
import { CREDENTIAL_SIZE } from '#shared/encryption/credential.ts'
import { MLS_SUITES } from '#shared/encryption/group.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { deliveryKeyOf } from './delivery-key.ts'
import { checkKeyPackage, PublicGroup } from './public-group.ts'
import { MlsMember } from './testing/mls-member.ts'

const CODE = 'abc-defg-hjk'
const decode = (text: string): Uint8Array => Buffer.from(text, 'base64url')
const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** Somebody's name, with as much around it as a credential may have. */
const longest = (name: string): string => name.padEnd(CREDENTIAL_SIZE)

it.each(MLS_SUITES)(
  'of 200 members in %s',
  async (suite) => {
    const key = await deliveryKeyOf(generateKeyPairSync('ed25519').privateKey)
    const ada = await MlsMember.create(longest('ada'), suite)
    const groupInfo = await ada.found(CODE, encode(key.publicKey))
    Founded.parse({ groupInfo })
    const own = await checkKeyPackage(decode(ada.keyPackage), key.suiteOf)
    const group = await PublicGroup.found(key.suiteOf(suite), CODE, key.publicKey, own, decode(groupInfo))
    const commit = async (proposals: readonly Uint8Array[]): Promise<number> => {
      for (const proposal of proposals) await ada.take(encode(proposal))
      const request = CommitRequest.parse({ epoch: group.epoch, ...(await ada.commit()), refused: [] })
      expect(JSON.stringify(request).length).toBeLessThan(LIMITS.commitMessage)
      group.adopt(await group.check(decode(request.commit), decode(request.groupInfo), 0))
      return request.commit.length
    }
    for (let size = 1; size < LIMITS.encryptedParticipants; ) {
      const count = Math.min(LIMITS.addedAtOnce, LIMITS.encryptedParticipants - size)
      const people = await Promise.all(Array.from({ length: count }, () => MlsMember.create('bo', suite)))
      const keys = await Promise.all(people.map(({ keyPackage }) => checkKeyPackage(decode(keyPackage), key.suiteOf)))
      await commit(
        await group.propose(
          keys.map((each, index) => ({ participant: `${size + index}`, ...each })),
          [],
        ),
      )
      size += count
    }
    // Nobody but Ada has ever committed anything: this is for each of them.
    expect(group.costOf(0)).toBe(LIMITS.encryptedParticipants - 1)
    const largest = await commit(await group.propose([], [7]))
    expect(largest).toBeGreaterThan(LIMITS.encryptedParticipants * 64)
  },
  60_000,
)

it('of somebody’s offer', async () => {
  const people = await Promise.all(MLS_SUITES.map((suite) => MlsMember.create(longest('ada'), suite)))
  const offer = EncryptionOffer.parse({ keyPackages: people.map(({ keyPackage }) => keyPackage) })
  // With a join around it, it goes into one message.
  expect(JSON.stringify(offer).length).toBeLessThan(LIMITS.messageSize - 4 * 1024)
})
