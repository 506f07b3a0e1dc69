/** What ffprobe and ffmpeg find in a recorded file: when its packets are, when it is bright, when it sounds. Times in s. */
import { spawn } from 'node:child_process'
import { buffer, text } from 'node:stream/consumers'

const run = (program: string, file: Buffer, arguments_: string[]) => {
  const child = spawn(program, arguments_, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => undefined)
  child.stdin.end(file)
  return child
}

const RATE = 8_000
/** Samples that are looked at together. */
const WINDOW = 40

export class PacketTimes {
  readonly beginsWithKeyFrame: boolean
  readonly #times: readonly number[]

  private constructor(times: readonly number[], beginsWithKeyFrame: boolean) {
    this.#times = times
    this.beginsWithKeyFrame = beginsWithKeyFrame
  }

  static async of(file: Buffer): Promise<PacketTimes> {
    const child = run('ffprobe', file, ['-v', 'error', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', 'pipe:0'])
    const lines = (await text(child.stdout)).trim().split('\n')
    return new PacketTimes(
      lines.map((line) => Number(line.split(',')[0])),
      lines[0]?.split(',')[1]?.startsWith('K') === true,
    )
  }

  /** When it begins to sound, again and again. */
  static async beeps(file: Buffer): Promise<number[]> {
    const child = run('ffmpeg', file, [
      ...['-v', 'error', '-i', 'pipe:0', '-af', 'aresample=async=1:min_hard_comp=0.01:first_pts=0'],
      ...['-ac', '1', '-ar', String(RATE), '-f', 's16le', 'pipe:1'],
    ])
    const pcm = await buffer(child.stdout)
    const starts: number[] = []
    let isLoud = true
    for (let at = 0; at + WINDOW * 2 <= pcm.length; at += WINDOW * 2) {
      let peak = 0
      for (let index = 0; index < WINDOW; index += 1) peak = Math.max(peak, Math.abs(pcm.readInt16LE(at + index * 2)))
      const loud = peak > 1_500
      if (loud && !isLoud) starts.push(at / 2 / RATE)
      isLoud = loud
    }
    return starts
  }

  /** When it turns bright, again and again. */
  static async flashes(file: Buffer): Promise<number[]> {
    const filter = 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-'
    const child = run('ffmpeg', file, ['-v', 'error', '-i', 'pipe:0', '-vf', filter, '-f', 'null', '-'])
    const starts: number[] = []
    let time = 0
    let isBright = true
    for (const line of (await text(child.stdout)).split('\n')) {
      time = Number(/pts_time:([\d.]+)/.exec(line)?.[1] ?? time)
      const brightness = /YAVG=([\d.]+)/.exec(line)?.[1]
      if (brightness === undefined) continue
      const bright = Number(brightness) > 128
      if (bright && !isBright) starts.push(time)
      isBright = bright
    }
    return starts
  }

  get first(): number {
    return this.#times[0] ?? Number.NaN
  }

  get last(): number {
    return this.#times.at(-1) ?? Number.NaN
  }

  get longestGap(): number {
    return Math.max(0, ...this.#gaps)
  }

  /** When the first packet behind the longest gap is. */
  get afterLongestGap(): number {
    return this.#times[this.#gaps.indexOf(this.longestGap) + 1] ?? Number.NaN
  }

  get #gaps(): number[] {
    return this.#times.slice(1).map((time, index) => time - (this.#times[index] ?? 0))
  }
}
