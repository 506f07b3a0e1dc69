/**
 * `npm run bench:sframe`: what the encryption of a frame costs in a worker of real Chromium, against nothing but the AES in it
 * (WebCrypto's, in the same worker), and against livekit-client's worker driven with the same frames. Prints one JSON line for
 * each value: `{"bench","value","unit","goal","ok"}`.
 */
import { chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { BuiltPage } from '../support/built-page.ts'
import { SIZES } from './sframe/frame.ts'
import { median } from './sframe/median.ts'
import type { Result } from './sframe/worker.ts'

const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 120)
const BATCHES = 3
/** In a batch: few enough that most batches end before the machine turns to something else. */
const FRAMES = 50

const GOALS = {
  overBare: new Map([
    [120, 1.5],
    [2_000, 1.6],
    [10_000, 1.5],
    [40_000, 1.8],
  ]),
  overLivekit: { encrypt: 0.75, decrypt: 0.95 },
}

const report = (bench: string, value: number, unit: string, goal?: number): void => {
  const rounded = Math.round(value * 100) / 100
  console.log(JSON.stringify({ bench, value: rounded, unit, ...(goal === undefined ? {} : { goal, ok: rounded <= goal }) }))
}

/** Round by round: what else the machine does weighs on all ways of a round alike. */
const ratio = (times: readonly number[], others: readonly number[]): number =>
  median(times.map((time, round) => time / (others[round] ?? Number.NaN)))

const tell = (bytes: number, { bare, parley, livekit }: Result): void => {
  for (const step of ['encrypt', 'decrypt'] as const) {
    const name = `sframe.${step}.${bytes}`
    report(`${name}.bare`, median(bare[step]), 'µs')
    report(`${name}.parley`, median(parley[step]), 'µs')
    report(`${name}.livekit`, median(livekit[step]), 'µs')
    report(`${name}.overBare`, ratio(parley[step], bare[step]), 'ratio', GOALS.overBare.get(bytes))
    report(`${name}.overLivekit`, ratio(parley[step], livekit[step]), 'ratio', GOALS.overLivekit[step])
  }
}

const built = await BuiltPage.build(`${import.meta.dirname}/sframe`)
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
try {
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(built.origin)
  for (const size of SIZES) {
    const command = { size, rounds: ROUNDS, batches: BATCHES, frames: FRAMES }
    tell(size.bytes, await page.evaluate((given) => window.benchFrames(given), command))
  }
} finally {
  await browser.close()
  await built.close()
}
