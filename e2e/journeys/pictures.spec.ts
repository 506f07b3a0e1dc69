/**
 * Takes the pictures of the README from the real client, people and service: `PARLEY_PICTURES=1 npx playwright test pictures`.
 * Not a check of anything, so it runs only when it is asked for.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { ensureChromium } from '../../build/setup/chromium.ts'
import { PROJECT_ROOT } from '../../build/setup/paths.ts'
import { find, importRules, makeEntry, rule } from '../support/administering.ts'
import { expect, test } from '../support/journey.ts'
import { openDoor } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import { SAMPLE_PEOPLE } from '../support/people.ts'
import { skipWithout } from '../support/skip.ts'

test.setTimeout(300_000)

const FOLDER = join(PROJECT_ROOT, 'docs/pictures')
const GUEST = 'Gwen Hale'
const SIZE = { width: 1280, height: 800 }

/** A person before a wall, drawn: nobody's face. */
const portrait = (
  wall: string,
  skin: string,
  hair: string,
  clothes: string,
): string => `<!doctype html><style>body{margin:0}</style>
<svg width="1280" height="720" viewBox="0 0 1280 720">
  <defs><radialGradient id="wall" cx=".35" cy=".3" r="1"><stop offset="0" stop-color="#fff" stop-opacity=".35"/><stop offset="1" stop-color="#000" stop-opacity=".35"/></radialGradient></defs>
  <rect width="1280" height="720" fill="${wall}"/><rect width="1280" height="720" fill="url(#wall)"/>
  <rect x="905" y="110" width="240" height="170" rx="6" fill="#fff" opacity=".18"/>
  <path d="M290 720c10-150 130-215 350-215s340 65 350 215z" fill="${clothes}"/>
  <path d="M575 430h130v95a65 50 0 0 1-130 0z" fill="${skin}"/>
  <ellipse cx="640" cy="305" rx="132" ry="160" fill="${skin}"/>
  <path d="M505 315c-25-150 50-210 135-210s160 60 135 210c-12-75-45-115-135-115s-123 40-135 115z" fill="${hair}"/>
  <circle cx="592" cy="305" r="10" fill="#222"/><circle cx="688" cy="305" r="10" fill="#222"/>
  <path d="M590 375q50 40 100 0" fill="none" stroke="#7a3b2e" stroke-width="8" stroke-linecap="round"/>
</svg>`

const PORTRAITS: Record<string, string> = {
  [SAMPLE_PEOPLE.ada]: portrait('#5b7f95', '#e8b998', '#3a2418', '#22424f'),
  [SAMPLE_PEOPLE.bo]: portrait('#8a7a63', '#f1cdb0', '#c9a24e', '#5c2f2f'),
  [SAMPLE_PEOPLE.chen]: portrait('#4f6b5a', '#e6be94', '#15130f', '#d9d4c8'),
  [GUEST]: portrait('#79667f', '#8d5a3c', '#1d1210', '#c07a35'),
}

/** Draws the pictures of the cameras: a film of one still, which is what the fake camera plays again and again. */
const film = async (folder: string): Promise<Map<string, string>> => {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  const files = new Map<string, string>()
  for (const [name, drawing] of Object.entries(PORTRAITS)) {
    await page.setContent(drawing)
    const still = await page.screenshot({ type: 'jpeg', quality: 90 })
    const file = join(folder, `${name.replace(' ', '-')}.mjpeg`)
    writeFileSync(file, Buffer.concat(Array.from({ length: 8 }, () => still)))
    files.set(name, file)
  }
  await browser.close()
  return files
}

const take = async ({ page }: Participant, name: string): Promise<void> => {
  await page.mouse.move(640, 300)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}

const skipUnasked = (): void =>
  skipWithout(process.env.PARLEY_PICTURES === '1' ? undefined : 'pictures are taken with PARLEY_PICTURES=1')

test('pictures for the README', async ({ people }, info) => {
  skipUnasked()
  mkdirSync(FOLDER, { recursive: true })
  mkdirSync(info.outputDir, { recursive: true })
  for (const [name, file] of await film(info.outputDir)) people.cameraFiles.set(name, file)
  people.viewport = SIZE

  const ada = await people.web('ada')
  const code = await ada.startMeeting('Library board')
  await ada.button(en.common.back).click()
  await expect(ada.page.getByText('Library board').first()).toBeVisible()
  await take(ada, 'home')
  await ada.enterCode(code)
  await ada.expectMirror()
  await take(ada, 'pre-join')
  await ada.join()
  await openDoor(ada)
  const [bo, chen, gwen] = await Promise.all([people.web('bo'), people.web('chen'), people.guest(GUEST, code)])
  await expect(bo.page.getByLabel(en.home.joinWithCode)).toBeVisible()
  await bo.enterCode(code)
  await bo.join()
  await chen.enterCode(code)
  await chen.join()
  await gwen.introduceAsGuest()
  await gwen.join()
  for (const other of [bo, chen, gwen]) await ada.expectMoving(other)
  await chen.press(en.toolbar.microphone, false)
  await gwen.press(en.toolbar.hand, true)
  await expect(ada.said(en.notices.handRaised.replace('{{name}}', GUEST))).toBeHidden({ timeout: 60_000 })
  await take(ada, 'stage')
})

test('the picture of the admin centre', async ({ people }) => {
  skipUnasked()
  mkdirSync(FOLDER, { recursive: true })
  people.viewport = SIZE
  const [ada, bo] = await Promise.all([people.extra('Ada Moreau', '/?person=ada'), people.extra('Bo Lindqvist', '/?person=bo')])
  await expect(bo.button(en.home.newMeeting).first()).toBeVisible()
  await importRules(ada, join(PROJECT_ROOT, 'docs/sample-rules.json'))
  await makeEntry(ada, 'groups', en.admin.groups.new, 'Sales')
  await find(ada, en.admin.finder.onlyPeople, bo.name)
  await makeEntry(ada, 'meetings', en.admin.newPolicy, 'For sales')
  await find(ada, en.admin.finder.peopleAndGroups, 'Sales')
  await rule(ada, 'boundOf', 'recording', 'fixed nobody')
  await rule(ada, 'boundOf', 'lobby', 'atLeast organisationAndGuests')
  await rule(ada, 'presetOf', 'chat', 'presenters')
  await ada.page.evaluate(() => scrollTo(0, 0))
  await take(ada, 'admin')
})
