/** Measures all ways at one size of frames, taking turns. */
import { content, frame, type Size } from './frame.ts'
import { median } from './median.ts'
import { openWay, WAYS, type Way, type WayName } from './ways.ts'

export interface Command {
  readonly size: Size
  readonly rounds: number
  /** Batches of each way in each round. */
  readonly batches: number
  /** Frames in a batch. */
  readonly frames: number
}

interface Times {
  /** µs a frame: the median of its batches, for each round. */
  readonly encrypt: number[]
  readonly decrypt: number[]
}

export type Result = Record<WayName, Times>

const NAMES = Object.keys(WAYS) as WayName[]
/** For the compiler. */
const WARM_UP_ROUNDS = 3

class Turn {
  readonly times: Times = { encrypt: [], decrypt: [] }
  readonly #way: Way
  readonly #size: Size
  readonly #given: ArrayBuffer
  #timestamp = 0

  constructor(way: Way, size: Size, given: ArrayBuffer) {
    this.#way = way
    this.#size = size
    this.#given = given
  }

  async round(batches: number, frames: number, isCounted: boolean): Promise<void> {
    // Clears away what the way before has left behind.
    await this.#batch(frames)
    const each: [number, number][] = []
    for (let batch = 0; batch < batches; batch += 1) each.push(await this.#batch(frames))
    if (!isCounted) return
    this.times.encrypt.push(median(each.map(([encrypt]) => encrypt)))
    this.times.decrypt.push(median(each.map(([, decrypt]) => decrypt)))
  }

  /** @returns µs a frame, of encryption and of decryption */
  async #batch(count: number): Promise<[number, number]> {
    const toSend = Array.from({ length: count }, (_frame, at) => frame(this.#size, this.#given, this.#timestamp + at * 960))
    this.#timestamp += count * 960
    const started = performance.now()
    const sent = await this.#way.encrypt(toSend)
    const between = performance.now()
    const shown = await this.#way.decrypt(sent)
    const ended = performance.now()
    if (shown.length !== count) throw new Error('frames were lost')
    return [((between - started) * 1_000) / count, ((ended - between) * 1_000) / count]
  }
}

const measure = async ({ size, rounds, batches, frames }: Command): Promise<Result> => {
  const given = content(size)
  const turn = async (name: WayName) => new Turn(await openWay(name, size, given), size, given)
  const turns = { bare: await turn('bare'), parley: await turn('parley'), livekit: await turn('livekit') }
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) await turns[name].round(batches, frames, round >= 0)
  }
  return { bare: turns.bare.times, parley: turns.parley.times, livekit: turns.livekit.times }
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<{ bench?: Command }>) => {
  if (data.bench === undefined || port === undefined) return
  measure(data.bench).then(
    (result) => port.postMessage(result),
    (thrown: unknown) => port.postMessage({ error: String(thrown) }),
  )
})
