/** X-Wing with the browser's X25519 against the library's own, which does all of it in JavaScript. */
import { XWing } from '@hpke/hybridkem-x-wing'
import { describe, expect, it } from 'vitest'
import { QuickXWing } from './xwing.ts'

const [quick, plain] = [new QuickXWing(), new XWing()]
const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))
const bytes = (buffer: ArrayBuffer): Uint8Array => new Uint8Array(buffer)

describe('X-Wing', () => {
  it('makes the same keys of the same seed, and the same secret of the same randomness', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [seed, ekm] = [random(32), random(64)]
      const [one, other] = await Promise.all([quick.generateKeyPairDerand(seed), plain.generateKeyPairDerand(seed)])
      const publicKeys = await Promise.all([quick.serializePublicKey(one.publicKey), plain.serializePublicKey(other.publicKey)])
      expect(bytes(publicKeys[0])).toEqual(bytes(publicKeys[1]))
      const [sent, expected] = await Promise.all([
        quick.encap({ recipientPublicKey: one.publicKey, ekm: ekm.buffer }),
        plain.encap({ recipientPublicKey: other.publicKey, ekm: ekm.buffer }),
      ])
      expect(bytes(sent.enc)).toEqual(bytes(expected.enc))
      expect(bytes(sent.sharedSecret)).toEqual(bytes(expected.sharedSecret))
      expect(bytes(await quick.decap({ recipientKey: one.privateKey, enc: expected.enc }))).toEqual(bytes(sent.sharedSecret))
      expect(bytes(await plain.decap({ recipientKey: other.privateKey, enc: sent.enc }))).toEqual(bytes(sent.sharedSecret))
    }
  })

  it('seals for nobody whose half of X25519 is a point of small order', async () => {
    const { publicKey } = await quick.generateKeyPair()
    const key = bytes(await quick.serializePublicKey(publicKey)).slice()
    key.fill(0, -32)
    const weak = await quick.deserializePublicKey(key.buffer)
    await expect(quick.encap({ recipientPublicKey: weak })).rejects.toThrow()
  })
})
