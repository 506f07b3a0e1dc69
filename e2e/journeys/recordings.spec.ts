/** Recordings afterwards: found, watched and taken away by those who were there, and by nobody else. */
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/logging.ts'
import { codeOf, fabricate } from '../../server/recordings/testing/fabricate.ts'
import { colour, inParts, tone } from '../../server/recordings/testing/filmed.ts'
import { loudnessOf, pixelsAt } from '../../server/recordings/testing/looked-at.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { RecordingStorage } from '../../server/storage/recording-storage.ts'
import { expect, test } from '../support/journey.ts'
import { filled } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import type { RunningService } from '../support/service.ts'

test.setTimeout(300_000)

const TITLE = 'Board meeting'
const LENGTH = 20
const words = en.recordings

/** Ada is red and speaks; Bo comes blue after 8 s with a tone of his own, and shares green from 12 to 16 s. */
const putRecording = async (service: RunningService): Promise<void> => {
  await service.kill()
  mkdirSync(service.dataDir, { recursive: true })
  const database = await openDatabase(service.dataDir)
  const storage = await RecordingStorage.create(readConfig({ PARLEY_DATA_DIR: service.dataDir }).recordings, createLog('silent'))
  const track = async (
    id: string,
    participant: string,
    source: 'camera' | 'microphone' | 'screen',
    content: Promise<Buffer>,
    from: number,
    to: number,
  ) => ({
    ...{ id, participant, source, from, to },
    content: inParts(await content, 20_000),
  })
  const people = [
    { id: 'ada', kind: 'member' as const, name: 'Ada Moreau' },
    { id: 'bo', kind: 'member' as const, name: 'Bo Lindqvist' },
  ]
  await fabricate(
    { database, blobs: storage.blobs, vault: storage.vault },
    {
      id: 'board',
      tenant: 'sample',
      title: TITLE,
      organiser: { id: 'ada', name: 'Ada Moreau' },
      people,
      tracks: [
        await track('red', 'ada', 'camera', colour('red', LENGTH), 0, LENGTH),
        await track('low', 'ada', 'microphone', tone(440, LENGTH), 0, LENGTH),
        await track('blue', 'bo', 'camera', colour('blue', 12), 8, LENGTH),
        await track('high', 'bo', 'microphone', tone(1_000, 12), 8, LENGTH),
        await track('green', 'bo', 'screen', colour('green', 4), 12, 16),
      ],
      startedAt: Date.now() - 3_600_000,
      length: LENGTH,
    },
    codeOf(0),
  )
  await storage.close()
  await database.destroy()
  await service.restart()
}

const toRecordings = async ({ page }: Participant): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name: words.title }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.title })).toBeVisible()
}

const open = async ({ page }: Participant): Promise<void> => {
  await page.getByRole('button', { name: `${words.open} ${TITLE}` }).click()
  await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible()
}

/** The colour that prevails in the middle of each picture, by whose it is. */
const picturesOf = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const shown: Record<string, string> = {}
    for (const figure of document.querySelectorAll('figure')) {
      const video = figure.querySelector('video')
      const name = figure.getAttribute('aria-label') ?? ''
      if (video === null || video.videoWidth === 0) {
        shown[name] = 'nothing'
        continue
      }
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 1
      const context = canvas.getContext('2d')
      context?.drawImage(video, 0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? []
      shown[name] = red > 120 ? 'red' : blue > 120 ? 'blue' : green > 60 ? 'green' : 'dark'
    }
    return shown
  })

const seek = (page: Page, second: number): Promise<void> =>
  page.getByRole('slider', { name: words.player.position, exact: true }).evaluate(
    (slider, value) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, value)
      slider.dispatchEvent(new Event('input', { bubbles: true }))
    },
    String(second * 1_000),
  )

test('is watched in sync by whoever was there, taken away as a file, and closed to whoever was not', async ({
  service,
  people,
}) => {
  await putRecording(service)
  const ada = await people.web('ada')
  const { page } = ada
  await toRecordings(ada)
  await open(ada)
  await page.getByRole('button', { name: words.watch, exact: true }).click()
  const player = page.getByRole('region', { name: words.player.name })
  await expect(player).toBeVisible()

  await test.step('it plays', async () => {
    await expect.poll(() => picturesOf(page), { timeout: 60_000 }).toEqual({ 'Ada Moreau': 'red', 'Bo Lindqvist': 'nothing' })
    await expect
      .poll(async () => page.evaluate(() => [...document.querySelectorAll('video')].some(({ currentTime }) => currentTime > 1)))
      .toBe(true)
  })

  await test.step('each position shows what was there', async () => {
    await player.getByRole('button', { name: words.player.pause, exact: true }).click()
    await seek(page, 10)
    await expect.poll(() => picturesOf(page)).toEqual({ 'Ada Moreau': 'red', 'Bo Lindqvist': 'blue' })
    await seek(page, 14)
    const share = filled(words.player.shows, { name: 'Bo Lindqvist' })
    await expect.poll(() => picturesOf(page)).toEqual({ [share]: 'green', 'Ada Moreau': 'red', 'Bo Lindqvist': 'blue' })
    await page.getByRole('button', { name: /Bo Lindqvist shares a screen/ }).click()
    await expect.poll(() => picturesOf(page)).toMatchObject({ [share]: 'green' })
  })

  await test.step('lanes say who spoke', async () => {
    await expect(page.getByRole('img', { name: /^Ada Moreau: spoke for/ })).toBeVisible()
    await expect(page.getByRole('img', { name: /^Bo Lindqvist: spoke for/ })).toBeVisible()
  })

  await test.step('it goes on by the keyboard to its end', async () => {
    await seek(page, 17)
    await player.getByRole('button', { name: words.player.fullScreen }).focus()
    await page.keyboard.press('k')
    await expect(page.getByText(`0:${LENGTH} of 0:${LENGTH}`)).toBeVisible({ timeout: 60_000 })
    await expect(player.getByRole('button', { name: words.player.play, exact: true })).toBeVisible()
  })

  await test.step('whoever was not there finds nothing', async () => {
    const dara = await people.extra('Dara Okafor', '/?person=dara')
    await toRecordings(dara)
    await expect(dara.page.getByRole('heading', { name: words.empty.mine.title })).toBeVisible()
  })

  const bo = await people.desktop('bo')
  await test.step('in the desktop client too, where it is taken away', async () => {
    await toRecordings(bo)
    await open(bo)
    await bo.page.getByRole('button', { name: words.watch, exact: true }).click()
    await expect.poll(() => picturesOf(bo.page), { timeout: 60_000 }).toMatchObject({ 'Ada Moreau': 'red' })
    await bo.page.getByRole('button', { name: words.download.prepare }).click()
    const save = bo.page.getByRole('button', { name: words.download.save, exact: true })
    await expect(save).toBeVisible({ timeout: 90_000 })
  })

  await test.step('a file shows and sounds the same', async () => {
    await page.getByRole('button', { name: words.download.prepare }).click()
    const save = page.getByRole('button', { name: words.download.save, exact: true })
    await expect(save).toBeVisible({ timeout: 90_000 })
    const saved = page.waitForEvent('download')
    await save.click()
    const file = await readFile(await (await saved).path())
    const [red, green, blue] = (await pixelsAt(file, 14, { width: 1_280, height: 720 }))(640, 360)
    expect(green > red && green > blue).toBe(true)
    const loudness = await loudnessOf(file)
    expect([loudness(1_000, 4) < 0.01, loudness(1_000, 10) > 0.05, loudness(440, 4) > 0.05]).toEqual([true, true, true])
  })

  await test.step('and the organiser sees who did what', async () => {
    await page.getByRole('button', { name: words.back }).click()
    await open(ada)
    const list = page.getByRole('list', { name: words.views.title })
    await expect(list).toContainText('Bo Lindqvist')
    await expect(list).toContainText('downloaded')
  })
})
