/** Searches the memory of a process that this one has started, as somebody does who holds the machine. Linux only. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

/** bytes read at a time */
const CHUNK = 8 * 1024 * 1024
const PAGE = 4096
const NOTHING = Buffer.alloc(PAGE)

/** Two bytes of a needle, at `offset` in it. */
interface Pair {
  readonly name: string
  readonly needle: Uint8Array
  readonly offset: number
}

/**
 * Which of several byte strings are in a buffer. The shortest has `stride` + 1 bytes: of each `stride` places in a row one is looked
 * at, for any two neighbouring bytes that a needle could have there.
 */
export class Search {
  /** By the two bytes. */
  readonly #pairs = new Map<number, Pair[]>()
  /** 1 at those that there are: most are settled by it alone. */
  readonly #known = new Uint8Array(0x1_0000)
  readonly #stride: number
  readonly #longest: number
  readonly found = new Set<string>()
  /** bytes looked at */
  searched = 0

  /** @param needles by what they are; each of at least 8 bytes */
  constructor(needles: ReadonlyMap<string, Uint8Array>) {
    const lengths = [...needles.values()].map(({ length }) => length)
    this.#longest = Math.max(...lengths)
    this.#stride = Math.min(...lengths) - 1
    if (this.#stride < 7) throw new RangeError('too short to be looked for')
    for (const [name, needle] of needles) {
      for (let offset = 0; offset < this.#stride; offset += 1) {
        const two = ((needle[offset] ?? 0) << 8) | (needle[offset + 1] ?? 0)
        this.#known[two] = 1
        this.#pairs.set(two, [...(this.#pairs.get(two) ?? []), { name, needle, offset }])
      }
    }
  }

  /** bytes that two buffers must have in common for nothing to be missed that lies across them */
  get overlap(): number {
    return this.#longest
  }

  look(buffer: Buffer): void {
    this.searched += buffer.length
    const [known, stride, end] = [this.#known, this.#stride, buffer.length - 1]
    for (let at = 0; at < end; at += stride) {
      // Much of a process's memory was never written to.
      while (buffer[at] === 0 && at + PAGE < end && buffer.compare(NOTHING, 0, PAGE, at, at + PAGE) === 0) at += PAGE - stride
      const two = ((buffer[at] ?? 0) << 8) | (buffer[at + 1] ?? 0)
      if (known[two] === 1) this.#compare(this.#pairs.get(two) ?? [], buffer, at)
    }
  }

  #compare(pairs: readonly Pair[], buffer: Buffer, at: number): void {
    for (const { name, needle, offset } of pairs) {
      const start = at - offset
      if (start >= 0 && buffer[start] === needle[0] && buffer.subarray(start, start + needle.length).equals(needle)) {
        this.found.add(name)
      }
    }
  }
}

/** Looks at everything that the process has in memory for itself. */
export const searchMemory = async (pid: number, search: Search): Promise<void> => {
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, start = '', end = '', mode] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? []
      if (mode?.startsWith('rw') === true) await searchRange(memory, Number.parseInt(start, 16), Number.parseInt(end, 16), search)
    }
  } finally {
    closeSync(memory)
  }
}

const searchRange = async (memory: number, start: number, end: number, search: Search): Promise<void> => {
  const chunk = Buffer.allocUnsafe(CHUNK)
  for (let at = start; at < end; ) {
    const wanted = Math.min(CHUNK, end - at)
    const read = readAt(memory, chunk, wanted, at)
    if (read === 0) return
    search.look(chunk.subarray(0, read))
    // Whoever searches has sockets to answer.
    await setImmediate()
    // What lies across two reads is seen by the second.
    at += at + read < end && read > search.overlap ? read - search.overlap : read
  }
}

/** 0 where there is nothing any more, or never was. */
const readAt = (memory: number, chunk: Buffer, length: number, position: number): number => {
  try {
    return readSync(memory, chunk, 0, length, position)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EIO' || code === 'EFAULT') return 0
    throw error
  }
}
