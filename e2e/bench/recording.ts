/**
 * `npm run bench:recording`: what recording costs, by the measure of what can't be had for less. Prints one JSON line a figure.
 * What is counted, and what is not, is said at each measurement, and in docs/recording.md.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureFfmpeg } from '../../build/setup/ffmpeg.ts'
import { ensureWorker } from '../../build/setup/worker.ts'
import { measureRecording } from './recording/recording-cost.ts'
import { measureSealing } from './recording/sealing-cost.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
try {
  await measureSealing()
  process.env.MEDIASOUP_WORKER_BIN = await ensureWorker()
  const ffmpeg = await ensureFfmpeg()
  process.env.PARLEY_FFMPEG = ffmpeg
  await measureRecording(folder, ffmpeg)
} finally {
  await rm(folder, { recursive: true, force: true })
}
