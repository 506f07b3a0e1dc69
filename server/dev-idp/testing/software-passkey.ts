/** A passkey without a device (WebAuthn Level 3 §6): answers what it is asked, or something slightly else. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { Accounts } from '../accounts.ts'
import { RELYING_PARTY } from '../passkeys.ts'

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest()
const base64url = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64url')

export interface Answer {
  challenge: string
  origin: string
  relyingParty?: string
  verified?: boolean
  counter?: number
  /** Subject that the passkey says it is of. */
  subject?: string
}

export class SoftwarePasskey {
  readonly id = randomBytes(16).toString('base64url')
  readonly #subject: string
  readonly #key: KeyObject
  #counter = 0

  /** Kept with `subject`'s account, as though it had been made on a page. */
  constructor(accounts: Accounts, subject: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#subject = subject
    this.#key = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    // COSE_Key (RFC 9053 §7.1.1): kty EC2, alg ES256, crv P-256, x, y.
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
    accounts.addPasskey(subject, { id: this.id, publicKey: base64url(cose), counter: 0, transports: ['internal'] })
  }

  answer({ challenge, origin, relyingParty = RELYING_PARTY, verified = true, counter, subject = this.#subject }: Answer) {
    this.#counter = counter ?? this.#counter + 1
    const counterBytes = Buffer.alloc(4)
    counterBytes.writeUInt32BE(this.#counter)
    const flags = Buffer.from([verified ? USER_PRESENT | USER_VERIFIED : USER_PRESENT])
    const authenticatorData = Buffer.concat([sha256(relyingParty), flags, counterBytes])
    const clientData = JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false })
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), this.#key)),
        userHandle: base64url(subject),
      },
    }
  }
}
