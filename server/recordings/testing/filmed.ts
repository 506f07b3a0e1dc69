import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const webm = async (input: string, ...coding: string[]): Promise<Buffer> => {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', input, ...coding],
      ...['-f', 'webm', '-live', '1', '-cluster_time_limit', '250', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 64 * 1_024 * 1_024 },
  )
  return stdout
}

/** A picture of one colour, as a track of a camera is written; a key frame each second. */
export const colour = (name: string, seconds: number): Promise<Buffer> =>
  webm(
    `color=c=${name}:s=320x180:r=25:d=${seconds}`,
    ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '200k', '-g', '25'],
  )

/** A tone of so many Hz, as a track of a microphone is written. */
export const tone = (frequency: number, seconds: number): Promise<Buffer> =>
  webm(`sine=frequency=${frequency}:sample_rate=48000:duration=${seconds}`, '-c:a', 'libopus', '-ac', '2', '-b:a', '48k')

/** So many bytes a part. */
export const inParts = (content: Buffer, length: number): Buffer[] =>
  Array.from({ length: Math.ceil(content.length / length) }, (_, part) => content.subarray(part * length, (part + 1) * length))
