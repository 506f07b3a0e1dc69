import { createPublicKey, hash, verify } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Credential } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import { commitTo, sessionStatement } from '#shared/identity/device-key.ts'
import { describePerson, organisationOf } from './claims.ts'
import type { Proof } from './dpop.ts'
import type { ProviderConfig } from './provider-config.ts'
import type { ProviderKeys } from './provider-keys.ts'
import { secondFactorAt } from './second-factor.ts'

/** Seconds after its issue in which an ID token is good for a session, and by which clocks may differ. */
const LIFETIME = 5 * 60
const TOLERANCE = 60

/** Only what is signed with a key that the service does not hold. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

export type IdTokenCredential = Extract<Credential, { kind: 'idToken' }>

/** Somebody whom their organisation's provider vouches for. */
export interface VerifiedMember {
  personId: string
  name: string
  email: string | undefined
  emailDoubtful: boolean
  /** What the provider says of their groups. */
  groups: readonly string[]
  tenant: string
  organisation: string
  provider: ProviderConfig
  /** Public half of the device key that the sign-in commits to. */
  deviceKey: string
  /** ms; undefined where the token proves none. */
  secondFactorAt: number | undefined
  /** SHA-256 of the token, and until when (ms) it could be shown again. */
  token: { hash: string; until: number }
}

const refuse = (reason: string): never => {
  throw new ParleyError('ID_TOKEN_INVALID', reason)
}

/** Why jose did not take the token, in our words; what is no matter of the token is thrown on. */
const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'algorithm'
  if (error instanceof errors.JOSEError) return 'signature'
  throw error
}

const unverified = (idToken: string): JWTPayload => {
  try {
    return decodeJwt(idToken)
  } catch {
    return refuse('form')
  }
}

const audiencesOf = ({ aud }: JWTPayload): string[] => (aud === undefined ? [] : Array.isArray(aud) ? aud : [aud])

/** An Ed25519 signature by a raw public key, both base64url. */
const isSignedBy = (publicKey: string, message: Uint8Array, signature: string): boolean => {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
    return verify(null, message, key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

const sha256 = (text: string): string => hash('sha256', text, 'base64url')

/** A person of one provider and tenant, whom no other provider or tenant can name. */
const personIdOf = (issuer: string, tenant: string, subject: string): string =>
  sha256(JSON.stringify(['Parley person v1', issuer, tenant, subject]))

export interface IdTokensOptions {
  providers: readonly ProviderConfig[]
  keys: ProviderKeys
  now: () => number
}

/** ID tokens (OpenID Connect Core §3.1.3.7), each with the device key that its nonce commits to. */
export class IdTokens {
  readonly #options: IdTokensOptions

  constructor(options: IdTokensOptions) {
    this.#options = options
  }

  /**
   * The person whom the credential is of, where it is shown by their own device for the session that `proof` asks for. Throws
   * ID_TOKEN_INVALID, PROVIDER_UNREACHABLE or PROVIDER_UNUSABLE. Whether it was shown before is for the caller to know.
   */
  async verify({ idToken, opening, signature }: IdTokenCredential, proof: Proof): Promise<VerifiedMember> {
    const provider = this.#providerOf(unverified(idToken))
    const claims = await this.#verifyToken(idToken, provider)
    if (claims.nonce !== commitTo(opening)) refuse('nonce')
    const statement = sessionStatement({ idToken, keyThumbprint: proof.keyThumbprint, service: proof.origin })
    if (!isSignedBy(opening.publicKey, statement, signature)) refuse('device key')

    const organisation = organisationOf(claims, provider) ?? refuse('organisation')
    const { subject, name, email, emailDoubtful, groups } = describePerson(claims, provider.claims)
    const { issuer, secondFactor } = provider
    const issuedAt = claims.iat ?? 0
    return {
      personId: personIdOf(issuer, organisation.id, subject ?? refuse('subject')),
      name: name ?? refuse('name'),
      email,
      emailDoubtful,
      groups,
      tenant: organisation.id,
      organisation: organisation.name,
      provider,
      deviceKey: opening.publicKey,
      secondFactorAt: secondFactor === undefined ? undefined : secondFactorAt(claims, secondFactor, issuedAt),
      token: { hash: sha256(idToken), until: (issuedAt + LIFETIME + TOLERANCE + 1) * 1_000 },
    }
  }

  /** By issuer and audience, which nobody believes before the signature is verified with that provider's keys. */
  #providerOf(claims: JWTPayload): ProviderConfig {
    const ofIssuer = this.#options.providers.filter(({ issuer }) => issuer === claims.iss)
    if (ofIssuer.length === 0) return refuse('iss')
    return ofIssuer.find(({ clientId }) => audiencesOf(claims).includes(clientId)) ?? refuse('aud')
  }

  async #verifyToken(idToken: string, { issuer, clientId }: ProviderConfig): Promise<JWTPayload> {
    const { keys, now } = this.#options
    const getKey = await keys.of(issuer)
    const verified = await jwtVerify(idToken, getKey, {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['iat', 'exp', 'nonce'],
      clockTolerance: TOLERANCE,
      currentDate: new Date(now()),
    }).catch((error: unknown) => refuse(reasonOf(error)))
    const claims = verified.payload
    const { azp, iat = 0 } = claims
    if (azp === undefined ? audiencesOf(claims).length > 1 : azp !== clientId) refuse('azp')
    const age = now() / 1_000 - iat
    if (age > LIFETIME || age < -TOLERANCE) refuse('iat')
    return claims
  }
}
