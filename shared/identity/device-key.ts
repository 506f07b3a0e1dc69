/**
 * The device key: an Ed25519 key of one person on one device. What it signs and how the sign-in commits to it, said once for the
 * client that makes these and for whoever checks them. Keys, salts, hashes and signatures are base64url without padding.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'
import { z } from 'zod'

/** 32 bytes. */
export const Bytes32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** 64 bytes: an Ed25519 signature (RFC 8032 §5.1.6). */
export const Signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

/** What opens a sign-in's `nonce`: the public half of the device key and the random value beside it. */
export const Opening = z.object({ publicKey: Bytes32, salt: Bytes32 })
export type Opening = z.infer<typeof Opening>

/** SHA-256 of a text. */
export const hashText = (text: string): string => base64urlnopad.encode(sha256(utf8ToBytes(text)))

/**
 * The `nonce` of a sign-in. The provider signs it into the ID token, and so says itself whose key this is (the construction of
 * OpenPubkey); the salt keeps the provider from linking the sign-ins of one key.
 */
export const commitTo = ({ publicKey, salt }: Opening): string => hashText(`Parley device key v1\n${publicKey}\n${salt}`)

export interface SessionStatement {
  idToken: string
  /** Thumbprint (RFC 7638) of the DPoP key that the session will be bound to. */
  keyThumbprint: string
  /** Origin of the service that the session is opened at. */
  service: string
}

/** What the device key signs to open a session: this sign-in, at this service, for this DPoP key and no other. */
export const sessionStatement = ({ idToken, keyThumbprint, service }: SessionStatement): Uint8Array =>
  utf8ToBytes(`Parley session v1\n${hashText(idToken)}\n${keyThumbprint}\n${service}`)

/** What the page may have signed. A purpose says which bytes are its own, so that a signature for one serves no other. */
export const SIGNING_PURPOSES = ['mls'] as const
export const SigningPurpose = z.enum(SIGNING_PURPOSES)
export type SigningPurpose = z.infer<typeof SigningPurpose>

const MLS_LABEL = utf8ToBytes('MLS 1.0 ')

/** `SignContent` of RFC 9420 §5.1.2: a label of up to 63 bytes that begins with "MLS 1.0 ", preceded by its length. */
const isMlsSignContent = (bytes: Uint8Array): boolean => {
  const length = bytes[0] ?? 0
  return (
    length >= MLS_LABEL.length && length < 64 && bytes.length > length && MLS_LABEL.every((byte, at) => bytes[at + 1] === byte)
  )
}

/** No purpose's bytes can be another's, nor a `sessionStatement`, which begins with a letter where MLS has a length below 64. */
export const belongsTo = (purpose: SigningPurpose, bytes: Uint8Array): boolean => purpose === 'mls' && isMlsSignContent(bytes)
