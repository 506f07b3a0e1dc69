/**
 * `npm run bench:rekey`: whether a picture freezes when keys change. Two people in one page of real Chromium, one of whom sends
 * VP8 at 30 frames a second; ten times the sender switches to new keys, which the receiver gets at once, 100 ms or 400 ms later.
 * Prints one JSON line for each value: `{"bench","value","unit","goal","ok"}`; a freeze is more than 200 ms between two pictures
 * that are presented. The same time without new keys is measured too: what freezes there is the machine.
 */
import { chromium, type Page } from '@playwright/test'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { BuiltPage } from '../support/built-page.ts'

const REKEYS = 10
const FREEZE_MS = 200
/** Between two rekeys: ms */
const PAUSE_MS = 1_000
/** Undefined: no new keys. */
const LATENESS_MS = [undefined, 0, 100, 400] as const
const GOALS = new Map([
  [0, 0],
  [100, 0],
])

const report = (bench: string, value: number, unit: string, goal?: number): void => {
  const rounded = Math.round(value * 10) / 10
  console.log(JSON.stringify({ bench, value: rounded, unit, ...(goal === undefined ? {} : { goal, ok: rounded <= goal }) }))
}

interface Course {
  readonly late: number | undefined
  readonly first: number
  readonly rekeys: number
  readonly pause: number
}

/** Runs in the page, whose clock knows nothing of the way to it. @returns ms between pictures */
const change = async ({ late, first, rekeys, pause }: Course): Promise<number[]> => {
  const { peers } = window
  const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  peers.watch()
  for (let epoch = first; epoch < first + rekeys; epoch += 1) {
    if (late !== undefined) {
      await peers.addEpoch('near', epoch, epoch)
      const switched = peers.sendWith('near', epoch)
      await pass(late)
      await Promise.all([switched, peers.addEpoch('far', epoch, epoch)])
    }
    await pass(pause)
  }
  return peers.gaps()
}

const measure = async (page: Page, late: (typeof LATENESS_MS)[number]): Promise<void> => {
  const counts = () => page.evaluate(() => window.peers.counts())
  const lost = () =>
    page.evaluate(async () => {
      const { received } = await window.peers.statistics('far')
      return Object.values(received.get('near')?.dropped ?? {}).reduce((sum, count) => sum + count, 0)
    })
  const first = 2 + LATENESS_MS.indexOf(late) * REKEYS
  const before = { ...(await counts()), lost: await lost() }
  const gaps = await page.evaluate(change, { late, first, rekeys: REKEYS, pause: PAUSE_MS })
  const after = { ...(await counts()), lost: await lost() }

  const name = late === undefined ? 'rekey.none' : `rekey.late${late}`
  report(
    `${name}.freezes`,
    gaps.filter((gap) => gap > FREEZE_MS).length,
    'count',
    late === undefined ? undefined : GOALS.get(late),
  )
  report(`${name}.longestGap`, Math.max(...gaps), 'ms')
  report(`${name}.browserFreezes`, after.freezes - before.freezes, 'count')
  report(`${name}.keyFrames`, after.keyFramesEncoded - before.keyFramesEncoded, 'count')
  report(`${name}.lostFrames`, after.lost - before.lost, 'count')
}

const built = await BuiltPage.build(`${import.meta.dirname}/../encryption/peers`)
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
try {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(built.origin)
  await page.evaluate(async () => {
    const { peers } = window
    await peers.call('vp8')
    for (const person of ['far', 'near'] as const) await peers.addEpoch(person, 1, 1)
    await peers.sendWith('near', 1)
  })
  // The jitter buffer has found its measure by then.
  await page.waitForTimeout(3_000)
  for (const late of LATENESS_MS) await measure(page, late)
} finally {
  await browser.close()
  await built.close()
}
