/** Reads the blocks of a WebM file as it comes: when each is, and how large. What is in them is not looked at. */

export interface Block {
  /** ms from the start of the file */
  readonly time: number
  /** bytes */
  readonly size: number
}

const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3
/** Track number, time and flags at the start of a block. */
const BLOCK_HEADER = 4
const CLUSTER_MARK = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
/** bytes of an element's id and size, at most */
const ELEMENT_START = 12

interface Element {
  readonly id: number
  readonly from: number
  readonly size: number
}

const elementAt = (bytes: Buffer, at: number): Element | undefined => {
  const idLength = Math.clz32(bytes[at] ?? 0) - 23
  if (idLength > 4 || at + idLength >= bytes.length) return undefined
  const id = bytes.readUIntBE(at, idLength)
  const first = bytes[at + idLength] ?? 0
  const length = Math.clz32(first) - 23
  if (length > 8 || at + idLength + length > bytes.length) return undefined
  let size = first & (0xff >> length)
  for (let index = 1; index < length; index += 1) size = size * 256 + (bytes[at + idLength + index] ?? 0)
  return { id, from: at + idLength + length, size }
}

export class BlockScan {
  #rest = Buffer.alloc(0)
  #cluster = 0
  /** bytes of an element that is of no interest, which are still to come */
  #skip = 0
  /** In the middle of nowhere: the next cluster is waited for. */
  #lost = false

  /** What comes next in the file; the blocks that are whole by now. */
  push(bytes: Buffer): Block[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const found: Block[] = []
    let at = 0
    for (;;) {
      const jump = Math.min(this.#skip, this.#rest.length - at)
      at += jump
      this.#skip -= jump
      if (this.#lost) {
        const cluster = this.#rest.indexOf(CLUSTER_MARK, at)
        if (cluster < 0) {
          at = Math.max(at, this.#rest.length - CLUSTER_MARK.length + 1)
          break
        }
        at = cluster
        this.#lost = false
      }
      const element = elementAt(this.#rest, at)
      if (element === undefined) {
        // Too short, or no element at all.
        if (this.#rest.length - at < ELEMENT_START) break
        this.#lost = true
        at += 1
        continue
      }
      const { id, from, size } = element
      if (id === SEGMENT || id === CLUSTER) {
        at = from
        continue
      }
      if (id === TIMESTAMP && size <= 6) {
        if (from + size > this.#rest.length) break
        this.#cluster = size === 0 ? 0 : this.#rest.readUIntBE(from, size)
      } else if (id === SIMPLE_BLOCK) {
        if (from + BLOCK_HEADER > this.#rest.length) break
        found.push({ time: this.#cluster + this.#rest.readInt16BE(from + 1), size: Math.max(0, size - BLOCK_HEADER) })
      }
      at = from
      this.#skip = size
    }
    this.#rest = this.#rest.subarray(at)
    return found
  }

  /** Bytes are missing here. */
  lose(): void {
    this.#rest = Buffer.alloc(0)
    this.#skip = 0
    this.#lost = true
  }
}
