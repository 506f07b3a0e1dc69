import { ensureChromium } from './setup/chromium.ts'
import { findOrDownloadElectron } from './setup/electron.ts'
import { ensureObjectStore } from './setup/object-store.ts'
import { ensureWorker } from './setup/worker.ts'

/** `npm run setup`: gets all that starting and testing need, and says where it lies. */
console.log(`Media worker: ${await ensureWorker()}`)
console.log(`Chromium for the tests: ${await ensureChromium()}`)
console.log(`S3 server for the tests: ${await ensureObjectStore()}`)
console.log(`Electron: ${(await findOrDownloadElectron()) ?? 'could not be downloaded; the client opens in the browser instead'}`)
