/** The provider as an organisation's would be met: over HTTP, by a client that knows only the issuer. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProviderConfig } from '../identity/provider-config.ts'
import { createLog } from '../logging.ts'
import { Accounts } from './accounts.ts'
import { ACR } from './assurance.ts'
import { codeAt } from './authenticator.ts'
import { DevIdp } from './dev-idp.ts'
import { devIdpFolder } from './private-file.ts'
import { SAMPLE_PASSWORD } from './sample-accounts.ts'
import { type Landing, PlainBrowser } from './testing/plain-browser.ts'
import { SignInClient } from './testing/sign-in-client.ts'
import { SoftwarePasskey } from './testing/software-passkey.ts'

const ADA = 'ada.moreau@northwind.example'
const ELI = 'eli.novak@contrail.example'
const PERIOD_MS = 30_000

const run = promisify(execFile)

const logged: string[] = []
const log = createLog('info', { write: (line) => logged.push(line) })

let folder: string
let idp: DevIdp
let client: SignInClient
let browser: PlainBrowser

beforeEach(async () => {
  // Codes live by the clock: the tests move it instead of waiting.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-05-12T09:41:00Z') })
  logged.length = 0
  folder = mkdtempSync(join(tmpdir(), 'parley-dev-idp-'))
  idp = await DevIdp.create({ port: 0, log, dataDir: folder })
  client = await SignInClient.of(idp.issuer)
  browser = new PlainBrowser(idp.issuer)
})

afterEach(async () => {
  await idp.close()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const title = ({ text }: Landing): string => /<h1>(.*)<\/h1>/.exec(text)?.[1] ?? ''
const problem = ({ text }: Landing): string => /role="alert" class="problem" id="problem">(.*)<\/p>/.exec(text)?.[1] ?? ''
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms)

const givePassword = async (email = ADA, password = SAMPLE_PASSWORD): Promise<Landing> =>
  await browser.submit({ action: 'password', email, password })

/** The secret that the page shows for the authenticator app. */
const shownSecret = (): string => (/id="secret">([A-Z2-7 ]+)</.exec(browser.page.text)?.[1] ?? '').replaceAll(' ', '')

const giveCode = async (secret: string): Promise<Landing> =>
  await browser.submit({ action: 'code', code: codeAt(secret, Date.now()) })

/** Ada's first sign-in, as far as the client's address; gives the secret of her authenticator app. */
const firstSignIn = async (): Promise<string> => {
  await browser.open((await client.request()).url)
  await givePassword()
  const secret = shownSecret()
  await giveCode(secret)
  await browser.submit({ action: 'skip' })
  await browser.submit({ action: 'consent' })
  later(PERIOD_MS)
  return secret
}

const errorOf = ({ url }: Landing): string | null => new URL(url).searchParams.get('error')

test('is described to the service as any provider is', () => {
  expect(ProviderConfig.parse(JSON.parse(JSON.stringify(idp.providerConfig)))).toEqual(idp.providerConfig)
})

describe('signing in', () => {
  test('sets up an authenticator app at first and says who it is, how surely, and no more', async () => {
    const request = await client.request()
    expect(title(await browser.open(request.url))).toBe('Sign in')
    expect(title(await givePassword(' Ada.Moreau@Northwind.example'))).toBe('Set up your authenticator app')
    expect(title(await giveCode(shownSecret()))).toBe('Sign in faster next time')
    const consent = await browser.submit({ action: 'skip' })
    expect(consent.text).toContain('Continue to Parley as Ada Moreau')
    const { url } = await browser.submit({ action: 'consent' })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:54321\/callback\?/)

    const { claims, refreshToken } = await client.redeem(request, url)
    const now = Math.floor(Date.now() / 1000)
    expect(refreshToken).toBeUndefined()
    expect(claims).toEqual({
      iss: idp.issuer,
      aud: 'parley-desktop',
      sub: 'northwind-1001',
      name: 'Ada Moreau',
      email: ADA,
      org: 'northwind',
      groups: ['staff', 'board'],
      acr: ACR.secondFactor,
      amr: ['pwd', 'otp', 'mfa'],
      auth_time: now,
      iat: now,
      exp: now + 300,
      nonce: request.nonce,
    })
  })

  test('accepts a code once', async () => {
    await browser.open((await client.request()).url)
    await givePassword()
    const secret = shownSecret()
    const code = codeAt(secret, Date.now())
    await browser.submit({ action: 'code', code })
    browser = new PlainBrowser(idp.issuer)
    await browser.open((await client.request()).url)
    expect(title(await givePassword())).toBe('Enter your code')
    const again = await browser.submit({ action: 'code', code })
    expect([again.status, problem(again)]).toEqual([422, expect.stringContaining('used before')])
    later(PERIOD_MS)
    expect(title(await giveCode(secret))).toBe('Sign in faster next time')
  })

  test('tells a wrong password and an unknown person in the same words, and locks both after five tries', async () => {
    for (const email of [ADA, 'nobody@northwind.example']) {
      await browser.open((await client.request()).url)
      for (let tries = 1; tries <= 5; tries++) {
        const refused = await givePassword(email, 'guess')
        expect([refused.status, problem(refused)]).toEqual([422, 'The e-mail address or the password is wrong.'])
      }
      const locked = await givePassword(email)
      expect([locked.status, problem(locked)]).toEqual([429, expect.stringContaining('Too many wrong tries')])
    }
    later(60_000)
    expect(title(await givePassword())).toBe('Set up your authenticator app')
  })

  test('locks the second factor after five wrong codes', async () => {
    const secret = await firstSignIn()
    browser = new PlainBrowser(idp.issuer)
    await browser.open((await client.request()).url)
    await givePassword()
    const wrong = codeAt(secret, Date.now()) === '000000' ? '111111' : '000000'
    for (let tries = 1; tries <= 5; tries++) expect((await browser.submit({ action: 'code', code: wrong })).status).toBe(422)
    expect((await giveCode(secret)).status).toBe(429)
    later(60_000)
    expect(title(await giveCode(secret))).toBe('Sign in faster next time')
  })

  test('says nothing of passwords, codes, secrets and e-mail addresses to the log', async () => {
    const secret = await firstSignIn()
    expect(logged.join('')).toContain('signed in')
    for (const word of [secret, SAMPLE_PASSWORD, ADA, codeAt(secret, Date.now() - PERIOD_MS)])
      expect(logged.join('')).not.toContain(word)
  })

  test('takes the code that the helper for developers shows', async () => {
    const helper = join(import.meta.dirname, 'current-code.ts')
    // The helper is a process of its own, with the real clock.
    const shownCode = async (): Promise<string> => {
      const { stdout } = await run(process.execPath, [helper, ADA, '--data-dir', folder])
      vi.setSystemTime(vi.getRealSystemTime())
      return stdout.trim()
    }
    vi.setSystemTime(vi.getRealSystemTime())
    await expect(shownCode()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('No authenticator app') })
    for (const _ of ['first', 'second']) {
      browser = new PlainBrowser(idp.issuer)
      await browser.open((await client.request()).url)
      await givePassword()
      expect(title(await browser.submit({ action: 'code', code: await shownCode() }))).toBe('Sign in faster next time')
    }
  })

  test('goes on where an authenticator app was set up in another window meanwhile', async () => {
    await browser.open((await client.request()).url)
    await givePassword()
    const other = browser
    browser = new PlainBrowser(idp.issuer)
    const secret = await firstSignIn()
    browser = other
    expect(title(await browser.open(browser.page.url))).toBe('Enter your code')
    expect(title(await giveCode(secret))).toBe('Sign in faster next time')
  })

  test('can be cancelled', async () => {
    await browser.open((await client.request()).url)
    expect(errorOf(await browser.submit({ action: 'cancel' }))).toBe('access_denied')
  })

  test('can be begun anew as somebody else, up to the last page', async () => {
    await firstSignIn()
    const request = await client.request({ acr_values: ACR.password })
    expect(title(await browser.open(request.url))).toBe('Continue to Parley')
    expect(title(await browser.submit({ action: 'restart' }))).toBe('Sign in')
    await givePassword(ELI)
    // oidc-provider ends the first person's session by a form that a browser submits by itself.
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(browser.page.text)?.[1] ?? ''
    await browser.submit({ xsrf, logout: 'yes' }, { to: '/session/end/confirm' })
    expect(browser.page.text).toContain('Continue to Parley as Eli Novak')
    const { claims } = await client.redeem(request, (await browser.submit({ action: 'consent' })).url)
    expect(claims).toMatchObject({ sub: 'contrail-2001', org: 'contrail', acr: ACR.password, amr: ['pwd'] })
  })
})

describe('showing again who it is', () => {
  test('asks for the second factor alone where a password was enough before', async () => {
    await browser.open((await client.request({ acr_values: ACR.password })).url)
    await givePassword(ELI)
    expect(title(browser.page)).toBe('Continue to Parley')
    await browser.submit({ action: 'consent' })

    later(10_000)
    const request = await client.request({ acr_values: ACR.secondFactor })
    expect(title(await browser.open(request.url))).toBe('Set up your authenticator app')
    expect(title(await giveCode(shownSecret()))).toBe('Continue to Parley')
    const { claims } = await client.redeem(request, (await browser.submit({ action: 'consent' })).url)
    expect(claims).toMatchObject({ acr: ACR.secondFactor, amr: ['pwd', 'otp', 'mfa'], auth_time: Math.floor(Date.now() / 1000) })
  })

  test.each([{ max_age: '0' }, { prompt: 'login' }])(
    'asks for everything with %j, even in the second of a sign-in',
    async (ask) => {
      const secret = await firstSignIn()
      browser = new PlainBrowser(idp.issuer)
      await browser.open((await client.request()).url)
      await givePassword()
      await giveCode(secret)
      await browser.submit({ action: 'skip' })
      await browser.submit({ action: 'consent' })

      const request = await client.request({ acr_values: ACR.secondFactor, ...ask })
      const first = await browser.open(request.url)
      expect(title(first)).toBe('Sign in')
      expect(first.text).toContain(`value="${ADA}"`)
      expect(title(await givePassword())).toBe('Enter your code')
      later(PERIOD_MS)
      // Nobody who only confirms who they are is offered a passkey.
      expect(title(await giveCode(secret))).toBe('Continue to Parley')
      const { claims } = await client.redeem(request, (await browser.submit({ action: 'consent' })).url)
      expect(claims.auth_time).toBe(Math.floor(Date.now() / 1000))
    },
  )

  test('asks for everything when the sign-in is older than max_age allows, and not before', async () => {
    const secret = await firstSignIn()
    expect(title(await browser.open((await client.request({ max_age: '60' })).url))).toBe('Continue to Parley')
    later(31_000)
    const request = await client.request({ max_age: '60' })
    expect(title(await browser.open(request.url))).toBe('Sign in')
    await givePassword()
    expect(title(await giveCode(secret))).toBe('Continue to Parley')
  })

  test('is not possible without a page', async () => {
    expect(errorOf(await browser.open((await client.request({ prompt: 'none' })).url))).toBe('login_required')
    await firstSignIn()
    expect(errorOf(await browser.open((await client.request({ prompt: 'none' })).url))).toBe('interaction_required')
  })
})

describe('signing out', () => {
  test('asks, and ends the session at the provider', async () => {
    const request = await client.request({ acr_values: ACR.password })
    await browser.open(request.url)
    await givePassword()
    const { idToken } = await client.redeem(request, (await browser.submit({ action: 'consent' })).url)

    const confirm = await browser.open(client.signOutUrl(idToken))
    expect(title(confirm)).toBe('Sign out')
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(confirm.text)?.[1] ?? ''
    expect(title(await browser.submit({ xsrf, logout: 'yes' }, { to: '/session/end/confirm' }))).toBe('You are signed out')
    expect(errorOf(await browser.open((await client.request({ prompt: 'none' })).url))).toBe('login_required')
  })
})

describe('refuses', () => {
  test.each([
    ['an address that is not loopback', { redirect_uri: 'https://elsewhere.example/callback' }],
    ['another path', { redirect_uri: 'http://127.0.0.1:54321/elsewhere' }],
    ['another loopback name', { redirect_uri: 'http://localhost:54321/callback' }],
    ['another client', { client_id: 'somebody-else' }],
  ])('%s, without a redirect', async (_, changes) => {
    const { status, url, text } = await browser.open((await client.request(changes)).url)
    expect(status).toBe(400)
    expect(url.startsWith(idp.issuer)).toBe(true)
    expect(text).toContain('This sign-in can’t go on')
  })

  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['another response type', { response_type: 'code id_token' }],
  ])('%s', async (_, changes) => {
    const { url } = await browser.open((await client.request(changes)).url)
    expect(new URL(url.replace('#', '?')).searchParams.get('error')).toMatch(/invalid_request|unsupported_response_type/)
  })

  test('a code twice, and one with another verifier', async () => {
    const request = await client.request({ acr_values: ACR.password })
    await browser.open(request.url)
    await givePassword()
    const { url } = await browser.submit({ action: 'consent' })
    await client.redeem(request, url)
    await expect(client.redeem(request, url)).rejects.toMatchObject({ error: 'invalid_grant' })

    const other = await client.request({ acr_values: ACR.password })
    await browser.open(other.url)
    const second = await browser.submit({ action: 'consent' })
    await expect(client.redeem({ ...other, verifier: request.verifier }, second.url)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  test('forms from another origin, and the sign-in of another browser', async () => {
    await browser.open((await client.request()).url)
    const fields = { action: 'password', email: ADA, password: SAMPLE_PASSWORD }
    const stranger = new PlainBrowser(idp.issuer)
    expect(title(await stranger.open(browser.page.url))).toBe('This sign-in has ended')
    expect((await stranger.submit(fields)).status).toBe(400)
    const { url } = browser.page
    expect((await browser.submit(fields, { origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await browser.submit(fields, { origin: 'null', to: url })).status).toBe(403)
    expect(title(await browser.open(url))).toBe('Sign in')
  })

  test('somebody else’s passkey as a second factor, and a challenge twice', async () => {
    await idp.close()
    const accounts = new Accounts(devIdpFolder(folder))
    const adas = new SoftwarePasskey(accounts, 'northwind-1001')
    const elis = new SoftwarePasskey(accounts, 'contrail-2001')
    idp = await DevIdp.create({ port: Number(new URL(idp.issuer).port), log, dataDir: folder })
    await browser.open((await client.request()).url)
    const page = (await givePassword()).url
    const ask = async (): Promise<string> => {
      await browser.open(page)
      return JSON.parse((await browser.postJson('/passkey/request', {})).text).challenge
    }
    const use = async (passkey: SoftwarePasskey, challenge: string): Promise<number> => {
      await browser.open(page)
      return (await browser.postJson('/passkey/use', passkey.answer({ challenge, origin: idp.issuer }))).status
    }
    expect(await use(elis, await ask())).toBe(422)
    const challenge = await ask()
    expect(await use(elis, challenge)).toBe(422)
    expect(await use(adas, challenge)).toBe(422)
    expect(await use(adas, await ask())).toBe(200)
  })

  test('steps out of turn', async () => {
    await browser.open((await client.request()).url)
    for (const action of ['consent', 'skip', 'code']) {
      expect(title(await browser.submit({ action, code: '123456' }))).toBe('Sign in')
    }
    expect((await browser.postJson('/passkey/creation', {})).status).toBe(409)
  })

  test('forms that are too large or something else', async () => {
    const { url } = await browser.open((await client.request()).url)
    expect((await browser.submit({ action: 'password', email: ADA, password: 'x'.repeat(70_000) }, { to: url })).status).toBe(413)
    expect((await browser.submit({ action: 'password', email: ADA, password: 'x'.repeat(300) }, { to: url })).status).toBe(400)
    expect((await browser.submit({ action: 'everything' }, { to: url })).status).toBe(400)
  })

  test('to be asked under another name', async () => {
    const { port } = new URL(idp.issuer)
    const status = await new Promise((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path: '/.well-known/openid-configuration', headers: { host: 'elsewhere.example' } })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })
})

describe('over a restart', () => {
  test('keeps the signing key and the authenticator apps, for this user alone', async () => {
    const keysOf = async (): Promise<unknown> => await (await fetch(`${idp.issuer}/jwks`)).json()
    const keys = await keysOf()
    const secret = await firstSignIn()
    const port = Number(new URL(idp.issuer).port)
    await idp.close()
    idp = await DevIdp.create({ port, log, dataDir: folder })
    expect(await keysOf()).toEqual(keys)
    browser = new PlainBrowser(idp.issuer)
    await browser.open((await client.request()).url)
    expect(title(await givePassword())).toBe('Enter your code')
    expect(title(await giveCode(secret))).toBe('Sign in faster next time')

    const own = join(folder, 'dev-idp')
    expect(readdirSync(own).sort()).toEqual(['keys.json', 'second-factors.json'])
    for (const name of readdirSync(own)) expect(statSync(join(own, name)).mode & 0o777).toBe(0o600)
    expect(statSync(own).mode & 0o777).toBe(0o700)
  })
})
