import { request } from 'node:http'
import { decodeJwt, generateKeyPair, type JWTPayload } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { en } from '#shared/catalogue/en.ts'
import type { ProviderInfo } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import { createLog } from '../diagnostics/log.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { discoverProvider, signOutAddressOf } from './provider.ts'
import { ProviderSignIn, type ProviderSignInOptions, type ProviderSignInRequest } from './provider-sign-in.ts'
import { TestBrowser } from './testing/browser.ts'
import { TinyProvider } from './testing/tiny-provider.ts'

const texts = en.desktop.signIn
const NONCE = 'n'.repeat(43)
const overSockets: Fetch = (asked, init) => fetch(asked, init)

let provider: TinyProvider
let browser: TestBrowser
let lines: string[]
let steps: string[]
beforeEach(async () => {
  provider = await TinyProvider.start()
  browser = new TestBrowser()
  lines = []
  steps = []
})
afterEach(() => provider.close())

const signIn = (asked: Partial<ProviderSignInRequest> = {}, options: Partial<ProviderSignInOptions> = {}) =>
  new ProviderSignIn({
    fetch: overSockets,
    openInBrowser: browser.open,
    texts,
    log: createLog((line) => lines.push(line)),
    ...options,
  }).run({
    provider: provider.info(),
    nonce: NONCE,
    parameters: {},
    signal: new AbortController().signal,
    onStep: (step) => steps.push(step),
    ...asked,
  })
const refused = (code: string, detail?: string) => expect.objectContaining({ code, ...(detail && { detail }) })
const redirectOf = (at = 0) => new URL(browser.opened[at]?.searchParams.get('redirect_uri') ?? '')
/** When the browser was sent to the provider. */
const inBrowser = () => vi.waitFor(() => expect(browser.seen).toHaveLength(1))

test('the browser goes to the provider, and the provider’s word comes back', async () => {
  const answer = await signIn()
  expect(decodeJwt(answer.idToken)).toMatchObject({ iss: provider.issuer, sub: 'ada-1', nonce: NONCE })
  expect(steps).toEqual(['starting', 'browser', 'finishing'])
  const asked = Object.fromEntries(provider.requests[0] ?? [])
  expect(asked).toEqual({
    client_id: 'parley-desktop',
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: NONCE,
  })
})

test('the page in the browser says where to go, and can do nothing', async () => {
  await signIn()
  await inBrowser()
  const page = browser.seen[0]
  expect(page?.status).toBe(200)
  expect(page?.body).toContain(texts.done.title)
  expect(page?.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(page?.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page?.headers.get('connection')).toBe('close')
  for (const secret of provider.secrets) expect(page?.body).not.toContain(secret)
})

test('a second factor is asked for with the parameters that the service names, and they change nothing else', async () => {
  await signIn({
    parameters: { acr_values: 'mfa', max_age: '0', redirect_uri: 'https://evil.example', state: 'x', nonce: 'x', client_id: 'x' },
  })
  const asked = provider.requests[0]
  expect(asked?.getAll('acr_values')).toEqual(['mfa'])
  expect(asked?.getAll('max_age')).toEqual(['0'])
  expect(asked?.getAll('client_id')).toEqual(['parley-desktop'])
  expect(asked?.getAll('nonce')).toEqual([NONCE])
  expect(asked?.get('state')).not.toBe('x')
  expect(asked?.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:/)
})

test('a response with another state is turned away, and the sign-in goes on', async () => {
  provider.keepsPerson = true
  const answer = signIn()
  await inBrowser()
  const redirect = redirectOf()
  const attacks = [
    'state=wrong&code=stolen',
    'code=stolen',
    'state=',
    `state=${browser.opened[0]?.searchParams.get('state')}&state=x`,
  ]
  for (const attack of attacks) {
    const response = await fetch(`${redirect.href}?${attack}`)
    expect(response.status, attack).toBe(400)
    expect(await response.text()).toContain(texts.notYours.title)
  }
  expect(lines.filter((line) => line.includes('"reason":"state"'))).toHaveLength(attacks.length)
  expect(lines.join()).not.toContain('stolen')

  provider.keepsPerson = false
  await browser.open(browser.opened[0] ?? redirect)
  expect(decodeJwt((await answer).idToken)).toMatchObject({ sub: 'ada-1' })
})

test('what is no response to the sign-in is turned away as well', async () => {
  provider.keepsPerson = true
  const over = new AbortController()
  const answer = signIn({ signal: over.signal })
  await inBrowser()
  const redirect = redirectOf()
  const state = browser.opened[0]?.searchParams.get('state')
  const status = (path: string, init?: RequestInit) => fetch(new URL(path, redirect), init).then((response) => response.status)
  expect(await status('/')).toBe(404)
  expect(await status('/callback/x')).toBe(404)
  expect(await status('/favicon.ico')).toBe(404)
  expect(await status(`/callback?state=${state}`, { method: 'POST' })).toBe(405)
  const byName = await new Promise((resolve, reject) =>
    request({
      host: '127.0.0.1',
      port: redirect.port,
      path: `/callback?state=${state}`,
      headers: { host: `evil.example:${redirect.port}` },
    })
      .on('response', ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end(),
  )
  expect(byName).toBe(400)
  over.abort(new ParleyError('SIGN_IN_CANCELLED'))
  await expect(answer).rejects.toEqual(refused('SIGN_IN_CANCELLED'))
})

test('one response is heard, and none after it', async () => {
  await signIn()
  await expect(fetch(`${redirectOf().href}?state=x`)).rejects.toThrow()
})

test('a refusal of the provider ends it, by its code', async () => {
  provider.refusal = { error: 'access_denied', error_description: 'ada@northwind.example may not' }
  await expect(signIn()).rejects.toEqual(refused('SIGN_IN_REFUSED', 'access_denied'))
  provider.refusal = { error: 'ada may not <b>' }
  await expect(signIn()).rejects.toEqual(expect.objectContaining({ code: 'SIGN_IN_REFUSED', detail: undefined }))
})

test('somebody who doesn’t come back in time', async () => {
  provider.keepsPerson = true
  await expect(signIn({}, { browserTime: 50 })).rejects.toEqual(refused('SIGN_IN_TIMED_OUT'))
  await expect(fetch(redirectOf())).rejects.toThrow()
})

test('stopped by the person, at any step', async () => {
  const reason = new ParleyError('SIGN_IN_CANCELLED')
  await expect(signIn({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(browser.opened).toEqual([])
  provider.keepsPerson = true
  for (const step of ['starting', 'browser']) {
    const over = new AbortController()
    const running = signIn({ signal: over.signal, onStep: (now) => now === step && over.abort(reason) })
    await expect(running, step).rejects.toBe(reason)
  }
  await expect(fetch(redirectOf())).rejects.toThrow()
})

test('the page is opened again on demand, the same one', async () => {
  provider.keepsPerson = true
  const over = new AbortController()
  let reopen: (() => Promise<void>) | undefined
  const answer = signIn({
    signal: over.signal,
    onStep: (_step, again) => {
      reopen = again
    },
  })
  await inBrowser()
  await reopen?.()
  expect(browser.opened).toHaveLength(2)
  expect(browser.opened[1]?.href).toBe(browser.opened[0]?.href)
  over.abort(new ParleyError('SIGN_IN_CANCELLED'))
  await expect(answer).rejects.toThrow()
})

const withClaims = (changed: JWTPayload): Partial<TinyProvider> => ({ tamperClaims: (claims) => ({ ...claims, ...changed }) })
const inRedirect = (tamperRedirect: TinyProvider['tamperRedirect']): Partial<TinyProvider> => ({ tamperRedirect })
const another = await generateKeyPair('ES256')

test.each<[string, Partial<TinyProvider>, string]>([
  ['another nonce', withClaims({ nonce: 'x'.repeat(43) }), 'ID_TOKEN_INVALID'],
  ['another client', withClaims({ aud: 'other' }), 'ID_TOKEN_INVALID'],
  ['another issuer', withClaims({ iss: 'http://127.0.0.1:1' }), 'ID_TOKEN_INVALID'],
  ['an old token', withClaims({ exp: 1_000_000 }), 'CLOCK_SKEWED'],
  ['no signature', { isUnsigned: true }, 'ID_TOKEN_INVALID'],
  ['another’s signature', { signingKey: another.privateKey }, 'ID_TOKEN_INVALID'],
  ['another issuer in the redirect', inRedirect((to) => to.set('iss', 'https://evil.example')), 'ID_TOKEN_INVALID'],
  ['no issuer in the redirect', inRedirect((to) => to.delete('iss')), 'ID_TOKEN_INVALID'],
  ['another code', inRedirect((to) => to.set('code', 'x')), 'SIGN_IN_REFUSED'],
  ['a client it does not know', { tokenRefusal: { status: 401, error: 'invalid_client' } }, 'PROVIDER_UNUSABLE'],
  ['a fault of its own', { tokenRefusal: { status: 503, error: 'server_error' } }, 'PROVIDER_UNREACHABLE'],
  ['another issuer in its description', { metadata: { issuer: 'https://evil.example' } }, 'PROVIDER_UNUSABLE'],
  ['no place to sign in', { metadata: { authorization_endpoint: undefined } }, 'PROVIDER_UNUSABLE'],
  ['a program to start', { metadata: { authorization_endpoint: 'ms-settings:x' } }, 'PROVIDER_UNUSABLE'],
  ['a page without TLS', { metadata: { authorization_endpoint: 'http://evil.example/' } }, 'PROVIDER_UNUSABLE'],
])('a provider with %s', async (_case, spoilt, code) => {
  Object.assign(provider, spoilt)
  await expect(signIn()).rejects.toEqual(refused(code))
})

const at = (issuer: string): { provider: ProviderInfo } => ({ provider: provider.info({ issuer }) })
test('a provider that can’t be reached, and one that may not be spoken to', async () => {
  await expect(signIn(at('http://127.0.0.1:9'))).rejects.toEqual(refused('PROVIDER_UNREACHABLE'))
  const untouched = vi.fn(overSockets)
  await expect(signIn(at('http://login.example.org'), { fetch: untouched })).rejects.toEqual(
    refused('PROVIDER_UNUSABLE', 'issuer'),
  )
  expect(untouched).not.toHaveBeenCalled()
  const broken: Fetch = async () => new Response('<h1>502', { status: 502 })
  await expect(signIn({}, { fetch: broken })).rejects.toEqual(refused('PROVIDER_UNREACHABLE'))
  const other: Fetch = async () => new Response('<h1>It works')
  await expect(signIn({}, { fetch: other })).rejects.toEqual(refused('PROVIDER_UNUSABLE'))
  expect(browser.opened).toEqual([])
})

test('the provider’s own way to sign out, where it has one', async () => {
  const known = async () => discoverProvider(provider.info(), overSockets)
  expect(signOutAddressOf(await known())).toBeUndefined()
  provider.metadata = { end_session_endpoint: `${provider.issuer}/end` }
  expect(signOutAddressOf(await known())?.href).toBe(`${provider.issuer}/end?client_id=parley-desktop`)
})

test('nothing secret is logged', async () => {
  await signIn()
  provider.tamperClaims = (claims) => ({ ...claims, nonce: 'x' })
  await expect(signIn()).rejects.toThrow()
  expect(provider.secrets.length).toBeGreaterThan(4)
  for (const secret of provider.secrets) expect(lines.join()).not.toContain(secret)
})
