import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** ms that it may take to say its version. */
const PATIENCE = 10_000

/** Formats and codecs that recording needs, as `ffmpeg -demuxers` and `-muxers` list them. */
const NEEDED = [
  ['-demuxers', 'sdp'],
  ['-muxers', 'webm'],
] as const

/** Whether a program is an ffmpeg that can record; why not, where it can't. */
export const judgeFfmpeg = async (program: string): Promise<string | undefined> => {
  for (const [list, name] of NEEDED) {
    try {
      const { stdout } = await run(program, ['-hide_banner', list], { timeout: PATIENCE })
      if (!new RegExp(`^\\s*[DE]+\\s+\\S*\\b${name}\\b`, 'm').test(stdout)) return `it has no ${name}`
    } catch {
      return 'it can’t be run'
    }
  }
  return undefined
}
