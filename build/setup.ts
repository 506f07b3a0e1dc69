import { ensureChromium } from './setup/chromium.ts'
import { findOrDownloadElectron } from './setup/electron.ts'
import { ensureFfmpeg } from './setup/ffmpeg.ts'
import { ensureObjectStore } from './setup/object-store.ts'
import { SetupError } from './setup/setup-error.ts'
import { ensureWorker } from './setup/worker.ts'

/** `npm run setup`: gets all that starting and testing need, and says where it lies. */
console.log(`Media worker: ${await ensureWorker()}`)
console.log(`Chromium for the tests: ${await ensureChromium()}`)
console.log(`S3 server for the tests: ${await ensureObjectStore()}`)
console.log(`ffmpeg for recording: ${await ensureFfmpeg().catch(missing)}`)
console.log(`Electron: ${(await findOrDownloadElectron()) ?? 'could not be downloaded; the client opens in the browser instead'}`)

/** Nothing but recording needs it. */
function missing(error: unknown): string {
  if (!(error instanceof SetupError)) throw error
  return `none; recording is not offered. ${error.message}`
}
