/**
 * One sealed frame of a recorded track: a header in the clear, the ciphertext (AES-256-GCM, NIST SP 800-38D) and its tag.
 *
 * | bytes | |
 * |---|---|
 * | 8 | `ParleyT1` |
 * | 1 | flags: 1 for the last frame |
 * | 4 | number of the frame, from 0 |
 * | 4 | bytes of its content |
 * | 6 | bytes of content in all the frames before it |
 * | 16 | owner: who the frame belongs to, SHA-256 of recording and track, cut |
 * | 16 | salt: drawn by the writer once |
 *
 * The header, the recording and the track are authenticated with the content. The key is derived from the recording's data key for
 * this recording, this track and this salt, so no two writers ever share one, not even two of the same track; the nonce is the
 * frame's number. Each frame says all that is needed to open it: what happens to one does not touch the others.
 */
import { createCipheriv, createDecipheriv, hash, hkdfSync, type KeyObject } from 'node:crypto'

const MAGIC = Buffer.from('ParleyT1')
const LAST = 1
const OWNER_LENGTH = 16
const OWNER_AT = 23
const SALT_AT = OWNER_AT + OWNER_LENGTH

export const SALT_LENGTH = 16
export const HEADER_LENGTH = SALT_AT + SALT_LENGTH
export const TAG_LENGTH = 16
/** bytes of content: what a reader is ready to take into memory for one frame. */
export const CONTENT_MAXIMUM = 1_024 * 1_024
export const NUMBER_MAXIMUM = 2 ** 32 - 1

/** Which track this is. One identity has one file and one writer. */
export interface TrackIdentity {
  readonly recording: string
  readonly track: string
}

export interface FrameHeader {
  readonly number: number
  /** bytes of its content */
  readonly length: number
  /** bytes of content before it */
  readonly offset: number
  readonly last: boolean
  readonly owner: Buffer
  readonly salt: Buffer
}

export const sealedLength = (contentLength: number): number => HEADER_LENGTH + contentLength + TAG_LENGTH

const nameOf = ({ recording, track }: TrackIdentity): string => JSON.stringify([recording, track])

export const ownerOf = (identity: TrackIdentity): Buffer =>
  hash('sha256', `Parley track owner v1 ${nameOf(identity)}`, 'buffer').subarray(0, OWNER_LENGTH)

/** The key of one writer's frames. */
export const frameKey = (dataKey: KeyObject, identity: TrackIdentity, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, salt, `Parley track v1 ${nameOf(identity)}`, 32))

const nonceOf = (number: number): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 8)
  return nonce
}

const writeHeader = ({ number, length, offset, last, owner, salt }: FrameHeader): Buffer => {
  const header = Buffer.alloc(HEADER_LENGTH)
  MAGIC.copy(header)
  header.writeUInt8(last ? LAST : 0, 8)
  header.writeUInt32BE(number, 9)
  header.writeUInt32BE(length, 13)
  header.writeUIntBE(offset, 17, 6)
  owner.copy(header, OWNER_AT)
  salt.copy(header, SALT_AT)
  return header
}

/** What the first bytes say, unproven; undefined where they are no header of a frame. */
export const readHeader = (bytes: Buffer): FrameHeader | undefined => {
  if (bytes.length < HEADER_LENGTH || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const flags = bytes.readUInt8(8)
  const length = bytes.readUInt32BE(13)
  if ((flags & ~LAST) !== 0 || length > CONTENT_MAXIMUM) return undefined
  return {
    last: flags === LAST,
    number: bytes.readUInt32BE(9),
    length,
    offset: bytes.readUIntBE(17, 6),
    owner: bytes.subarray(OWNER_AT, SALT_AT),
    salt: bytes.subarray(SALT_AT, HEADER_LENGTH),
  }
}

/** Where a frame may begin, from `from` on; -1 where none does. */
export const findFrame = (bytes: Buffer, from: number): number => bytes.indexOf(MAGIC, from)

/** bytes of a mark that may lie across the border of two blocks. */
export const MARK_LENGTH = MAGIC.length

/** The whole frame: header, ciphertext, tag. */
export const sealFrame = (key: Buffer, identity: TrackIdentity, header: FrameHeader, content: readonly Uint8Array[]): Buffer => {
  const clear = writeHeader(header)
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(header.number))
  cipher.setAAD(Buffer.concat([clear, Buffer.from(nameOf(identity))]))
  return Buffer.concat([clear, ...content.map((part) => cipher.update(part)), cipher.final(), cipher.getAuthTag()])
}

/** The content of a whole frame; undefined where anything of it is not what was sealed, or not for this track. */
export const openFrame = (key: Buffer, identity: TrackIdentity, frame: Buffer): Buffer | undefined => {
  const header = readHeader(frame)
  if (header === undefined || frame.length !== sealedLength(header.length)) return undefined
  const end = frame.length - TAG_LENGTH
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(header.number), { authTagLength: TAG_LENGTH })
  decipher.setAAD(Buffer.concat([frame.subarray(0, HEADER_LENGTH), Buffer.from(nameOf(identity))]))
  decipher.setAuthTag(frame.subarray(end))
  try {
    return Buffer.concat([decipher.update(frame.subarray(HEADER_LENGTH, end)), decipher.final()])
  } catch {
    return undefined
  }
}
