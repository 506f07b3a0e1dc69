import { access, copyFile, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { isDebian } from './debian.ts'
import { withLock } from './lock.ts'
import { cacheFolder, PROJECT_ROOT } from './paths.ts'
import { withDownloadProgress } from './progress.ts'
import { SetupError } from './setup-error.ts'
import { buildWorker } from './worker-build.ts'

const PACKAGE = join(PROJECT_ROOT, 'node_modules/mediasoup')
const PROGRAM = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker'
const DOWNLOAD_LIMIT_MS = 60_000

/** Exit code of a worker that runs but was not started by mediasoup (its `main.cpp`); mediasoup's own check after a download. */
const NOT_MY_PARENT = 41

/**
 * Gives the path of a mediasoup-worker that runs on this machine, for `MEDIASOUP_WORKER_BIN`.
 *
 * In this order: the one that `MEDIASOUP_WORKER_BIN` names already, the user's cache, mediasoup's prebuilt download, a build from
 * the package's own sources (Debian). Two set-ups at once wait for each other.
 *
 * @throws SetupError where none can be had, saying what to do
 */
export async function ensureWorker(): Promise<string> {
  const given = process.env.MEDIASOUP_WORKER_BIN
  if (given) {
    if (await runs(given)) return given
    throw new SetupError(`MEDIASOUP_WORKER_BIN names ${given}, which does not run here. Correct it, or unset it.`)
  }

  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'))
  const folder = join(cacheFolder(), 'mediasoup-worker', `${version}-${process.platform}-${process.arch}`)
  const cached = join(folder, PROGRAM)
  if (await runs(cached)) return cached

  return await withLock(
    join(folder, 'setup.lock'),
    async () => {
      if (await runs(cached)) return cached
      const fresh = join(folder, `fresh-${PROGRAM}`)
      await obtain(fresh)
      if (!(await runs(fresh))) throw new SetupError(`The media worker was built but does not run; see ${folder}/build.log.`)
      await rename(fresh, cached)
      return cached
    },
    () => console.error('Another set-up is getting the media worker; waiting for it.'),
  )
}

async function obtain(fresh: string): Promise<void> {
  await rm(fresh, { force: true })
  if (await download(fresh)) return
  if (await isDebian()) return await buildWorker(PACKAGE, fresh)
  throw new SetupError(
    'The media worker could not be downloaded, and Parley can build it on Debian only. Allow the download (mediasoup gets it from ' +
      'its release page), or build it as mediasoup describes and set MEDIASOUP_WORKER_BIN to its path.',
  )
}

/** Runs mediasoup's own download into its package and copies the result. False where the network does not allow it. */
async function download(target: string): Promise<boolean> {
  if (process.env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) return false
  const downloaded = await withDownloadProgress('Downloading the media worker', async () => {
    await execa(process.execPath, ['npm-scripts.mjs', 'postinstall'], {
      cwd: PACKAGE,
      // After a failed download the script would go on to build with pip and more downloads. It starts Python by this name, so a
      // name that does not exist ends it there.
      env: { PYTHON: 'parley-builds-the-worker-itself' },
      stdio: 'ignore',
      timeout: DOWNLOAD_LIMIT_MS,
      reject: false,
    })
    const path = join(PACKAGE, 'worker/out/Release', PROGRAM)
    return (await runs(path)) ? path : undefined
  })
  if (!downloaded) return false
  await copyFile(downloaded, target)
  return true
}

/** Whether the worker exists and starts on this system: its libraries are there, its processor is this one. */
async function runs(binary: string): Promise<boolean> {
  const exists = await access(binary).then(
    () => true,
    () => false,
  )
  if (!exists) return false
  const result = await execa(binary, { env: {}, extendEnv: false, stdio: 'ignore', timeout: 10_000, reject: false })
  return result.exitCode === NOT_MY_PARENT
}
