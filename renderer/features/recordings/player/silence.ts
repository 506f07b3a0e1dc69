/**
 * Fills the short gaps that a sender leaves in a voice. Who speaks over WebRTC sends next to nothing while they are silent (DTX), and
 * such a recording has no sound there: a browser stops at each gap as if bytes were missing. So the blocks of the file are written
 * anew, each in a cluster of its own, and where there was none for a moment, silence (Opus, RFC 6716) is put between them.
 */

/** ms: what is longer than that is a gap that the timeline knows of. */
const LONGEST = 2_000
/** ms of sound in what is put into a gap */
const SILENCE_LENGTH = 20
/** 20 ms of nothing: one frame, mono, full band. */
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe)

const CLUSTER = 0x1f43b675
const SEGMENT = 0x18538067
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3
const ELEMENT_START = 12
/** Track number, time and flags at the start of a block. */
const BLOCK_HEADER = 4

/** ms of sound in a packet (RFC 6716 §3.1). */
export const lengthOf = (packet: Uint8Array): number => {
  const [toc = 0, count = 0] = packet
  const config = toc >> 3
  const lengths = config < 12 ? [10, 20, 40, 60] : config < 16 ? [10, 20] : [2.5, 5, 10, 20]
  const frame = lengths[config % lengths.length] ?? SILENCE_LENGTH
  const code = toc & 3
  return frame * (code === 0 ? 1 : code === 3 ? Math.max(1, count & 0x3f) : 2)
}

interface Element {
  readonly id: number
  readonly from: number
  readonly size: number
}

const elementAt = (bytes: Uint8Array, at: number): Element | undefined => {
  const first = bytes[at] ?? 0
  const idLength = Math.clz32(first) - 23
  if (idLength > 4 || at + idLength >= bytes.length) return undefined
  const id = bytes.subarray(at, at + idLength).reduce((value, byte) => value * 256 + byte, 0)
  const sizeFirst = bytes[at + idLength] ?? 0
  const length = Math.clz32(sizeFirst) - 23
  if (length > 8 || at + idLength + length > bytes.length) return undefined
  const rest = bytes.subarray(at + idLength + 1, at + idLength + length)
  const size = rest.reduce((value, byte) => value * 256 + byte, sizeFirst & (0xff >> length))
  return { id, from: at + idLength + length, size }
}

const numberIn = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

/** A cluster with one block of track 1. */
const clusterOf = (time: number, packet: Uint8Array): Uint8Array<ArrayBuffer> => {
  const blockSize = BLOCK_HEADER + packet.length
  const content = 10 + 5 + blockSize
  const cluster = new Uint8Array(8 + content)
  const view = new DataView(cluster.buffer)
  view.setUint32(0, CLUSTER)
  view.setUint32(4, 0x1000_0000 | content)
  view.setUint8(8, TIMESTAMP)
  view.setUint8(9, 0x88)
  view.setBigUint64(10, BigInt(Math.max(0, Math.round(time))))
  view.setUint8(18, SIMPLE_BLOCK)
  view.setUint32(19, 0x1000_0000 | blockSize)
  cluster.set([0x81, 0, 0, 0x80], 23)
  cluster.set(packet, 27)
  return cluster
}

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export class SilenceFiller {
  #rest = new Uint8Array()
  #cluster = 0
  /** ms of the file up to where there is sound */
  #until: number | undefined

  /** What comes next begins a cluster, anywhere in the file. */
  reset(): void {
    this.#rest = new Uint8Array()
    this.#until = undefined
  }

  /** The clusters of what is whole by now. */
  push(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    this.#rest = joined([this.#rest, bytes])
    const made: Uint8Array[] = []
    let at = 0
    for (;;) {
      const element = elementAt(this.#rest, at)
      if (element === undefined) {
        if (this.#rest.length - at < ELEMENT_START) break
        // Nothing that is known: the next byte may begin something.
        at += 1
        continue
      }
      const { id, from, size } = element
      if (id === CLUSTER || id === SEGMENT) {
        at = from
        continue
      }
      if (from + size > this.#rest.length) break
      const content = this.#rest.subarray(from, from + size)
      if (id === TIMESTAMP) this.#cluster = numberIn(content)
      if (id === SIMPLE_BLOCK && size > BLOCK_HEADER) made.push(...this.#written(content))
      at = from + size
    }
    this.#rest = this.#rest.slice(at)
    return joined(made)
  }

  #written(block: Uint8Array): Uint8Array[] {
    const time = this.#cluster + new DataView(block.buffer, block.byteOffset).getInt16(1)
    const packet = block.subarray(BLOCK_HEADER)
    const made: Uint8Array[] = []
    const gap = time - (this.#until ?? time)
    if (gap <= LONGEST) {
      for (let at = this.#until ?? time; at + SILENCE_LENGTH / 2 < time; at += SILENCE_LENGTH) made.push(clusterOf(at, SILENCE))
    }
    made.push(clusterOf(time, packet))
    this.#until = time + lengthOf(packet)
    return made
  }
}
