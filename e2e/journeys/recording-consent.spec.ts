/** What is in a recording, where people are asked: nothing of whoever has not agreed, and what they say and share from when they have. */
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import { chooseOption, closePanel, filled, openDoor } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import { skipWithout } from '../support/skip.ts'

test.setTimeout(300_000)

const TITLE = 'Budget talks'
const words = en.recording

const answer = async (who: Participant, how: 'agree' | 'notNow'): Promise<void> => {
  const question = who.page.getByRole('alertdialog', { name: words.consent.title })
  await question.getByRole('button', { name: words.consent[how], exact: true }).click()
  await expect(question).toBeHidden()
}

const chooseInMenu = async (who: Participant, item: string): Promise<void> => {
  await who.button(en.toolbar.more).click()
  await who.page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Waits for the clock of the wall, as recordings go by it. */
const passed = async (ms: number): Promise<void> => {
  const since = Date.now()
  await expect.poll(() => Date.now() - since, { timeout: 60_000 }).toBeGreaterThan(ms)
}

test('whoever agrees later is in the recording from then on, with what they share', async ({ people }) => {
  skipWithout(process.env.DISPLAY ? undefined : 'a screen can be shared only where there is one: run it under xvfb-run')
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

  await test.step('one agrees and speaks, the other does not', async () => {
    await chooseInMenu(ada, words.menu.start)
    await answer(ada, 'agree')
    await answer(bo, 'notNow')
    await ada.press(en.toolbar.microphone, true)
    await bo.expectHearing(ada)
    await expect(bo.button(en.toolbar.share)).toHaveAttribute('aria-disabled', 'true')
    await passed(8_000)
  })

  await test.step('the other agrees after all, speaks and shares a screen', async () => {
    await bo.page.locator('[data-banner]').getByRole('button', { name: words.consent.answer, exact: true }).click()
    await answer(bo, 'agree')
    await bo.press(en.toolbar.microphone, true)
    await ada.expectHearing(bo)
    await bo.startShare()
    await ada.expectMoving(bo, 'screen')
    await passed(8_000)
    await bo.stopShare()
    await passed(3_000)
    await chooseInMenu(ada, words.menu.stop)
  })

  for (const who of [ada, bo]) await who.leave()
  await bo.button(en.common.backToHome).click()
  const { page } = bo
  await page.getByRole('navigation').getByRole('button', { name: en.recordings.title }).click()
  await page.getByRole('button', { name: `${en.recordings.open} ${TITLE}` }).click()

  await test.step('the player has the share as a chapter, and shows it', async () => {
    await page.getByRole('button', { name: en.recordings.watch, exact: true }).click()
    const share = filled(en.recordings.chapters.share, { name: bo.name })
    const chapter = page.getByRole('button', { name: new RegExp(share) })
    await expect(chapter).toHaveCount(1)
    await chapter.click()
    const shown = page.getByRole('figure', { name: filled(en.recordings.player.shows, { name: bo.name }) })
    const isDecoded = (video: HTMLVideoElement): boolean => video.videoWidth > 0 && video.readyState >= video.HAVE_CURRENT_DATA
    await expect.poll(() => shown.locator('video').evaluate(isDecoded), { timeout: 30_000 }).toBe(true)
    await bo.keepPicture('share in the player')
    const { player } = en.recordings
    await page.getByRole('button', { name: player.pause, exact: true }).click()
    await page.getByRole('button', { name: player.fullScreen, exact: true }).click()
    await page.getByRole('button', { name: player.leaveFullScreen, exact: true }).click()
    await expect(page.getByRole('button', { name: player.fullScreen, exact: true })).toBeVisible()
  })

  await test.step('whoever agreed later spoke that much less in it', async () => {
    const spoke = async ({ name }: Participant): Promise<number> => {
      const lane = page.getByRole('img', { name: new RegExp(`^${name}: spoke for`) })
      const [, minutes, seconds] = /(\d+):(\d\d)/.exec((await lane.getAttribute('aria-label')) ?? '') ?? []
      return Number(minutes) * 60 + Number(seconds)
    }
    expect(await spoke(bo)).toBeGreaterThan(3)
    expect(await spoke(ada)).toBeGreaterThan((await spoke(bo)) + 4)
  })
})
