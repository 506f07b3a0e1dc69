/**
 * How a blob lies in S3, whose objects can't be added to: one object for each append, and two empty ones as marks. Behind the blob's
 * name stands a dot, which no name has, and then
 *
 * - `begun`: there is a blob of this name
 * - 16 digits: bytes of content, from this offset on
 * - `whole-` and digits: its writer ended it, with so many bytes
 *
 * So one listing says all there is to know of a blob, and nothing is ever overwritten.
 */
import { ParleyError } from '#shared/errors.ts'
import { type BlobEntry, byName } from './blob-store.ts'
import type { S3Object } from './s3-bucket.ts'

/** bytes that may be missing in all: with more, it is not the rest of a blob that is read but an endless hole. */
const MISSING_MAXIMUM = 1_024 * 1_024 * 1_024

const KEY = /^([^.]+)\.(?:(begun)|(\d{16})|whole-(\d{1,15}))$/

export interface Part {
  readonly key: string
  readonly tag: string
  /** Where it begins in the blob. */
  readonly at: number
  /** bytes */
  readonly size: number
}

export interface Layout extends BlobEntry {
  /** In the order of their places, none over another. Where the next one begins later, what was between them is gone. */
  readonly parts: readonly Part[]
}

export const beginMark = (name: string): string => `${name}.begun`

export const endMark = (name: string, size: number): string => `${name}.whole-${size}`

export const partKey = (name: string, at: number): string => `${name}.${String(at).padStart(16, '0')}`

/** What the keys of one blob begin with, and no other's. */
export const startOf = (name: string): string => `${name}.`

/** The blobs that a listing shows, in the order of their names. Objects of other kinds are not looked at. */
export const layoutsOf = (objects: readonly S3Object[]): Layout[] => {
  const blobs = new Map<string, { parts: Part[]; whole: number | undefined }>()
  for (const { key, size, tag } of objects) {
    const [, name, , at, whole] = KEY.exec(key) ?? []
    if (name === undefined) continue
    const blob = blobs.get(name) ?? { parts: [], whole: undefined }
    blobs.set(name, blob)
    if (at !== undefined) blob.parts.push({ key, tag, at: Number(at), size })
    if (whole !== undefined) blob.whole = Number(whole)
  }
  return [...blobs].map(([name, { parts, whole }]) => layoutOf(name, parts, whole)).sort(byName)
}

const layoutOf = (name: string, found: readonly Part[], whole: number | undefined): Layout => {
  const parts: Part[] = []
  let end = 0
  let missing = 0
  for (const part of [...found].sort((one, other) => one.at - other.at)) {
    // Put there by an append of which the writer never heard, or by nobody who writes blobs.
    if (part.at < end || part.at >= (whole ?? Number.POSITIVE_INFINITY)) continue
    missing += part.at - end
    if (missing > MISSING_MAXIMUM) throw new ParleyError('STORED_DAMAGED', 'most of the blob is gone')
    end = part.at + part.size
    parts.push(part)
  }
  return { name, parts, size: Math.min(end, whole ?? end), finished: whole !== undefined }
}
