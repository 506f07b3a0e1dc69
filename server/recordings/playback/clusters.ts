/**
 * Where in a WebM file one can begin to play: at a cluster (RFC 9559 §5.1.3), whose first bytes are its id, its size and its time.
 * What was written live has no index, so places are found by looking into the file, at a few spots.
 */

export interface Cluster {
  /** bytes from the start of what was searched */
  readonly at: number
  /** ms from the start of the file */
  readonly time: number
  /** Whether a picture can begin with it: its first block is a key frame, as all of audio's are. */
  readonly key: boolean
}

const CLUSTER_ID = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
const CRC_32 = 0xbf
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3
const KEY_FRAME = 0x80

/** bytes from a cluster's id to the flags of its first block, at most. */
export const CLUSTER_START = 64

/** A number of EBML (RFC 8794 §4), and how long it is written; undefined where it is none, or cut off. */
const numberAt = (bytes: Buffer, at: number): { value: number; length: number } | undefined => {
  const first = bytes[at]
  if (first === undefined || first === 0) return undefined
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length || length > 8) return undefined
  let value = first & (0xff >> length)
  for (let index = 1; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0)
  return { value, length }
}

/** The element at `at`, as far as it has an id of one byte. */
const elementAt = (bytes: Buffer, at: number): { id: number; from: number; to: number } | undefined => {
  const size = numberAt(bytes, at + 1)
  const id = bytes[at]
  if (size === undefined || id === undefined) return undefined
  const from = at + 1 + size.length
  return { id, from, to: from + size.value }
}

const clusterAt = (bytes: Buffer, at: number): Cluster | undefined => {
  const size = numberAt(bytes, at + CLUSTER_ID.length)
  if (size === undefined) return undefined
  let element = elementAt(bytes, at + CLUSTER_ID.length + size.length)
  if (element?.id === CRC_32) element = elementAt(bytes, element.to)
  if (element?.id !== TIMESTAMP || element.to - element.from > 6 || element.to > bytes.length) return undefined
  const time = element.from === element.to ? 0 : bytes.readUIntBE(element.from, element.to - element.from)
  const block = elementAt(bytes, element.to)
  if (block?.id !== SIMPLE_BLOCK) return { at, time, key: false }
  const track = numberAt(bytes, block.from)
  const flags = track === undefined ? undefined : bytes[block.from + track.length + 2]
  return { at, time, key: flags !== undefined && (flags & KEY_FRAME) !== 0 }
}

/** The clusters that begin in `bytes`, in order; one whose beginning is cut off is not among them. */
export const clustersIn = (bytes: Buffer): Cluster[] => {
  const found: Cluster[] = []
  for (let at = bytes.indexOf(CLUSTER_ID); at >= 0; at = bytes.indexOf(CLUSTER_ID, at + 1)) {
    const cluster = clusterAt(bytes, at)
    if (cluster !== undefined) found.push(cluster)
  }
  return found
}
