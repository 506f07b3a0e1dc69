/** What is in a file: its colours and its tones, at a moment. */
import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'

const RATE = 8_000

const ffmpeg = async (file: Buffer, ...arguments_: string[]): Promise<Buffer> => {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-i', 'pipe:0', ...arguments_, 'pipe:1'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // It may have seen enough before all of it was read.
  child.stdin.on('error', () => undefined)
  child.stdin.end(file)
  return buffer(child.stdout)
}

/** The colour of a pixel `second` s into a file of this size: red, green, blue, 0 to 255. */
export const pixelsAt = async (
  file: Buffer,
  second: number,
  { width, height }: { width: number; height: number },
): Promise<(x: number, y: number) => [number, number, number]> => {
  const frame = await ffmpeg(file, '-ss', String(second), '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24')
  if (frame.length !== width * height * 3) throw new Error(`a frame of ${frame.length} bytes`)
  return (x, y) => {
    const at = (y * width + x) * 3
    return [frame.readUInt8(at), frame.readUInt8(at + 1), frame.readUInt8(at + 2)]
  }
}

/** How loud a tone is in a second's half from `second` on, 0 to about 1 (Goertzel). */
export const loudnessOf = async (file: Buffer): Promise<(frequency: number, second: number) => number> => {
  const pcm = await ffmpeg(file, '-vn', '-ac', '1', '-ar', String(RATE), '-f', 's16le')
  return (frequency, second) => {
    const [from, length] = [Math.round(second * RATE), RATE / 2]
    const step = 2 * Math.cos((2 * Math.PI * frequency) / RATE)
    let [one, two] = [0, 0]
    for (let index = from; index < from + length && (index + 1) * 2 <= pcm.length; index += 1) {
      const next = pcm.readInt16LE(index * 2) / 32_768 + step * one - two
      two = one
      one = next
    }
    return (2 * Math.sqrt(one * one + two * two - step * one * two)) / length
  }
}

/** s */
export const lengthOf = async (file: Buffer): Promise<number> => {
  const pcm = await ffmpeg(file, '-vn', '-ac', '1', '-ar', String(RATE), '-f', 's16le')
  return pcm.length / 2 / RATE
}
