/** Somebody's first day with Parley: signing in with a second factor, meeting, passkeys, and being thrown out from elsewhere. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { fileTraces, pageTraces, processTraces, type Trace } from '../desktop/traces.ts'
import { launchDesktop } from '../electron-host/launch.ts'
import { fakeDevices } from '../support/chromium.ts'
import { expect, test } from '../support/journey.ts'
import { openDoor } from '../support/organising.ts'
import { Participant } from '../support/participant.ts'
import { SystemBrowser } from '../support/system-browser.ts'
import { writeVoice } from '../support/tones.ts'

const ADA = { email: 'ada.moreau@northwind.example', name: 'Ada Moreau' }
/** Whoever is signed out elsewhere is out of the meeting within this, ms. */
const OUT_WITHIN = 2_000

test.use({ serviceOptions: { provider: true } })
test.setTimeout(180_000)

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-sign-in-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

interface Seat {
  app: ElectronApplication
  page: Page
  person: Participant
}

/** Entries of what a program keeps that are secrets. */
const SECRET = /"(?:d|salt|idToken|refreshToken|attempt)":"([^"]+)"/g

/** The keys and tokens that a program keeps and uses, read as only the program itself can. */
const secretsOf = async ({ app }: Seat, keystoreFile: string): Promise<string[]> => {
  const sealed = Object.values<string>(JSON.parse(readFileSync(keystoreFile, 'utf8')))
  const entries = await app.evaluate(
    ({ safeStorage }, texts) =>
      Promise.all(texts.map(async (text) => (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result)),
    sealed,
  )
  const kept = entries.flatMap((entry) => {
    const { text } = JSON.parse(entry) as { text: string }
    return [...text.matchAll(SECRET)].map((match) => match[1] ?? '')
  })
  const sent = await app.evaluate(() => Reflect.get(globalThis, 'sent') as string[])
  return [...new Set([...kept, ...sent.map((header) => header.replace('DPoP ', '')).filter(Boolean)])]
}

/** Notes what the main process sends to the service by way of proof. */
const watchSent = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ net }) => {
    const sent: string[] = []
    const fetch = net.fetch.bind(net)
    Object.assign(globalThis, { sent })
    net.fetch = (input, init) => {
      if (input instanceof Request) sent.push(input.headers.get('authorization') ?? '', input.headers.get('dpop') ?? '')
      return fetch(input, init)
    }
  })

test('from the first start to being signed out by oneself from elsewhere', async ({ service, people, stack }) => {
  const browser = await SystemBrowser.open()
  stack.defer(() => browser.close())
  const voiceFile = join(folder, 'voice.wav')
  writeVoice(voiceFile, 'low')

  /** The desktop client of one computer, as it starts there. */
  const start = async (computer: string): Promise<Seat> => {
    const { app } = await launchDesktop({
      args: fakeDevices({ voiceFile }),
      userData: join(folder, computer),
      env: { PARLEY_SERVICE_URL: service.origin },
    })
    stack.defer(() => app.close())
    const page = await app.firstWindow()
    return { app, page, person: new Participant('desktop', ADA.name, 'low', page) }
  }
  const signInButton = ({ page }: Seat) => page.getByRole('button', { name: en.signIn.signIn, exact: true })
  const expectHome = ({ page }: Seat) => expect(page.getByRole('heading', { level: 1, name: en.home.title })).toBeVisible()

  // First start: password, an authenticator app, a passkey for later.
  const first = await start('office')
  await watchSent(first.app)
  const traces: Trace[] = []
  first.page.on('websocket', (socket) => {
    traces.push({ where: 'socket', text: socket.url() })
    socket.on('framesent', ({ payload }) => traces.push({ where: 'frame sent', text: String(payload) }))
    socket.on('framereceived', ({ payload }) => traces.push({ where: 'frame received', text: String(payload) }))
  })
  first.page.on('request', (request) =>
    traces.push({ where: 'request', text: `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}` }),
  )
  first.page.on('console', (message) => traces.push({ where: 'console', text: message.text() }))
  await browser.follow(first.app, () => signInButton(first).click())
  await expect(first.page.getByText(en.signIn.browser)).toBeVisible()
  await browser.givePassword(ADA.email)
  await browser.setUpAuthenticatorApp()
  await browser.createPasskey()
  await browser.consent()
  await expectHome(first)
  await first.page.getByRole('button', { name: en.home.account.replace('{{name}}', ADA.name) }).click()
  await expect(first.page.getByText(ADA.email)).toBeVisible()
  await expect(first.page.getByText('Northwind').first()).toBeVisible()
  await first.page.keyboard.press('Escape')

  // A meeting, with a guest.
  const code = await first.person.startMeeting('First day')
  await first.person.join()
  await openDoor(first.person)
  const guest = await people.guest('Gwen Hale', code)
  await guest.introduceAsGuest()
  await guest.expectMirror()
  await guest.join()
  await first.person.expectMoving(guest)
  await guest.expectMoving(first.person)

  // Nothing that the page, a log or another program can read holds a secret of it.
  const secrets = await secretsOf(first, join(folder, 'office', 'keystore.json'))
  traces.push(...(await pageTraces(first.page)), ...fileTraces(join(folder, 'office')), ...fileTraces(service.folder))
  traces.push(...processTraces(first.app.process().pid ?? 0))
  expect(secrets.length).toBeGreaterThan(8)
  expect(traces.filter(({ where }) => where.startsWith('frame')).length).toBeGreaterThan(10)
  expect(traces.find(({ where, text }) => where === 'frame received' && text.includes('First day'))).toBeDefined()
  const found = secrets.flatMap((secret) => traces.filter(({ text }) => text.includes(secret)).map(({ where }) => where))
  expect([...new Set(found)]).toEqual([])

  await first.person.leave()
  await first.page.getByRole('button', { name: en.common.backToHome }).click()

  // Out, and in again by passkey alone.
  await first.page.getByRole('button', { name: en.home.account.replace('{{name}}', ADA.name) }).click()
  await first.page.getByRole('menuitem', { name: en.home.signOut }).click()
  await expect(signInButton(first)).toBeVisible()
  await browser.page.context().clearCookies()
  await browser.follow(first.app, () => signInButton(first).click())
  await browser.usePasskey()
  await browser.consent()
  await expectHome(first)

  // Still signed in after a restart, without a browser.
  await first.app.close()
  const again = await start('office')
  await expectHome(again)
  await again.person.enterCode(code)
  await again.person.join()

  // From another computer: sees both sessions, ends the other one.
  const other = await start('home')
  await browser.follow(other.app, () => signInButton(other).click())
  await browser.consent()
  await expectHome(other)
  await other.page.getByRole('button', { name: en.settings.title }).click()
  await other.page.getByRole('button', { name: en.sessions.signOutThere }).first().click()
  await other.page.getByRole('alertdialog').getByRole('button', { name: en.sessions.signOutThere }).click()
  const asked = Date.now()
  await expect(again.page.getByText(en.ended.signedOut.title)).toBeVisible({ timeout: 10_000 })
  expect(Date.now() - asked).toBeLessThan(OUT_WITHIN)
  await expect(guest.tile(again.person)).toBeHidden()
})
