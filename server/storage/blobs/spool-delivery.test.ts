import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MemoryBlobStore } from './memory-blob-store.ts'
import { SpoolDelivery } from './spool-delivery.ts'
import { SpooledBlobStore } from './spooled-blob-store.ts'
import { put } from './testing/blob-store-contract.ts'

class CountingStore extends MemoryBlobStore {
  attempts = 0

  override open(...given: Parameters<MemoryBlobStore['open']>): ReturnType<MemoryBlobStore['open']> {
    this.attempts += 1
    return super.open(...given)
  }
}

const deliveries: SpoolDelivery[] = []
const make = (spool = new MemoryBlobStore(), far = new CountingStore(), random = 1) => {
  const lines: { level: number; msg: string; error?: string }[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const store = new SpooledBlobStore(spool, far, () => delivery.ask())
  const delivery = new SpoolDelivery(store, log, () => random)
  deliveries.push(delivery)
  return { spool, far, store, delivery, lines }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(async () => {
  for (const delivery of deliveries.splice(0)) await delivery.close()
  vi.useRealTimers()
})

/** What is under way without a timer has come to its end. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const namesIn = async (store: MemoryBlobStore): Promise<string[]> => (await store.list()).map(({ name }) => name)

it('brings each blob when it is finished', async () => {
  const { spool, far, store } = make()
  await put(store, 'r1/t1', 'x')
  await put(store, 'r1/t2', 'y')
  await settle()
  expect([await namesIn(spool), await namesIn(far)]).toEqual([[], ['r1/t1', 'r1/t2']])
})

it('brings at its start what a former run left, and leaves what was not finished to whoever mends it', async () => {
  const before = make()
  before.far.reachable = false
  await put(before.store, 'r1/t1', 'x')
  await (await before.store.create('r1/t2')).close()
  await settle()
  await before.delivery.close()
  before.far.reachable = true
  const { delivery, store } = make(before.spool, before.far)
  delivery.ask()
  await settle()
  expect([await namesIn(before.spool), await namesIn(before.far)]).toEqual([['r1/t2'], ['r1/t1']])
  await store.finish('r1/t2')
  await settle()
  expect(await namesIn(before.far)).toEqual(['r1/t1', 'r1/t2'])
})

it('tries less and less often while the store is away, and not more often because more is finished', async () => {
  const { far, store } = make()
  far.reachable = false
  await put(store, 'r1/t1', 'x')
  await settle()
  const seconds: number[] = []
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    expect(far.attempts).toBe(attempt)
    await put(store, `r1/more${attempt}`, 'x')
    await settle()
    const before = Date.now()
    await vi.advanceTimersToNextTimerAsync()
    await settle()
    seconds.push((Date.now() - before) / 1_000)
  }
  expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
})

it('does not try at the same moments as another service', async () => {
  const { far, store } = make(undefined, undefined, 0.2)
  far.reachable = false
  await put(store, 'r1/t1', 'x')
  await settle()
  await vi.advanceTimersByTimeAsync(599)
  await settle()
  expect(far.attempts).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  await settle()
  expect(far.attempts).toBe(2)
})

it('reports what waits and since when, and says when it is over', async () => {
  const { far, store, delivery, lines } = make()
  far.reachable = false
  const since = Date.now()
  await put(store, 'r1/t1', 'four')
  await settle()
  await vi.advanceTimersByTimeAsync(1_000)
  await settle()
  expect(await delivery.report()).toEqual({ blobs: 1, bytes: 4, failing: { since, error: 'STORAGE_UNREACHABLE' } })
  expect(lines.map(({ level, error }) => [level, error])).toEqual(Array(2).fill([40, 'STORAGE_UNREACHABLE']))
  far.reachable = true
  await vi.advanceTimersByTimeAsync(2_000)
  await settle()
  expect(await delivery.report()).toEqual({ blobs: 0, bytes: 0 })
  expect(lines.at(-1)).toMatchObject({ level: 30, blobs: 1 })
  // The next failure is the first one again.
  far.reachable = false
  await put(store, 'r1/t2', 'x')
  await settle()
  const { attempts } = far
  await vi.advanceTimersByTimeAsync(1_000)
  await settle()
  expect(far.attempts).toBe(attempts + 1)
})

it('does nothing more when it is closed', async () => {
  const { far, store, delivery } = make()
  far.reachable = false
  await put(store, 'r1/t1', 'x')
  await settle()
  await delivery.close()
  far.reachable = true
  await put(store, 'r1/t2', 'x')
  await vi.advanceTimersByTimeAsync(600_000)
  await settle()
  expect(await namesIn(far)).toEqual([])
})
