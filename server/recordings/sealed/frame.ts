/**
 * One sealed frame of a recorded track: a header in the clear, the ciphertext (AES-256-GCM, NIST SP 800-38D) and its tag.
 *
 * | bytes | |
 * |---|---|
 * | 8 | `ParleyT1` |
 * | 1 | flags: 1 for the last frame, 2 where an index of all frames comes behind it |
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
import { createCipheriv, createDecipheriv, createSecretKey, hash, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { release } from '../../storage/release.ts'

const MAGIC = Buffer.from('ParleyT1')
const LAST = 1
const INDEXED = 2
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

interface FramePlace {
  readonly number: number
  /** bytes of its content */
  readonly length: number
  /** bytes of content before it */
  readonly offset: number
  readonly last: boolean
  /** An index of all frames comes behind it, which is the last one. */
  readonly indexed: boolean
}

export interface FrameHeader extends FramePlace {
  readonly owner: Buffer
  readonly salt: Buffer
}

/** A frame of a file, as far as it is known where it lies. */
export interface PlacedFrame extends FrameHeader {
  /** Where it begins in the sealed file. */
  readonly at: number
  /** Where the next one begins. */
  readonly end: number
}

export const sealedLength = (contentLength: number): number => HEADER_LENGTH + contentLength + TAG_LENGTH

export const nameOf = ({ recording, track }: TrackIdentity): string => JSON.stringify([recording, track])

export const ownerOf = (identity: TrackIdentity): Buffer =>
  hash('sha256', `Parley track owner v1 ${nameOf(identity)}`, 'buffer').subarray(0, OWNER_LENGTH)

/** The key of one writer's frames. An object and not its bytes: Node would make one anew for each frame, which takes longer than most frames do. */
export const frameKey = (dataKey: KeyObject, identity: TrackIdentity, salt: Uint8Array): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, salt, `Parley track v1 ${nameOf(identity)}`, 32)))

const nonceOf = (number: number): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 8)
  return nonce
}

/** What is authenticated with the content: a header, and behind it the recording and the track. */
const associate = (identity: TrackIdentity, header: FrameHeader): Buffer => {
  const name = nameOf(identity)
  const bytes = Buffer.alloc(HEADER_LENGTH + Buffer.byteLength(name))
  MAGIC.copy(bytes)
  header.owner.copy(bytes, OWNER_AT)
  header.salt.copy(bytes, SALT_AT)
  bytes.write(name, HEADER_LENGTH)
  placeIn(bytes, header)
  return bytes
}

/** Writes what differs from frame to frame. */
const placeIn = (bytes: Buffer, { number, length, offset, last, indexed }: FramePlace): void => {
  bytes.writeUInt8((last ? LAST : 0) | (indexed ? INDEXED : 0), 8)
  bytes.writeUInt32BE(number, 9)
  bytes.writeUInt32BE(length, 13)
  bytes.writeUIntBE(offset, 17, 6)
}

/** What the first bytes say, unproven; undefined where they are no header of a frame. */
export const readHeader = (bytes: Buffer): FrameHeader | undefined => {
  if (bytes.length < HEADER_LENGTH || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const flags = bytes.readUInt8(8)
  const length = bytes.readUInt32BE(13)
  if (![0, LAST, LAST | INDEXED].includes(flags) || length > CONTENT_MAXIMUM) return undefined
  return {
    last: flags !== 0,
    indexed: flags === (LAST | INDEXED),
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

/** Seals the frames of one writer, in their order: no number is given twice, and with it no nonce. */
export class FrameSealer {
  readonly salt = randomBytes(SALT_LENGTH)
  readonly #key: KeyObject
  readonly #nonce = nonceOf(0)
  /** The header of the frame that is sealed, and what else is authenticated with it. */
  readonly #associated: Buffer
  readonly #header: Buffer
  #number = 0
  #offset = 0

  constructor(dataKey: KeyObject, identity: TrackIdentity) {
    this.#key = frameKey(dataKey, identity, this.salt)
    const first = { number: 0, length: 0, offset: 0, last: false, indexed: false }
    this.#associated = associate(identity, { ...first, owner: ownerOf(identity), salt: this.salt })
    this.#header = this.#associated.subarray(0, HEADER_LENGTH)
  }

  /** Frames so far. */
  get number(): number {
    return this.#number
  }

  /** bytes of content so far */
  get offset(): number {
    return this.#offset
  }

  /** The whole next frame: header, ciphertext, tag. `length`: of all of the content. */
  seal(content: readonly Uint8Array[], length: number, last = false, indexed = false): Buffer {
    placeIn(this.#header, { number: this.#number, length, offset: this.#offset, last, indexed })
    this.#nonce.writeUInt32BE(this.#number, 8)
    this.#number += 1
    this.#offset += length
    const cipher = createCipheriv('aes-256-gcm', this.#key, this.#nonce)
    cipher.setAAD(this.#associated)
    const parts: Uint8Array[] = [this.#header]
    for (const part of content) parts.push(cipher.update(part))
    // In this mode nothing is left for the end.
    cipher.final()
    parts.push(cipher.getAuthTag())
    const frame = Buffer.concat(parts, sealedLength(length))
    for (const part of parts) release(part)
    return frame
  }
}

/** The content of the frame that `expected` says; undefined where anything of it is another, or not for this track. */
export const openFrame = (key: KeyObject, identity: TrackIdentity, expected: FrameHeader, frame: Buffer): Buffer | undefined => {
  if (frame.length !== sealedLength(expected.length)) return undefined
  const associated = associate(identity, expected)
  if (!associated.subarray(0, HEADER_LENGTH).equals(frame.subarray(0, HEADER_LENGTH))) return undefined
  const end = frame.length - TAG_LENGTH
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(expected.number), { authTagLength: TAG_LENGTH })
  decipher.setAAD(associated)
  decipher.setAuthTag(frame.subarray(end))
  try {
    const content = decipher.update(frame.subarray(HEADER_LENGTH, end))
    decipher.final()
    return content
  } catch {
    return undefined
  }
}
