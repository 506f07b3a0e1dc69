import { access, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { withLock } from './lock.ts'
import { cacheFolder, PROJECT_ROOT } from './paths.ts'
import { withDownloadProgress } from './progress.ts'
import { SetupError } from './setup-error.ts'

const PACKAGE = join(PROJECT_ROOT, 'node_modules/electron')
const DOWNLOAD_LIMIT_MS = 5 * 60_000
/** How long a failed download is remembered, so that not every start waits for the next failure. */
const REMEMBER_FAILURE_MS = 60 * 60_000

/**
 * Gives the path of a real Electron: the one `ELECTRON_BIN` names, the installed one, or a fresh download. Undefined where none can
 * be had; the caller says what happens instead.
 *
 * @throws SetupError where `ELECTRON_BIN` names nothing
 *
 * The `electron` package is never imported: under plain Node that would start its download, without a limit.
 */
export async function findOrDownloadElectron(): Promise<string | undefined> {
  const given = process.env.ELECTRON_BIN
  if (given) {
    if (await exists(given)) return given
    throw new SetupError(`ELECTRON_BIN names ${given}, which does not exist. Correct it, or unset it.`)
  }
  return (await installedElectron()) ?? (await downloadElectron())
}

/** The Electron inside the `electron` package, if its download took place. */
export async function installedElectron(): Promise<string | undefined> {
  const name = await readFile(join(PACKAGE, 'path.txt'), 'utf8').catch(() => undefined)
  if (!name) return undefined
  const path = join(PACKAGE, 'dist', name)
  return (await exists(path)) ? path : undefined
}

async function downloadElectron(): Promise<string | undefined> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'))
  const failure = join(cacheFolder(), 'electron', `${version}-download-failed`)
  if (await isRecent(failure)) return undefined

  return await withLock(join(dirname(failure), 'setup.lock'), async () => {
    const meanwhile = await installedElectron()
    if (meanwhile || (await isRecent(failure))) return meanwhile

    const installed = await withDownloadProgress('Downloading Electron (once, about 120 MB)', async () => {
      await execa(process.execPath, [join(PACKAGE, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS, reject: false })
      return await installedElectron()
    })
    await mkdir(dirname(failure), { recursive: true })
    if (installed) await rm(failure, { force: true })
    else await writeFile(failure, '')
    return installed
  })
}

async function isRecent(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs < REMEMBER_FAILURE_MS
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
