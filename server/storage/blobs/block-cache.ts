/** What was read of a far store lately, in blocks, up to so many bytes; the block that was not asked for longest goes first. */
export class BlockCache {
  readonly #maximum: number
  readonly #blocks = new Map<string, Promise<Buffer>>()
  readonly #sizes = new Map<string, number>()
  #size = 0

  /** @param maximum bytes */
  constructor(maximum: number) {
    this.#maximum = maximum
  }

  /** The block of this name, fetched where it isn't here; once, however many ask. */
  get(name: string, fetch: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.#blocks.get(name)
    this.#blocks.delete(name)
    const block = known ?? this.#fetch(name, fetch)
    this.#blocks.set(name, block)
    return block
  }

  async #fetch(name: string, fetch: () => Promise<Buffer>): Promise<Buffer> {
    try {
      const bytes = await fetch()
      this.#sizes.set(name, bytes.length)
      this.#size += bytes.length
      this.#makeRoom()
      return bytes
    } catch (error) {
      this.#blocks.delete(name)
      throw error
    }
  }

  #makeRoom(): void {
    for (const [name, size] of this.#inOrder()) {
      if (this.#size <= this.#maximum) return
      this.#blocks.delete(name)
      this.#sizes.delete(name)
      this.#size -= size
    }
  }

  /** Those that are here, the one that was not asked for longest first; those still on their way have no size. */
  *#inOrder(): Generator<[string, number]> {
    for (const name of this.#blocks.keys()) {
      const size = this.#sizes.get(name)
      if (size !== undefined) yield [name, size]
    }
  }
}
