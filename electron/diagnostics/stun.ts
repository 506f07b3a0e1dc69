/** STUN binding requests (RFC 8489) as an ICE agent sends them (RFC 8445 §7.1), and the answers to them. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const REQUEST = 0x0001
const RESPONSE = 0x0101
const COOKIE = 0x2112a442
const HEADER = 20
const ATTRIBUTES = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  priority: 0x0024,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
} as const
/** XORed onto the checksum (RFC 8489 §14.7). */
const FINGERPRINT_MASK = 0x5354554e
/** HMAC-SHA1 */
const INTEGRITY_LENGTH = 20
/** Of a candidate that is not to be chosen. */
const PRIORITY = 1

export interface StunCredentials {
  usernameFragment: string
  password: string
}

export interface StunRequest {
  bytes: Buffer
  transaction: Buffer
}

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(value.length, 2)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** The message up to an attribute that covers all before it, with the length that it has once that attribute is there. */
const upTo = (message: Buffer, covering: number): Buffer => {
  const bytes = Buffer.from(message)
  bytes.writeUInt16BE(message.length - HEADER + covering, 2)
  return bytes
}

const integrityOf = (message: Buffer, password: string): Buffer =>
  createHmac('sha1', password)
    .update(upTo(message, 4 + INTEGRITY_LENGTH))
    .digest()

export const bindingRequest = ({ usernameFragment, password }: StunCredentials): StunRequest => {
  const transaction = randomBytes(12)
  const head = Buffer.alloc(HEADER)
  head.writeUInt16BE(REQUEST, 0)
  head.writeUInt32BE(COOKIE, 4)
  transaction.copy(head, 8)
  const asked = Buffer.concat([
    head,
    attribute(ATTRIBUTES.username, Buffer.from(`${usernameFragment}:probe`)),
    attribute(ATTRIBUTES.priority, uint32(PRIORITY)),
    attribute(ATTRIBUTES.iceControlling, randomBytes(8)),
  ])
  const proven = Buffer.concat([asked, attribute(ATTRIBUTES.messageIntegrity, integrityOf(asked, password))])
  const fingerprint = crc32(upTo(proven, 8)) ^ FINGERPRINT_MASK
  return { bytes: upTo(Buffer.concat([proven, attribute(ATTRIBUTES.fingerprint, uint32(fingerprint))]), 0), transaction }
}

/** Whether bytes are the answer to a request, from somebody who knows the password. */
export const answers = (bytes: Buffer, { transaction }: StunRequest, password: string): boolean => {
  if (bytes.length < HEADER || bytes.readUInt16BE(0) !== RESPONSE || bytes.readUInt32BE(4) !== COOKIE) return false
  if (!bytes.subarray(8, HEADER).equals(transaction)) return false
  for (let at = HEADER; at + 4 <= bytes.length; ) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]
    if (type === ATTRIBUTES.messageIntegrity) {
      const given = bytes.subarray(at + 4, at + 4 + length)
      return given.length === INTEGRITY_LENGTH && timingSafeEqual(given, integrityOf(bytes.subarray(0, at), password))
    }
    at += 4 + Math.ceil(length / 4) * 4
  }
  return false
}
