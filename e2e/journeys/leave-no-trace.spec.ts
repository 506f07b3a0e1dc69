/** Who leaves a meeting leaves nothing of it behind: no light, no connection, no timer, no memory. */
import type { CDPSession } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { Holdings } from '../support/holdings-probe.ts'
import { expect, test } from '../support/journey.ts'
import type { Participant } from '../support/participant.ts'

test.setTimeout(240_000)

const CYCLES = 50
/** By then everything that is made once and kept (code, styles, caches) has been made. */
const SETTLED = 10

interface Memory {
  /** MB of JavaScript. */
  heap: number
  nodes: number
  listeners: number
}

const memoryOf = async (cdp: CDPSession): Promise<Memory> => {
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { heap: value('JSHeapUsedSize') / 1e6, nodes: value('Nodes'), listeners: value('JSEventListeners') }
}

const holdingsOf = async ({ page }: Participant): Promise<Holdings> => await page.evaluate(() => window.holdings())

const NOTHING = { connections: 0, sockets: 0, liveTracks: 0, audioContexts: 0 }

test('leaving leaves nothing behind, and fifty meetings no more than ten', async ({ people }) => {
  const ada = await people.web('ada')
  const bo = await people.web('bo')
  const code = await ada.startMeeting('Stand-up')
  await ada.join()

  const cdp = await bo.page.context().newCDPSession(bo.page)
  await cdp.send('Performance.enable')
  await expect(bo.page.getByLabel(en.home.joinWithCode)).toBeVisible()
  const before = await holdingsOf(bo)
  expect(before).toMatchObject(NOTHING)
  const asBefore = { ...NOTHING, intervals: before.intervals }

  let settled: Memory | undefined
  for (let cycle = 1; cycle <= CYCLES; cycle++) {
    await bo.enterCode(code)
    await bo.join()
    await expect.poll(async () => (await bo.pictures()).filter(({ frames }) => frames > 0).length, { intervals: [20] }).toBe(2)
    expect(await holdingsOf(bo)).toMatchObject({ connections: 2, sockets: 1, liveTracks: 2 })
    await bo.leave()
    await bo.button(en.common.backToHome).click()
    await expect.poll(() => holdingsOf(bo), { intervals: [20] }).toMatchObject(asBefore)
    if (cycle === SETTLED) settled = await memoryOf(cdp)
  }

  await expect.poll(async () => (await holdingsOf(bo)).timeouts).toBeLessThanOrEqual(before.timeouts)
  const last = await memoryOf(cdp)
  console.log(`after ${SETTLED} meetings ${JSON.stringify(settled)}, after ${CYCLES} ${JSON.stringify(last)}`)
  expect(last.heap).toBeLessThan((settled?.heap ?? 0) * 1.1 + 1)
  expect(last.nodes).toBeLessThan((settled?.nodes ?? 0) * 1.1 + 50)
  expect(last.listeners).toBeLessThan((settled?.listeners ?? 0) * 1.1 + 10)
})
