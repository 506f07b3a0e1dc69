import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { PROJECT_ROOT } from './paths.ts'
import { withProgress } from './progress.ts'
import { SetupError } from './setup-error.ts'

const BUNDLES = ['out/main/main.cjs', 'out/preload/preload.cjs', 'out/renderer/index.html'] as const
const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package-lock.json'] as const

/**
 * Builds the desktop client and the page, unless what is built is newer than every source.
 *
 * @throws SetupError with the compiler's last words
 */
export async function ensureBundles(root = PROJECT_ROOT): Promise<void> {
  if (!(await areStale(root))) return
  await withProgress('Building the client', async () => {
    const options = { cwd: root, preferLocal: true, localDir: root, stdin: 'ignore', all: true, reject: false } as const
    const result = await execa('electron-vite', ['build'], options)
    if (result.failed) throw new SetupError(`Building the client failed:\n${result.all.split('\n').slice(-30).join('\n')}`)
  })
}

/** Whether a bundle is missing or older than a source. A folder counts, too: its time changes when a file in it goes. */
export async function areStale(root: string): Promise<boolean> {
  const built = await Promise.all(BUNDLES.map((file) => changedAt(join(root, file))))
  const sources = await Promise.all(SOURCES.map((path) => newestIn(join(root, path))))
  return Math.min(...built) < Math.max(...sources)
}

async function newestIn(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true }).catch(() => [])
  const times = await Promise.all(entries.map((entry) => changedAt(join(path, entry))))
  return Math.max(await changedAt(path), ...times)
}

/** In ms since the epoch; 0 where there is nothing. */
async function changedAt(path: string): Promise<number> {
  return await stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}
