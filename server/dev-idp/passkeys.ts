/** Passkeys (WebAuthn Level 3): making one, and signing in with one. Both ask the authenticator to verify the person. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { Accounts, Passkey } from './accounts.ts'
import type { SampleAccount } from './sample-accounts.ts'

/** WebAuthn wants a name: an address such as 127.0.0.1 can't have passkeys. */
export const RELYING_PARTY = 'localhost'
const RELYING_PARTY_NAME = 'Parley development'

const Base64Url = z
  .string()
  .max(32_768)
  .regex(/^[A-Za-z0-9_-]*$/)

const credential = <T extends z.ZodRawShape>(response: T) =>
  z.object({
    id: Base64Url,
    rawId: Base64Url,
    type: z.literal('public-key'),
    clientExtensionResults: z.object({}),
    response: z.object({ clientDataJSON: Base64Url, ...response }),
  })

export const RegistrationResponse = credential({
  attestationObject: Base64Url,
  transports: z.array(z.string().max(32)).max(16).default([]),
})
export type RegistrationResponse = z.infer<typeof RegistrationResponse>

export const AuthenticationResponse = credential({
  authenticatorData: Base64Url,
  signature: Base64Url,
  userHandle: Base64Url.nullish().transform((handle) => handle ?? undefined),
})
export type AuthenticationResponse = z.infer<typeof AuthenticationResponse>

const descriptors = (passkeys: readonly Passkey[]): { id: string; transports: string[] }[] =>
  passkeys.map(({ id, transports }) => ({ id, transports }))

const handleOf = (account: SampleAccount): string => Buffer.from(account.subject).toString('base64url')

export class Passkeys {
  readonly #accounts: Accounts
  readonly #origin: string

  constructor(accounts: Accounts, origin: string) {
    this.#accounts = accounts
    this.#origin = origin
  }

  async creationOptions(account: SampleAccount): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return await generateRegistrationOptions({
      rpName: RELYING_PARTY_NAME,
      rpID: RELYING_PARTY,
      userName: account.email,
      userDisplayName: account.name,
      userID: new Uint8Array(Buffer.from(account.subject)),
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: descriptors(this.#accounts.passkeys(account.subject)),
    })
  }

  /** Keeps the passkey that answers `challenge`; false where the answer proves nothing. */
  async create(account: SampleAccount, response: RegistrationResponse, challenge: string): Promise<boolean> {
    const result = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.#origin,
      expectedRPID: RELYING_PARTY,
      requireUserVerification: true,
    }).catch(() => undefined)
    if (result === undefined || !result.verified) return false
    const { id, publicKey, counter } = result.registrationInfo.credential
    if (this.#accounts.ownerOfPasskey(id) !== undefined) return false
    this.#accounts.addPasskey(account.subject, {
      id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: response.response.transports,
    })
    return true
  }

  /** For one of the account's passkeys; without an account, for whichever passkey of this provider the person chooses. */
  async requestOptions(account: SampleAccount | undefined): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return await generateAuthenticationOptions({
      rpID: RELYING_PARTY,
      userVerification: 'required',
      allowCredentials: account === undefined ? [] : descriptors(this.#accounts.passkeys(account.subject)),
    })
  }

  /** Whose passkey answers `challenge`; undefined where the answer proves nothing. */
  async owner(response: AuthenticationResponse, challenge: string): Promise<SampleAccount | undefined> {
    const found = this.#accounts.ownerOfPasskey(response.id)
    if (found === undefined) return undefined
    const { account, passkey } = found
    const { userHandle } = response.response
    if (userHandle !== undefined && userHandle !== handleOf(account)) return undefined
    const result = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.#origin,
      expectedRPID: RELYING_PARTY,
      requireUserVerification: true,
      credential: { ...passkey, publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')) },
    }).catch(() => undefined)
    if (result === undefined || !result.verified) return undefined
    this.#accounts.passkeyUsed(account.subject, passkey.id, result.authenticationInfo.newCounter)
    return account
  }
}
