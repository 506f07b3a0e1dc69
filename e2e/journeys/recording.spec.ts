/** A meeting is recorded: everybody knows, whoever comes later knows before, nobody is recorded who has not agreed; then it is played. */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { en } from '#shared/catalogue/en.ts'
import { lengthOf, loudnessOf, pixelsAt } from '../../server/recordings/testing/looked-at.ts'
import { expect, test } from '../support/journey.ts'
import { admit, chooseOption, closePanel, filled, openDoor, readLog, rowOf } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import { VOICES } from '../support/tones.ts'

test.setTimeout(300_000)

const TITLE = 'Budget talks'
const words = en.recording
const SIZE = { width: 1_280, height: 720 }

/** A camera that shows one colour: MJPEG, as the fake camera takes it. */
const film = (file: string, colour: string): string => {
  const source = ['-f', 'lavfi', '-i', `color=${colour}:s=640x360:r=8`]
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...source, '-t', '1', '-q:v', '3', '-f', 'mjpeg', file])
  return file
}

const chooseInMenu = async (who: Participant, item: string): Promise<void> => {
  await who.button(en.toolbar.more).click()
  await who.page.getByRole('menuitem', { name: item, exact: true }).click()
}

const banner = (who: Participant) => who.page.locator('[data-banner]')
const badge = (who: Participant, state: keyof typeof words.state) => who.button(words.state[state])
const ahead = (who: Participant) => who.page.locator('[data-recording-ahead]')
const question = (who: Participant) => who.page.getByRole('alertdialog', { name: words.consent.title })
const toWhom = (who: Participant) => filled(words.line.running, { name: who.name })

const answer = async (who: Participant, how: 'agree' | 'notNow'): Promise<void> => {
  await question(who).getByRole('button', { name: words.consent[how], exact: true }).click()
  await expect(question(who)).toBeHidden()
}

/** Of the composed file: which colours there are, `second` s into it. */
const coloursAt = async (file: Buffer, second: number): Promise<string[]> => {
  const pixel = await pixelsAt(file, second, SIZE)
  const found = new Set<string>()
  for (let x = 20; x < SIZE.width; x += 40) {
    for (let y = 20; y < SIZE.height; y += 40) {
      const [red, green, blue] = pixel(x, y)
      if (red > 150 && green < 90 && blue < 90) found.add('red')
      if (blue > 150 && red < 90 && green < 90) found.add('blue')
      if (green > 90 && red < 70 && blue < 70) found.add('green')
    }
  }
  return [...found].sort()
}

test('everybody is told, also before they come; what was said and shown is in it, and nothing from before', async ({
  people,
}, info) => {
  await test.step('each has a colour and a voice', async () => {
    people.cameraFiles.set('Ada Moreau', film(info.outputPath('red.mjpeg'), 'red'))
    people.cameraFiles.set('Bo Lindqvist', film(info.outputPath('blue.mjpeg'), 'blue'))
    people.cameraFiles.set('Gwen Hale', film(info.outputPath('green.mjpeg'), 'green'))
  })
  const ada = await people.desktop('ada')
  const code = await ada.startMeeting(TITLE)
  await ada.join()
  const bo = await people.web('bo')
  await bo.enterCode(code)
  await bo.join()
  await ada.expectMoving(bo)

  await test.step('both read at once that it is recorded, and by whom', async () => {
    await expect(badge(ada, 'running')).toBeHidden()
    await chooseInMenu(ada, words.menu.start)
    await expect(banner(bo)).toContainText(toWhom(ada))
    await expect(banner(bo)).toContainText(words.notice)
    await expect(bo.page.locator('[data-recording-said]')).toContainText(ada.name)
    await expect(banner(ada)).toContainText(words.own.running)
    await Promise.all([expect(badge(ada, 'running')).toBeVisible(), expect(badge(bo, 'running')).toBeVisible()])
    await bo.keepPicture('told')
  })
  const startedAt = Date.now()

  await test.step('put away, the notice is gone and the mark stays', async () => {
    await bo.button(en.notices.dismiss).click()
    await expect(banner(bo)).toBeHidden()
    await badge(bo, 'running').click()
    const panel = bo.page.getByRole('complementary', { name: words.panel.title })
    await expect(panel).toContainText(ada.name)
    await closePanel(bo)
  })

  const gwen = await people.guest('Gwen Hale', code)
  await test.step('who comes later reads it before the mirror and in the lobby', async () => {
    await gwen.introduceAsGuest()
    await expect(ahead(gwen)).toContainText(words.unnamed.running)
    await expect(ahead(gwen)).not.toContainText(ada.name)
    await gwen.keepPicture('before joining')
    await gwen.knock()
    await expect(ahead(gwen)).toContainText(words.ahead.leave)
    await gwen.keepPicture('in the lobby')
  })
  const letInAt = Date.now()
  await test.step('let in, they read it again, by name', async () => {
    await admit(ada, gwen)
    await expect(banner(gwen)).toContainText(toWhom(ada))
    await expect(badge(gwen, 'running')).toBeVisible()
    await ada.expectMoving(gwen)
    await ada.expectHearing(gwen)
    await ada.expectHearing(bo)
  })

  await test.step('paused, and taken up by the other', async () => {
    await chooseInMenu(bo, words.menu.pause)
    for (const who of [ada, bo, gwen]) await expect(badge(who, 'paused')).toBeVisible()
    await chooseInMenu(ada, words.menu.resume)
    for (const who of [ada, bo, gwen]) await expect(badge(who, 'running')).toBeVisible()
  })

  await test.step('everybody is told that it is over', async () => {
    // Long enough for everybody's voice to be in it.
    await expect.poll(() => Date.now() - letInAt, { timeout: 60_000 }).toBeGreaterThan(12_000)
    await chooseInMenu(ada, words.menu.stop)
    for (const who of [ada, bo, gwen]) {
      await expect(badge(who, 'running')).toBeHidden()
      await expect(who.page.locator('[data-recording-said]')).toContainText(words.announce.stopped)
    }
    const log = (await readLog(ada)).map(({ what }) => what)
    expect(log).toEqual(expect.arrayContaining([en.log.action.record, en.log.action.pauseRecording, en.log.action.stopRecording]))
  })

  await test.step('played, it has everyone’s picture and voice, each from when they came', async () => {
    await bo.leave()
    await bo.button(en.common.backToHome).click()
    const { page } = bo
    await page.getByRole('navigation').getByRole('button', { name: en.recordings.title }).click()
    await page.getByRole('button', { name: `${en.recordings.open} ${TITLE}` }).click()
    await page.getByRole('button', { name: en.recordings.download.prepare }).click()
    const save = page.getByRole('button', { name: en.recordings.download.save, exact: true })
    await expect(save).toBeVisible({ timeout: 120_000 })
    const saved = page.waitForEvent('download')
    await save.click()
    const file = await readFile(await (await saved).path())
    const [length, loudness] = [await lengthOf(file), await loudnessOf(file)]
    const seconds = Array.from({ length: Math.floor(length) }, (_, second) => second)
    const heard = (voice: keyof typeof VOICES): number[] => seconds.filter((second) => loudness(VOICES[voice], second) > 0.01)
    expect(heard(ada.voice).length).toBeGreaterThan(length / 3)
    expect(heard(bo.voice).length).toBeGreaterThan(length / 3)
    expect(heard(gwen.voice).length).toBeGreaterThan(3)
    expect(heard(gwen.voice)[0]).toBeGreaterThan((letInAt - startedAt) / 1_000 - 1)
    // Long enough after the start for a busy machine, and before the third came.
    expect(await coloursAt(file, (letInAt - startedAt) / 1_000)).toEqual(['blue', 'red'])
    expect(await coloursAt(file, length - 3)).toEqual(['blue', 'green', 'red'])
  })
})

test('whoever is asked and has not agreed sends nothing, and can take back what they agreed to', async ({ people }) => {
  const ada = await people.desktop('ada')
  const code = await ada.startMeeting(TITLE)
  await ada.join()
  await openDoor(ada)
  await chooseOption(ada, 'recordingConsent', 'asked')
  await closePanel(ada)
  const bo = await people.web('bo')
  await bo.enterCode(code)
  await bo.join()
  await ada.expectHearing(bo)

  await test.step('all are asked, and silent until they have agreed', async () => {
    await chooseInMenu(ada, words.menu.start)
    await expect(question(ada)).toBeVisible()
    await expect(question(bo)).toContainText(toWhom(ada))
    await bo.keepPicture('asked')
    await ada.expectHearing(bo, false)
    await answer(ada, 'agree')
    await ada.press(en.toolbar.microphone, true)
    await bo.expectHearing(ada)
    const row = await rowOf(ada, bo)
    await expect(row).toContainText(words.leftOutShort.asked)
  })

  await test.step('whoever agrees turns things on themselves', async () => {
    await answer(bo, 'agree')
    await expect(bo.button(en.toolbar.microphone)).toHaveAttribute('aria-pressed', 'false')
    await bo.press(en.toolbar.microphone, true)
    await ada.expectHearing(bo)
  })

  const gwen = await people.guest('Gwen Hale', code)
  await test.step('who comes later is told that they will be asked, and can stay without agreeing', async () => {
    await gwen.introduceAsGuest()
    await expect(ahead(gwen)).toContainText(words.ahead.consent)
    await gwen.button(en.preJoin.join).click()
    await answer(gwen, 'notNow')
    await expect(banner(gwen)).toContainText(words.consent.notAgreed)
    await expect(gwen.button(en.toolbar.microphone)).toHaveAttribute('aria-disabled', 'true')
    await gwen.expectHearing(ada)
    expect(await gwen.soundSent()).toBe(0)
    await expect(await rowOf(ada, gwen)).toContainText(words.leftOutShort.refused)
    await ada.keepPicture('who is left out')
    await gwen.keepPicture('not agreed')
  })

  await test.step('they may think better of it', async () => {
    await banner(gwen).getByRole('button', { name: words.consent.answer, exact: true }).click()
    await answer(gwen, 'agree')
    await gwen.press(en.toolbar.microphone, true)
    await ada.expectHearing(gwen)
  })

  await test.step('and whoever takes it back is silent at once', async () => {
    await gwen.button(en.toolbar.people).click()
    await gwen.button(words.consent.takeBack).click()
    await expect(gwen.button(en.toolbar.microphone)).toHaveAttribute('aria-disabled', 'true')
    await ada.expectHearing(gwen, false)
    await ada.expectHearing(bo)
  })

  await test.step('each answer is in the log', async () => {
    const log = (await readLog(ada)).map(({ what, by }) => `${what} ${by}`)
    expect(log.filter((line) => line.startsWith(en.log.action.refuseRecording))).toHaveLength(2)
    expect(log.filter((line) => line.startsWith(en.log.action.agreeToRecording))).toHaveLength(3)
  })
})
