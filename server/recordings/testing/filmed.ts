import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'

const ffmpeg = async (input: readonly string[], coding: readonly string[], content?: Buffer): Promise<Buffer> => {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...input, ...coding, 'pipe:1'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(content)
  return buffer(child.stdout)
}

const drawn = (picture: string): string[] => ['-f', 'lavfi', '-i', picture]
/** As a track is written. */
const WEBM = ['-f', 'webm', '-live', '1', '-cluster_time_limit', '250']
const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '200k', '-g', '25']
const OPUS = ['-c:a', 'libopus', '-ac', '2', '-b:a', '48k']

const FRAME_RATE = 25
const colouredIn = (name: string, size: string, seconds: number): string[] =>
  drawn(`color=c=${name}:s=${size}:r=${FRAME_RATE}:d=${seconds}`)

/** A picture of one colour, as a track of a camera is written; a key frame each second. */
export const colour = (name: string, seconds: number): Promise<Buffer> =>
  ffmpeg(colouredIn(name, '320x180', seconds), [...VP8, ...WEBM])

const IVF_HEADER = 32
const IVF_FRAME_HEADER = 12

/** The same, of a camera that turns from small to large to upright, a third of the time each: one track, since its codec stays. */
export const colourOfManySizes = async (name: string, seconds: number): Promise<Buffer> => {
  const parts = await Promise.all(
    ['160x90', '640x360', '360x640'].map((size) => ffmpeg(colouredIn(name, size, seconds / 3), [...VP8, '-f', 'ivf'])),
  )
  let frames = 0
  for (const part of parts) {
    for (let at = IVF_HEADER; at < part.length; at += IVF_FRAME_HEADER + part.readUInt32LE(at)) {
      part.writeBigUInt64LE(BigInt(frames), at + 4)
      frames += 1
    }
  }
  const [first = Buffer.alloc(0)] = parts
  const ivf = Buffer.concat([first.subarray(0, IVF_HEADER), ...parts.map((part) => part.subarray(IVF_HEADER))])
  return ffmpeg(['-f', 'ivf', '-i', 'pipe:0'], ['-c', 'copy', ...WEBM], ivf)
}

const sounding = (frequency: number, seconds: number): string[] =>
  drawn(`sine=frequency=${frequency}:sample_rate=48000:duration=${seconds}`)

/** A tone of so many Hz, as a track of a microphone is written. */
export const tone = (frequency: number, seconds: number): Promise<Buffer> =>
  ffmpeg(sounding(frequency, seconds), [...OPUS, ...WEBM])

/** The same over a bad network: from each second 160 ms are lost, after its first 400. */
export const toneWithLosses = (frequency: number, seconds: number): Promise<Buffer> =>
  ffmpeg(sounding(frequency, seconds), [...OPUS, '-bsf:a', String.raw`noise=drop=between(mod(n\,50)\,20\,27)`, ...WEBM])

/** So many bytes a part. */
export const inParts = (content: Buffer, length: number): Buffer[] =>
  Array.from({ length: Math.ceil(content.length / length) }, (_, part) => content.subarray(part * length, (part + 1) * length))
