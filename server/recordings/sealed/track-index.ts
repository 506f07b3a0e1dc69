/**
 * Where each frame of a finished track lies, in one piece behind its last frame: a long track is opened with a few reads from its end,
 * and not by looking at the header of each of its frames.
 *
 * | bytes | |
 * |---|---|
 * | 4 for each frame | bytes of its content; sealed (AES-256-GCM) |
 * | 16 | tag |
 * | 16 | salt of the writer, as in its frames |
 * | 4 | how many frames |
 * | 8 | `ParleyX1` |
 *
 * What is in the clear is authenticated, with the recording and the track. The key is derived from the recording's data key for this
 * recording, this track and this salt, and seals nothing else.
 *
 * It is a way to frames, and no proof of them: each is proven for its number and place when it is opened. A track whose writer did not
 * come to its end has none, and one that is changed counts as none; the headers say the same.
 */
import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject } from 'node:crypto'
import { nameOf, ownerOf, type PlacedFrame, SALT_LENGTH, sealedLength, TAG_LENGTH, type TrackIdentity } from './frame.ts'
import type { FrameRow, SealedSource } from './scan.ts'

const MAGIC = Buffer.from('ParleyX1')
const ENTRY = 4
const COUNT_AT = SALT_LENGTH
const MAGIC_AT = COUNT_AT + ENTRY
const TRAILER_LENGTH = MAGIC_AT + MAGIC.length
/** It is used once for each key. */
const NONCE = Buffer.alloc(12)

/** Frames of the longest track that gets one: two weeks of sound and picture. A longer one is opened by its headers. */
export const INDEXED_MAXIMUM = 4 * 1_024 * 1_024

const indexKey = (dataKey: KeyObject, identity: TrackIdentity, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, salt, `Parley track index v1 ${nameOf(identity)}`, 32))

const associate = (identity: TrackIdentity, trailer: Buffer): Buffer => Buffer.concat([trailer, Buffer.from(nameOf(identity))])

/** bytes of the index of so many frames */
export const indexLength = (count: number): number => count * ENTRY + TAG_LENGTH + TRAILER_LENGTH

/** `lengths`: bytes of content of each frame, in order. */
export const sealIndex = (dataKey: KeyObject, identity: TrackIdentity, salt: Buffer, lengths: readonly number[]): Buffer => {
  const entries = Buffer.alloc(lengths.length * ENTRY)
  for (const [number, length] of lengths.entries()) entries.writeUInt32BE(length, number * ENTRY)
  const trailer = Buffer.alloc(TRAILER_LENGTH)
  salt.copy(trailer)
  trailer.writeUInt32BE(lengths.length, COUNT_AT)
  MAGIC.copy(trailer, MAGIC_AT)
  const cipher = createCipheriv('aes-256-gcm', indexKey(dataKey, identity, salt), NONCE)
  cipher.setAAD(associate(identity, trailer))
  return Buffer.concat([cipher.update(entries), cipher.final(), cipher.getAuthTag(), trailer])
}

export interface TrackIndex {
  readonly frames: FrameRow
  /** Where it begins in the file, and the frames have to end. */
  readonly at: number
}

/** The index at the end of a track; undefined where there is none that its writer sealed for it. Throws what the source throws. */
export const readIndex = async (
  source: SealedSource,
  dataKey: KeyObject,
  identity: TrackIdentity,
): Promise<TrackIndex | undefined> => {
  const trailer = await source.read(Math.max(0, source.size - TRAILER_LENGTH), TRAILER_LENGTH)
  if (trailer.length < TRAILER_LENGTH || !trailer.subarray(MAGIC_AT).equals(MAGIC)) return undefined
  const count = trailer.readUInt32BE(COUNT_AT)
  const at = source.size - indexLength(count)
  if (count === 0 || count > INDEXED_MAXIMUM || at < 0) return undefined
  const salt = Buffer.from(trailer.subarray(0, SALT_LENGTH))
  const sealed = await source.read(at, count * ENTRY + TAG_LENGTH)
  const entries = openEntries(sealed, indexKey(dataKey, identity, salt), associate(identity, trailer))
  return entries === undefined ? undefined : { frames: new IndexedFrames(entries, ownerOf(identity), salt), at }
}

const openEntries = (sealed: Buffer, key: Buffer, associated: Buffer): Buffer | undefined => {
  const end = Math.max(0, sealed.length - TAG_LENGTH)
  const decipher = createDecipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG_LENGTH })
  decipher.setAAD(associated)
  try {
    decipher.setAuthTag(sealed.subarray(end))
    const entries = decipher.update(sealed.subarray(0, end))
    decipher.final()
    return entries
  } catch {
    return undefined
  }
}

/** The frames of an index: a few bytes of memory for each of them. */
class IndexedFrames implements FrameRow {
  readonly length: number
  readonly #owner: Buffer
  readonly #salt: Buffer
  /** Where the content of each begins in the content of all of them, and where the last one ends. */
  readonly #offsets: Float64Array

  constructor(entries: Buffer, owner: Buffer, salt: Buffer) {
    this.length = entries.length / ENTRY
    this.#owner = owner
    this.#salt = salt
    this.#offsets = new Float64Array(this.length + 1)
    for (let number = 0; number < this.length; number += 1) {
      this.#offsets[number + 1] = this.#offsetOf(number) + entries.readUInt32BE(number * ENTRY)
    }
  }

  at(index: number): PlacedFrame | undefined {
    const number = index < 0 ? this.length + index : index
    if (number < 0 || number >= this.length) return undefined
    const offset = this.#offsetOf(number)
    const next = this.#offsetOf(number + 1)
    const last = number === this.length - 1
    return {
      number,
      offset,
      length: next - offset,
      last,
      indexed: last,
      owner: this.#owner,
      salt: this.#salt,
      at: offset + number * sealedLength(0),
      end: next + (number + 1) * sealedLength(0),
    }
  }

  #offsetOf(number: number): number {
    return this.#offsets[number] ?? 0
  }
}
