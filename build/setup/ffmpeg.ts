import { execa } from 'execa'
import { ensureDebianPackages, isDebian } from './debian.ts'
import { SetupError } from './setup-error.ts'

/** What recording reads and writes with, as `ffmpeg -demuxers` and `-muxers` name it. */
const FORMATS = { '-demuxers': 'sdp', '-muxers': 'webm' } as const

/**
 * Gives the path or name of an ffmpeg that can record, for `PARLEY_FFMPEG`; ffprobe lies beside it. The service works without one and
 * then offers no recording; the tests of recording need it.
 *
 * In this order: the one that `PARLEY_FFMPEG` names, the one in the PATH, Debian's through apt as root.
 *
 * @throws SetupError where none can be had, saying what to do
 */
export async function ensureFfmpeg(): Promise<string> {
  const given = process.env.PARLEY_FFMPEG
  if (given) {
    const problem = await problemWith(given)
    if (problem === undefined) return given
    throw new SetupError(`PARLEY_FFMPEG names ${given}, and ${problem}. Correct it, or unset it.`)
  }
  let problem = await problemWith('ffmpeg')
  if (problem !== undefined && (await isDebian())) {
    await ensureDebianPackages(['ffmpeg'], 'to record meetings')
    problem = await problemWith('ffmpeg')
  }
  if (problem === undefined) return 'ffmpeg'
  throw new SetupError(
    `Recording needs ffmpeg, and ${problem}. Install ffmpeg 5 or later so that it is in the PATH, or set PARLEY_FFMPEG to its path.`,
  )
}

/** Why it can't record; undefined where it can. */
async function problemWith(program: string): Promise<string | undefined> {
  for (const [list, format] of Object.entries(FORMATS)) {
    const { failed, stdout } = await execa(program, ['-hide_banner', list], { stdin: 'ignore', reject: false, timeout: 10_000 })
    if (failed) return 'it can’t be run'
    if (!new RegExp(`^\\s*[DE]+\\s+\\S*\\b${format}\\b`, 'm').test(stdout)) return `it was built without ${format}`
  }
  return undefined
}
