/** The development provider in a real browser: every page looked at, an authenticator app set up, a passkey made and used. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import axe from 'axe-core'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { Accounts } from '../../server/dev-idp/accounts.ts'
import { ACR } from '../../server/dev-idp/assurance.ts'
import { DevIdp } from '../../server/dev-idp/dev-idp.ts'
import { devIdpFolder } from '../../server/dev-idp/private-file.ts'
import { SAMPLE_PASSWORD } from '../../server/dev-idp/sample-accounts.ts'
import { type Request, SignInClient } from '../../server/dev-idp/testing/sign-in-client.ts'
import { createLog } from '../../server/logging.ts'
import { addAuthenticator } from '../support/system-browser.ts'

const PICTURES = resolve(import.meta.dirname, '../../artifacts/dev-idp')
const ADA = { email: 'ada.moreau@northwind.example', subject: 'northwind-1001', name: 'Ada Moreau' }
const SIZES = [
  { width: 1280, height: 800 },
  { width: 320, height: 640 },
]

let folder: string
let idp: DevIdp
let app: Server
let client: SignInClient
let browser: Browser
let context: BrowserContext
let page: Page
let problems: string[]

/** The client's own address, at which a sign-in ends. */
const startApp = async (): Promise<string> => {
  app = createServer((_req, res) => res.setHeader('content-type', 'text/html').end('<!doctype html><title>Parley</title>'))
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  const address = app.address()
  if (address === null || typeof address === 'string') throw new Error('the client listens on no port')
  return `http://127.0.0.1:${address.port}/callback`
}

test.beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true })
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
})

test.afterAll(async () => {
  await browser?.close()
})

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-dev-idp-'))
  idp = await DevIdp.create({ port: 0, log: createLog('silent'), dataDir: folder })
  client = await SignInClient.of(idp.issuer, await startApp())
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
  await context.addInitScript(axe.source)
  page = await context.newPage()
  problems = []
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    // A page that answers "wrong" says so with its status, which the browser reports here.
    if (message.type() === 'error' && !message.text().includes('422')) problems.push(`console: ${message.text()}`)
  })
})

test.afterEach(async () => {
  await context.close()
  await idp.close()
  app.closeAllConnections()
  await new Promise((closed) => app.close(closed))
  await rm(folder, { recursive: true })
  expect(problems).toEqual([])
})

/** Nothing for axe to find and nothing that scrolls sideways, light and dark, wide and narrow; and pictures. */
const look = async (name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      const label = `${name}-${colorScheme}-${size.width}`
      const violations = await page.evaluate(async () => {
        const { violations: found } = await window.axe.run({ resultTypes: ['violations'] })
        return found.flatMap(({ id, nodes }) =>
          nodes.map(({ failureSummary, html }) => `${id}: ${failureSummary} ${html.slice(0, 200)}`),
        )
      })
      problems.push(...violations.map((violation) => `${label}: ${violation}`))
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (sideways > 0) problems.push(`${label}: ${sideways} px wider than the window`)
      await page.screenshot({ path: join(PICTURES, `${label}.png`), fullPage: true })
    }
  }
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name })

const givePassword = async (password = SAMPLE_PASSWORD): Promise<void> => {
  await page.getByLabel('E-mail').fill(ADA.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Next' }).click()
}

/** A code that was not used before, as Ada's authenticator app shows it. */
const freshCode = (): string => {
  const fresh = new Accounts(devIdpFolder(folder)).freshCode(ADA.subject)
  if (fresh === undefined) throw new Error('no authenticator app is set up')
  return fresh.code
}

const giveCode = async (code = freshCode()): Promise<void> => {
  await page.getByLabel('Six-digit code').fill(code)
  await page.getByRole('button', { name: 'Verify' }).click()
}

const goOn = async (): Promise<string> => {
  await page.getByRole('button', { name: `Continue to Parley as ${ADA.name}` }).click()
  await page.waitForURL(/127\.0\.0\.1/)
  return page.url()
}

const open = async (changes: Readonly<Record<string, string>> = {}): Promise<Request> => {
  const request = await client.request(changes)
  await page.goto(request.url.href)
  return request
}

test('signs in with password and authenticator app, makes a passkey, and signs in with that alone', async () => {
  await addAuthenticator(page)
  const first = await open()
  await expect(heading('Sign in')).toBeVisible()
  await look('1-sign-in')
  await page.getByText('Sample people and their password').click()
  await look('1-sign-in-people')
  await givePassword('guess')
  await expect(page.getByRole('alert').first()).toHaveText('The e-mail address or the password is wrong.')
  await expect(page.getByLabel('E-mail')).toHaveValue(ADA.email)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await look('2-wrong-password')
  await givePassword()
  await expect(heading('Set up your authenticator app')).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  await look('3-authenticator')
  await giveCode()
  await expect(heading('Sign in faster next time')).toBeVisible()
  await look('4-offer-passkey')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(heading('Continue to Parley')).toBeVisible()
  await look('5-continue')
  const { claims, idToken } = await client.redeem(first, await goOn())
  expect(claims).toMatchObject({ sub: ADA.subject, acr: ACR.secondFactor, amr: ['pwd', 'otp', 'mfa'] })

  await page.goto(client.signOutUrl(idToken).href)
  await expect(heading('Sign out')).toBeVisible()
  await look('6-sign-out')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(heading('You are signed out')).toBeVisible()
  await look('7-signed-out')

  const second = await open()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const again = await client.redeem(second, await goOn())
  expect(again.claims).toMatchObject({ sub: ADA.subject, org: 'northwind', acr: ACR.secondFactor, amr: ['pop', 'user', 'mfa'] })

  // Confirming who it is: password, then the passkey as the second factor.
  const third = await open({ max_age: '0' })
  await expect(page.getByLabel('E-mail')).toHaveValue(ADA.email)
  await givePassword()
  await expect(heading('Enter your code')).toBeVisible()
  await look('8-code')
  await giveCode('000000')
  await expect(page.getByRole('alert').first()).toContainText('This code is wrong')
  await look('9-wrong-code')
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  const confirmed = await client.redeem(third, await goOn())
  expect(confirmed.claims).toMatchObject({ sub: ADA.subject, amr: ['pwd', 'pop', 'user', 'mfa'] })
})

test('says in words that no passkey was used, and goes on without one', async () => {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasUserVerification: false,
    automaticPresenceSimulation: true,
  } as const
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  const request = await open()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('alert')).toHaveText('No passkey was used. Try again, or go on without one.')
  await look('10-no-passkey')
  await givePassword()
  await giveCode()
  await page.getByRole('button', { name: 'Not now' }).click()
  expect((await client.redeem(request, await goOn())).claims.sub).toBe(ADA.subject)
})

test('lets somebody else sign in where one person is signed in', async () => {
  await open({ acr_values: ACR.password })
  await givePassword()
  await goOn()
  const request = await open({ acr_values: ACR.password, prompt: 'login' })
  await page.getByLabel('E-mail').fill('eli.novak@contrail.example')
  await page.getByLabel('Password', { exact: true }).fill(SAMPLE_PASSWORD)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Continue to Parley as Eli Novak' }).click()
  await page.waitForURL(/127\.0\.0\.1/)
  expect((await client.redeem(request, page.url())).claims).toMatchObject({ sub: 'contrail-2001', org: 'contrail' })
})

test('shows that a sign-in is over, and one that can’t be', async () => {
  const { url } = await open()
  const address = page.url()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL(/127\.0\.0\.1/)
  await page.goto(address)
  await expect(heading('This sign-in has ended')).toBeVisible()
  await look('11-ended')
  url.searchParams.set('redirect_uri', 'https://elsewhere.example/')
  await page.goto(url.href)
  await expect(heading('This sign-in can’t go on')).toBeVisible()
  await look('12-refused')
  problems = problems.filter((problem) => !problem.includes('status of 400'))
})
