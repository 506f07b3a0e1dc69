import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { manifest } from '#shared/recording/testing/sample-manifest.ts'
import { createLog } from '../../logging.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { RecordingClock } from '../capture/recording-clock.ts'
import { SenderReports } from '../capture/sender-reports.ts'
import { RecordingSession } from './recording-session.ts'

let reports: SenderReports
beforeAll(async () => {
  reports = await SenderReports.open()
})
afterAll(() => reports.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Each storing keeps the service busy for so many ms. */
const sessionOf = (busy: number) => {
  const save = vi.fn(async () => {
    for (const until = performance.now() + busy; performance.now() < until; );
  })
  const session = new RecordingSession({
    manifest: manifest([]),
    key: createSecretKey(randomBytes(32)),
    tools: { ffmpeg: '', blobs: new MemoryBlobStore(), reports, clock: new RecordingClock(), log: createLog('silent') },
    openCapture: () => {
      throw new Error('nothing is sent')
    },
    save,
    gapReason: () => undefined,
    onTrouble: () => undefined,
  })
  return { session, save }
}

it('stores what has changed, and one that takes long not for each change', async () => {
  const { session, save } = sessionOf(20)
  session.pause()
  await vi.advanceTimersByTimeAsync(1)
  expect(save).toHaveBeenCalledTimes(1)
  for (let change = 0; change < 30; change += 1) {
    session.resume()
    session.pause()
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(save).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(save).toHaveBeenCalledTimes(2)
  expect(session.isPaused).toBe(true)
})
