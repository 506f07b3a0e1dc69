/**
 * Who a member of an encrypted meeting is, as the others check it without asking the service: the identity bytes of an MLS `basic`
 * credential (RFC 9420 §5.3). A member's is the word of their organisation's provider, which names the key that signs their leaf.
 *
 * The ID token is shown to everybody in the meeting, with all that the provider put into it: its signature covers the whole. It opens
 * no session: for that the device key signs `sessionStatement` over it, and the token has to be a few minutes old and not seen before.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad, utf8 } from '@scure/base'
import { z } from 'zod'
import { Email } from '../contract/identity.ts'
import { Bytes32, commitTo, hashText, Opening } from '../identity/device-key.ts'
import { LIMITS } from '../meeting/limits.ts'
import { cleanName } from '../meeting/names.ts'
import { type IdToken, readIdToken } from './id-token.ts'
import { fits, type ProviderKey, type SigningAlgorithm } from './provider-key.ts'

/** bytes of a credential: an ID token is at most 16 kB. */
export const CREDENTIAL_SIZE = 18 * 1024

/**
 * s after its issue in which an ID token vouches for a key. The token of a sign-in is kept as long as the session that it opened, 30
 * days at most, and nobody should have to sign in anew for a meeting; a day more is for the meeting itself. The token's own `exp` says
 * how long it is good to sign in with, minutes as a rule, and nothing about the key.
 */
export const CREDENTIAL_AGE = 31 * 86_400
/** s by which clocks may differ. */
const TOLERANCE = 60

const IdTokenText = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)

export const EncryptionCredential = z.discriminatedUnion('kind', [
  z.strictObject({ v: z.literal(1), kind: z.literal('member'), idToken: IdTokenText, opening: Opening.strict() }),
  /** Nobody vouches for it: a key made for this meeting, and the name that goes with it. */
  z.strictObject({ v: z.literal(1), kind: z.literal('guest'), name: z.string().max(LIMITS.name), publicKey: Bytes32 }),
])
export type EncryptionCredential = z.infer<typeof EncryptionCredential>

/** JSON without white space, its members in this order: of one credential there is one text. */
const canonicalText = (credential: EncryptionCredential): string =>
  JSON.stringify(
    credential.kind === 'guest'
      ? { v: credential.v, kind: credential.kind, name: credential.name, publicKey: credential.publicKey }
      : {
          v: credential.v,
          kind: credential.kind,
          idToken: credential.idToken,
          opening: { publicKey: credential.opening.publicKey, salt: credential.opening.salt },
        },
  )

/** UTF-8. Throws for what is no credential. */
export const encodeCredential = (credential: EncryptionCredential): Uint8Array =>
  new Uint8Array(utf8ToBytes(canonicalText(EncryptionCredential.parse(credential))))

const readJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(utf8.encode(bytes))
  } catch {
    return undefined
  }
}

/** Undefined for everything that `encodeCredential` doesn't write: another order, a member twice, white space, wrong UTF-8. */
export const decodeCredential = (identity: Uint8Array): EncryptionCredential | undefined => {
  if (identity.length > CREDENTIAL_SIZE) return undefined
  const parsed = EncryptionCredential.safeParse(readJson(identity))
  if (!parsed.success) return undefined
  const written = utf8ToBytes(canonicalText(parsed.data))
  const same = written.length === identity.length && written.every((byte, at) => byte === identity[at])
  return same ? parsed.data : undefined
}

/** Whom a client believes about its people: the provider where the person who uses it signed in. */
export interface TrustedProvider {
  issuer: string
  /** Tokens for other programs of the same provider vouch for nobody here. */
  clientId: string
  /** What the person reads, as in "Northwind". */
  organisation: string
  /** The claim and its value that make somebody one of this organisation, where the provider signs in people of several. */
  member?: { claim: string; value: string } | undefined
  keys: readonly ProviderKey[]
}

/** Whether `signature` is one of `signed` by `key`. Never throws; `algorithm` is one of JWA's that fits the key. */
export type VerifySignature = (
  key: ProviderKey,
  algorithm: SigningAlgorithm,
  signed: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>

export const CREDENTIAL_FAULTS = [
  /** It is no credential, or not written as there is one way to write it. */
  'form',
  /** It names another key than the one that signs for this member. */
  'key',
  /** Nobody whom this client believes has issued it. */
  'issuer',
  'audience',
  'algorithm',
  /** The provider's keys are not known, or none of them is the one that it names. */
  'providerKey',
  'signature',
  /** The provider vouches for another key. */
  'nonce',
  'notYet',
  'tooOld',
  'subject',
  'name',
] as const
export type CredentialFault = (typeof CREDENTIAL_FAULTS)[number]

export type CredentialVerdict =
  | {
      status: 'verified'
      /** Of the provider's own id of the person: the same person at each meeting, on each device. */
      personKey: string
      issuer: string
      /** Whose member they are; absent for people whom the same provider signs in for somebody else. */
      organisation: string | undefined
      name: string
      email: string | undefined
    }
  | { status: 'guest'; name: string }
  | { status: 'failed'; reason: CredentialFault }

export interface CredentialQuestion {
  /** Of the member's leaf. */
  identity: Uint8Array
  /** Of the member's leaf: 32 bytes of Ed25519. */
  signatureKey: Uint8Array
  providers: readonly TrustedProvider[]
  verify: VerifySignature
  /** ms. */
  now: number
}

const failed = (reason: CredentialFault): CredentialVerdict => ({ status: 'failed', reason })

type Claims = Readonly<Record<string, unknown>>

const textOf = (claims: Claims, name: string): string | undefined => {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'string' ? value : undefined
}

/** As `audience` of the service's own check: ours, and issued to us where it is for several (OpenID Connect Core §3.1.3.7). */
const isFor = ({ aud, azp }: Claims, clientId: string): boolean => {
  const audiences = Array.isArray(aud) ? aud : [aud]
  return audiences.includes(clientId) && (azp === undefined ? audiences.length === 1 : azp === clientId)
}

const ageFault = ({ iat, exp }: Claims, now: number): 'form' | 'notYet' | 'tooOld' | undefined => {
  if (typeof iat !== 'number' || typeof exp !== 'number' || !Number.isFinite(iat) || !(exp > iat)) return 'form'
  const age = now / 1_000 - iat
  if (age < -TOLERANCE) return 'notYet'
  return age > CREDENTIAL_AGE ? 'tooOld' : undefined
}

const readEmail = (claims: Claims): string | undefined => {
  if (claims.email_verified === false || claims.email_verified === 'false') return undefined
  const email = Email.safeParse(textOf(claims, 'email'))
  return email.success ? email.data : undefined
}

/** The name that the provider gives, or what it gives instead; undefined where none of it can be shown. */
const readName = (claims: Claims): string | undefined =>
  ['name', 'preferred_username', 'email']
    .map((claim) => cleanName(textOf(claims, claim) ?? ''))
    .find((name) => name !== undefined)

/** With each key that it could be: a provider that names none may have several of a kind while it changes them. */
const isSigned = async ({ header, signed, signature }: IdToken, keys: readonly ProviderKey[], verify: VerifySignature) => {
  for (const key of keys) if (await verify(key, header.alg, signed, signature)) return true
  return false
}

const isOfOrganisation = (claims: Claims, member: TrustedProvider['member']): boolean =>
  member === undefined || (member.value !== '' && textOf(claims, member.claim) === member.value)

const verifyMember = async (
  { idToken, opening }: Extract<EncryptionCredential, { kind: 'member' }>,
  { providers, verify, now }: CredentialQuestion,
): Promise<CredentialVerdict> => {
  const token = readIdToken(idToken)
  if (typeof token === 'string') return failed(token)
  const { header, claims } = token
  const ofIssuer = providers.filter(({ issuer }) => issuer === claims.iss)
  if (ofIssuer.length === 0) return failed('issuer')
  const provider = ofIssuer.find(({ clientId }) => isFor(claims, clientId))
  if (provider === undefined) return failed('audience')
  const keys = provider.keys.filter((key) => fits(key, header.alg) && (header.kid === undefined || header.kid === key.kid))
  if (keys.length === 0) return failed('providerKey')
  if (!(await isSigned(token, keys, verify))) return failed('signature')

  // From here on it is the provider's word.
  if (claims.nonce !== commitTo(opening)) return failed('nonce')
  const age = ageFault(claims, now)
  if (age !== undefined) return failed(age)
  const { issuer, member, organisation } = provider
  const subject = textOf(claims, 'sub') ?? ''
  if (subject === '' || subject.length > 255) return failed('subject')
  const name = readName(claims)
  if (name === undefined) return failed('name')
  return {
    status: 'verified',
    personKey: hashText(JSON.stringify(['Parley member v1', issuer, subject])),
    issuer,
    organisation: isOfOrganisation(claims, member) ? organisation : undefined,
    name,
    email: readEmail(claims),
  }
}

/** Who a member is. Fails closed: what can't be checked is not verified. */
export const verifyCredential = async (question: CredentialQuestion): Promise<CredentialVerdict> => {
  const { identity, signatureKey } = question
  const credential = decodeCredential(identity)
  if (credential === undefined) return failed('form')
  const publicKey = credential.kind === 'guest' ? credential.publicKey : credential.opening.publicKey
  if (signatureKey.length !== 32 || publicKey !== base64urlnopad.encode(signatureKey)) return failed('key')
  if (credential.kind === 'member') return verifyMember(credential, question)
  const name = cleanName(credential.name)
  return name === undefined || name !== credential.name ? failed('name') : { status: 'guest', name }
}
