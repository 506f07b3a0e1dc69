import { createWriteStream } from 'node:fs'
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { ensureDebianPackages } from './debian.ts'
import { PROJECT_ROOT } from './paths.ts'
import { withProgress } from './progress.ts'
import { SetupError } from './setup-error.ts'

const RECIPE = join(PROJECT_ROOT, 'build/mediasoup-worker')

const WORK_PREFIX = 'building-'

const BUILD_PACKAGES = [
  'flatbuffers-compiler',
  'g++',
  'libabsl-dev',
  'libflatbuffers-dev',
  'libsrtp2-dev',
  'libssl-dev',
  'libuv1-dev',
  'meson',
  'ninja-build',
  'patch',
  'pkg-config',
] as const

/**
 * Builds mediasoup-worker from the sources inside its npm package against Debian's libraries, without a download besides apt's.
 * Takes minutes: about five on two cores.
 *
 * One build at a time in a folder: the caller sees to it.
 *
 * @param packageFolder the installed `mediasoup` package; not written to
 * @param binary where the finished program goes; its folder exists, and also gets `build.log`
 */
export async function buildWorker(packageFolder: string, binary: string): Promise<void> {
  await ensureDebianPackages(BUILD_PACKAGES, 'to build the media worker')

  const folder = dirname(binary)
  await removeLeftOvers(folder)
  const work = await mkdtemp(join(folder, WORK_PREFIX))
  const log = createWriteStream(join(folder, 'build.log'))
  const run = async (command: string, args: string[], onLine: (line: string) => void = () => {}) => {
    const child = execa(command, args, { cwd: work, stdin: 'ignore', all: true, reject: false, env: { LC_ALL: 'C.UTF-8' } })
    for await (const line of child.iterable({ from: 'all' })) {
      log.write(`${line}\n`)
      onLine(line)
    }
    const result = await child
    if (result.failed) {
      const end = result.all.split('\n').slice(-20).join('\n')
      throw new SetupError(`Building the media worker failed at "${command}":\n${end}\nAll of it: ${log.path}`)
    }
  }

  try {
    await withProgress('Building the media worker (once, a few minutes)', async (report) => {
      await prepareSources(packageFolder, work)
      for (const patch of (await readdir(join(RECIPE, 'patches'))).toSorted()) {
        await run('patch', ['-p1', '--batch', '--fuzz=0', '-i', join(RECIPE, 'patches', patch)])
      }
      report('looking at the system')
      await run('meson', ['setup', '--buildtype=release', '-Db_ndebug=true', '--wrap-mode=nodownload', 'build', '.'])
      await run('ninja', ['-C', 'build', 'mediasoup-worker'], (line) => {
        const step = ninjaStep(line)
        if (step) report(step)
      })
    })
    await rename(join(work, 'build/mediasoup-worker'), binary)
  } finally {
    log.end()
    await rm(work, { recursive: true, force: true })
  }
}

/** Removes the folders of builds that were interrupted. */
async function removeLeftOvers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(WORK_PREFIX)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** The worker's sources with our subprojects in place of the ones that meson would download. */
async function prepareSources(packageFolder: string, work: string): Promise<void> {
  await cp(join(packageFolder, 'worker'), work, { recursive: true })
  await rm(join(work, 'subprojects'), { recursive: true })
  await cp(join(RECIPE, 'subprojects'), join(work, 'subprojects'), { recursive: true })
}

/** "[212/480] Compiling C++ object …" as "212 of 480 steps"; undefined for any other line. */
export function ninjaStep(line: string): string | undefined {
  const [, done, all] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? []
  return done && `${done} of ${all} steps`
}
