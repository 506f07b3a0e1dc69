import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { Search } from './process-memory.ts'

const needles = new Map([16, 17, 23, 40].map((length) => [`${length}`, Uint8Array.from(randomBytes(length))] as const))

it('finds each byte string wherever it is, among anything and among nothing', () => {
  for (const size of [10_000, 10_007]) {
    for (const [name, needle] of needles) {
      for (const place of [0, 1, 14, 15, 16, 4_095, 4_096, 8_190, size - needle.length]) {
        for (const buffer of [Buffer.alloc(size), randomBytes(size)]) {
          const search = new Search(needles)
          search.look(buffer)
          expect([...search.found]).toEqual([])
          buffer.set(needle, place)
          search.look(buffer)
          expect([...search.found]).toEqual([name])
        }
      }
    }
  }
})
