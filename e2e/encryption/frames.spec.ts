/** Encrypted frames over real peer connections in real Chromium, with all codecs that it sends. */
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import type { Codec } from '../../renderer/encryption/frames/format.ts'
import { BuiltPage } from '../support/built-page.ts'
import { skipWithout } from '../support/skip.ts'
import type { Counts } from './peers/page.ts'

const RIGHT = 7
const WRONG = 8
const NEXT = 9

let built: BuiltPage
let browser: Browser

test.beforeAll(async () => {
  built = await BuiltPage.build(`${import.meta.dirname}/peers`)
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
})

test.afterAll(async () => {
  await browser?.close()
  await built?.close()
})

const openPage = async (): Promise<Page> => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const page = await context.newPage()
  await page.goto(built.origin)
  return page
}

const call = async (codec: Codec): Promise<Page> => {
  const page = await openPage()
  await page.evaluate((name) => window.peers.call(name), codec)
  return page
}

const counts = (page: Page): Promise<Counts> => page.evaluate(() => window.peers.counts())

const statistics = async (page: Page) => {
  const { sent, received } = await page.evaluate(async () => {
    const { sent } = await window.peers.statistics('near')
    const { received } = await window.peers.statistics('far')
    return { sent, received: received.get('near') }
  })
  if (received === undefined) throw new Error('nobody is received')
  return { sent, received }
}

const addEpoch = (page: Page, person: 'near' | 'far', epoch: number, secret: number) =>
  page.evaluate((given) => window.peers.addEpoch(given.person, given.epoch, given.secret), { person, epoch, secret })

const sendWith = (page: Page, epoch: number) => page.evaluate((given) => window.peers.sendWith('near', given), epoch)

const expectShown = (page: Page, framesBefore = 0) =>
  expect(async () => {
    const { framesDecoded, energy } = await counts(page)
    expect(framesDecoded).toBeGreaterThan(framesBefore + 20)
    expect(energy).toBeGreaterThan(0)
  }).toPass({ intervals: [100] })

/** Whoever sends is at work: its encoder has made that many frames more. */
const expectEncoded = async (page: Page, more: number) => {
  const before = (await counts(page)).framesEncoded
  await expect(async () => expect((await counts(page)).framesEncoded).toBeGreaterThan(before + more)).toPass({ intervals: [100] })
}

for (const codec of ['vp8', 'vp9', 'h264', 'av1'] as const) {
  test(`picture and sound arrive with ${codec}`, async () => {
    const page = await openPage()
    const codecs = await page.evaluate(() => window.peers.codecs())
    skipWithout(codecs.includes(codec) ? undefined : `a Chromium that sends ${codec}`)
    await page.evaluate((name) => window.peers.call(name), codec)
    await addEpoch(page, 'far', 1, RIGHT)
    await addEpoch(page, 'near', 1, RIGHT)
    await sendWith(page, 1)
    await expectShown(page)
    const { received } = await statistics(page)
    expect(received.dropped).toEqual({ ...received.dropped, forged: 0, malformed: 0, replayed: 0, wrongSender: 0, failed: 0 })
    await page.context().close()
  })
}

test('nothing leaves before there is a key to send with', async () => {
  const page = await call('vp8')
  await addEpoch(page, 'far', 1, RIGHT)
  await expectEncoded(page, 10)
  expect(await counts(page)).toMatchObject({ videoPacketsSent: 0, audioPacketsSent: 0, framesReceived: 0 })
  await addEpoch(page, 'near', 1, RIGHT)
  await expectEncoded(page, 5)
  const { sent } = await statistics(page)
  expect(await counts(page)).toMatchObject({ videoPacketsSent: 0, audioPacketsSent: 0 })
  expect(sent.encrypted).toBe(0)
  expect(sent.dropped.noKey).toBeGreaterThan(15)
  await sendWith(page, 1)
  await expectShown(page)
  await page.context().close()
})

test('nothing is seen or heard with another key, and the right one brings it back', async () => {
  const page = await call('vp8')
  await addEpoch(page, 'far', 1, WRONG)
  await addEpoch(page, 'near', 1, RIGHT)
  await sendWith(page, 1)
  await expect(async () => expect((await statistics(page)).received.dropped.forged).toBeGreaterThan(30)).toPass()
  expect(await counts(page)).toMatchObject({ framesDecoded: 0, energy: 0 })
  expect((await statistics(page)).received.decrypted).toBe(0)
  await addEpoch(page, 'far', 2, NEXT)
  await addEpoch(page, 'near', 2, NEXT)
  await sendWith(page, 2)
  await expectShown(page)
  await page.context().close()
})

test('a key that comes late loses no frame, and a switch makes a key frame', async () => {
  const page = await call('vp8')
  for (const person of ['far', 'near'] as const) await addEpoch(page, person, 1, RIGHT)
  await sendWith(page, 1)
  await expectShown(page)
  const { keyFramesEncoded, framesDecoded } = await counts(page)
  await addEpoch(page, 'near', 2, NEXT)
  await sendWith(page, 2)
  await expect(async () => expect((await statistics(page)).received.held).toBeGreaterThan(3)).toPass({ intervals: [20] })
  await addEpoch(page, 'far', 2, NEXT)
  await expectShown(page, framesDecoded)
  const { received } = await statistics(page)
  expect(Object.values(received.dropped).reduce((sum, count) => sum + count)).toBe(0)
  expect((await counts(page)).keyFramesEncoded).toBeGreaterThan(keyFramesEncoded)
  await page.context().close()
})
