/**
 * Where recordings are kept: named rows of bytes, each written once from the start by one writer, then read and never changed.
 *
 * Names are `part/part/…` of letters, digits, `-` and `_`. Errors are ParleyErrors: INVALID_INPUT for a name that is none,
 * STORAGE_FULL, STORAGE_UNREACHABLE, STORED_DAMAGED, and what is said at each method.
 */
import { ParleyError } from '#shared/errors.ts'

export interface BlobEntry {
  readonly name: string
  /** bytes */
  readonly size: number
  /** Whether its writer ended it. One that a crash left behind is not finished. */
  readonly finished: boolean
}

export interface BlobWriter {
  /** bytes so far */
  readonly size: number
  /**
   * All of the bytes or, where it throws, none of them. One at a time. After one that failed a store may refuse the next with
   * WRONG_STATE: what was appended before stands, and can be finished.
   */
  append(bytes: Uint8Array): Promise<void>
  /** Nothing more is written. WRONG_STATE for a writer that has ended. */
  finish(): Promise<void>
  /** Ends the writer and leaves what there is, unfinished. */
  close(): Promise<void>
}

export interface BlobReader {
  /** bytes when it was opened */
  readonly size: number
  readonly finished: boolean
  /** The bytes from `at`, fewer than `length` only at the end. */
  read(at: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

export interface BlobStore {
  /** WRONG_STATE where there is one of this name, finished or not. */
  create(name: string): Promise<BlobWriter>
  /** NOT_FOUND */
  open(name: string): Promise<BlobReader>
  /** Finishes what a crash left behind, as it is. NOT_FOUND; nothing for one that is finished. */
  finish(name: string): Promise<void>
  /** Nothing where there is none. */
  remove(name: string): Promise<void>
  /** Those whose name is `folder` or below it, all without one; in the order of their names. */
  list(folder?: string): Promise<BlobEntry[]>
}

const NAME = /^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,7}$/

export const isBlobName = (name: string): boolean => NAME.test(name)

/** @throws INVALID_INPUT */
export const checkBlobName = (name: string): string => {
  if (!isBlobName(name)) throw new ParleyError('INVALID_INPUT', 'blob name')
  return name
}

export const isWithin = (name: string, folder: string | undefined): boolean =>
  folder === undefined || name === folder || name.startsWith(`${folder}/`)

/** In the order of their names, whatever the language of the machine. */
export const byName = (one: BlobEntry, other: BlobEntry): number => (one.name < other.name ? -1 : 1)
