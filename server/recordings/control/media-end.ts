/**
 * How far a Matroska or WebM file goes that was cut off anywhere (RFC 9559): the time of the last block that is there whole. Its last
 * clusters are enough for that.
 */

const CLUSTER = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0
const BLOCK = 0xa1

interface Element {
  readonly id: number
  readonly from: number
  /** Behind its content; Infinity where its length was not known when it was written. */
  readonly to: number
}

/** A number of 1 to 8 bytes whose first bits say how many; with the marker where it is an id. */
const readVint = (bytes: Buffer, at: number, keepMarker: boolean): { value: number; length: number } | undefined => {
  const first = bytes[at]
  if (first === undefined || first === 0) return undefined
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length) return undefined
  let value = keepMarker ? first : first & (0xff >> length)
  let isUnknown = !keepMarker && value === 0xff >> length
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0
    value = value * 256 + byte
    isUnknown &&= byte === 0xff
  }
  return { value: isUnknown ? Number.POSITIVE_INFINITY : value, length }
}

const readElement = (bytes: Buffer, at: number): Element | undefined => {
  const id = readVint(bytes, at, true)
  const size = id === undefined ? undefined : readVint(bytes, at + id.length, false)
  if (id === undefined || size === undefined) return undefined
  const from = at + id.length + size.length
  return { id: id.value, from, to: from + size.value }
}

/** The time of a block within its cluster, in front of which its track's number stands. */
const blockTime = (bytes: Buffer, { from, to }: Element): number | undefined => {
  const track = readVint(bytes, from, false)
  if (track === undefined || to > bytes.length || from + track.length + 2 > bytes.length) return undefined
  return bytes.readInt16BE(from + track.length)
}

/** ms of the last block of the cluster whose content begins at `from`. */
const clusterEnd = (bytes: Buffer, from: number): number | undefined => {
  let base: number | undefined
  let last: number | undefined
  for (let at = from; ; ) {
    const element = readElement(bytes, at)
    if (element === undefined) break
    const { id } = element
    if (id === TIMESTAMP && element.to <= bytes.length && element.to - element.from <= 6) {
      base = bytes.readUIntBE(element.from, element.to - element.from)
    } else if (id === BLOCK_GROUP) {
      at = element.from
      continue
    } else if (id === SIMPLE_BLOCK || id === BLOCK) {
      const time = blockTime(bytes, element)
      if (time !== undefined && base !== undefined) last = Math.max(last ?? 0, base + time)
    }
    if (element.to > bytes.length) break
    at = element.to
  }
  return last
}

/** ms, in the file's own time (1 ms a tick, as ffmpeg writes it); undefined where no cluster with a block is in `bytes`. */
export const mediaEnd = (bytes: Buffer): number | undefined => {
  for (let at = bytes.lastIndexOf(CLUSTER); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(CLUSTER, at - 1)) {
    const cluster = readElement(bytes, at)
    const end = cluster === undefined ? undefined : clusterEnd(bytes, cluster.from)
    if (end !== undefined) return end
  }
  return undefined
}
