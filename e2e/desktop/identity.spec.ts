/** Signing in at a provider: what the main process does with keystore and browser, and that nothing of it leaves. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, expect, test } from '@playwright/test'
import type { BridgeReply, DesktopBridge } from '#shared/desktop-bridge.ts'
import { encodeCredential, verifyCredential } from '#shared/encryption/credential.ts'
import { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import type { ProviderKey } from '#shared/encryption/provider-key.ts'
import { TinyProvider } from '../../electron/identity/testing/tiny-provider.ts'
import { TinyService } from '../../electron/identity/testing/tiny-service.ts'
import { KEYSTORE_CONTRACT } from '../../electron/keystore/keystore-contract.ts'
import { SealedKeystore, type Sealing } from '../../electron/keystore/sealed-keystore.ts'
import { verifySignature } from '../../renderer/encryption/credentials/verify-signature.ts'
import { isHost } from '../electron-host/launch.ts'
import { skipWithout } from '../support/skip.ts'
import { Desktop } from './desktop.ts'
import { fileTraces, pageTraces, processTraces, type Trace } from './traces.ts'

const EMAIL = 'ada@northwind.example'
const ADA = { state: 'signedIn', account: { person: { kind: 'member', name: 'Ada Moreau' }, email: EMAIL } }
const SIGNED_OUT = { state: 'signedOut' }
const ok = (value: unknown) => ({ ok: true, value })

let provider: TinyProvider
let service: TinyService
let userData: string
let desktop: Desktop
test.beforeEach(async () => {
  skipWithout(isHost ? undefined : 'a keyring that may be tried out on')
  provider = await TinyProvider.start()
  service = await TinyService.start()
  service.provider = provider.info()
  userData = mkdtempSync(join(tmpdir(), 'parley-identity-'))
})
test.afterEach(async () => {
  await desktop?.close()
  await provider?.close()
  await service?.close()
  if (userData !== undefined) rmSync(userData, { recursive: true, force: true })
})

/** The program, with a browser that goes where it is sent. */
const start = async (env: Record<string, string> = {}): Promise<Desktop> => {
  desktop = await Desktop.launch({ userData, serviceOrigin: service.origin, env })
  await desktop.app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (address) => {
      opened.push(address)
      void fetch(address).catch(() => undefined)
    }
  })
  return desktop
}
const opened = (app: ElectronApplication) => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])
const restart = async (env: Record<string, string> = {}): Promise<Desktop> => {
  await desktop.close()
  return start(env)
}
const keystoreFile = () => join(userData, 'keystore.json')

for (const keyring of ['none', 'basic_text', 'unknown']) {
  test(`with the keyring ${keyring} there is no sign-in, and the browser stays closed`, async () => {
    const { app, ask } = await start({ HOST_KEYSTORE: keyring })
    expect(await ask('getIdentity')).toEqual(ok(SIGNED_OUT))
    expect(await ask('signIn', { email: EMAIL })).toEqual({ ok: false, code: 'KEYSTORE_UNAVAILABLE', detail: keyring })
    expect(await opened(app)).toEqual([])
    expect(service.calls.filter((call) => call !== 'list')).toEqual([])
    expect(existsSync(keystoreFile())).toBe(false)
    expect(await ask('signInAsSample', { personId: 'ada' })).toMatchObject({ ok: true })
    expect(existsSync(keystoreFile())).toBe(false)
  })
}

test('signed in, and still so after a restart, until the keyring is another', async () => {
  const first = await start()
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  expect(await first.ask('signIn', { email: EMAIL })).toMatchObject(ok(ADA))
  await expect.poll(() => first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(false)
  expect(await opened(first.app)).toHaveLength(1)

  const second = await restart()
  expect(await second.ask('getIdentity')).toMatchObject(ok(ADA))
  expect(await second.ask('openTicket')).toMatchObject({ ok: true })
  expect(await opened(second.app)).toEqual([])

  const sealed = readFileSync(keystoreFile(), 'utf8')
  const better = await restart({ HOST_KEYSTORE_VERSION: '2' })
  expect(await better.ask('getIdentity')).toMatchObject(ok(ADA))
  const entries = (text: string) =>
    Object.values<string>(JSON.parse(text)).map((entry) => Buffer.from(entry, 'base64').toString('latin1', 0, 3))
  expect([entries(sealed), entries(readFileSync(keystoreFile(), 'utf8'))]).toEqual([Array(4).fill('v11'), Array(4).fill('v12')])

  await better.close()
  rmSync(join(userData, 'host-keyring'))
  const lost = await start()
  expect(await lost.ask('getIdentity')).toEqual(ok(SIGNED_OUT))
  expect(await lost.ask('openTicket')).toMatchObject({ ok: false, code: 'UNAUTHENTICATED' })
  expect(JSON.parse(readFileSync(keystoreFile(), 'utf8'))).toEqual({})
  expect(await lost.ask('signIn', { email: EMAIL })).toMatchObject(ok(ADA))
})

test('a keyring that is away for once loses nothing', async () => {
  await (await start()).ask('signIn', { email: EMAIL })
  const locked = await restart({ HOST_KEYSTORE: 'none' })
  expect(await locked.ask('getIdentity')).toEqual(ok({ ...SIGNED_OUT, reason: 'KEYSTORE_UNAVAILABLE' }))
  expect(await (await restart()).ask('getIdentity')).toMatchObject(ok(ADA))
})

test('stopped while the person is in their browser', async () => {
  provider.keepsPerson = true
  const { app, ask } = await start()
  const outcome = ask('signIn', { email: EMAIL })
  await expect
    .poll(() => ask('getIdentity'))
    .toMatchObject(ok({ state: 'signingIn', step: 'browser', organisation: 'Northwind' }))
  expect(await ask('reopenSignIn')).toEqual(ok(undefined))
  const [first, again] = await opened(app)
  expect(again).toBe(first)
  expect(await ask('cancelSignIn')).toEqual(ok(undefined))
  expect(await outcome).toMatchObject({ ok: false, code: 'SIGN_IN_CANCELLED' })
  expect(await ask('getIdentity')).toEqual(ok(SIGNED_OUT))
  expect(existsSync(keystoreFile())).toBe(false)
})

test('a session that is ended elsewhere ends here, with the reason', async () => {
  const { ask, page } = await start()
  await ask('signIn', { email: EMAIL })
  await page.evaluate(() => {
    const told: unknown[] = []
    Object.assign(window, { told })
    ;(Reflect.get(window, 'parley') as DesktopBridge).on('identityChanged', (state) => told.push(state))
  })
  service.endAll()
  expect(await ask('openTicket')).toMatchObject({ ok: false, code: 'SESSION_ENDED' })
  const ended = { ...SIGNED_OUT, reason: 'SESSION_ENDED' }
  expect(await ask('getIdentity')).toEqual(ok(ended))
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'told'))).toEqual([ended])
  expect(await (await restart()).ask('getIdentity')).toEqual(ok(SIGNED_OUT))
})

test('the page has things signed for a purpose, and for no other', async () => {
  const { ask, page } = await start()
  const sign = (text: string) =>
    page.evaluate(async (content) => {
      const { signWithDeviceKey } = Reflect.get(window, 'parley') as DesktopBridge
      const reply = await signWithDeviceKey({ purpose: 'mls', bytes: new TextEncoder().encode(content) })
      return reply.ok ? { length: (reply.value as Uint8Array).length } : reply.code
    }, text)
  expect(await sign('\u000cMLS 1.0 test…')).toBe('UNAUTHENTICATED')
  await ask('signIn', { email: EMAIL })
  expect(await sign('\u000cMLS 1.0 test…')).toEqual({ length: 64 })
  expect(await sign('Parley session v1\nhash\nthumbprint\nhttps://meet.example.org')).toBe('INVALID_INPUT')
})

test('the page gets what others are shown of the sign-in, and the keys of its own provider alone', async () => {
  const { ask } = await start()
  const keysOf = (issuer: string) => ask('getProviderKeys', { issuer, renew: false })
  expect(await ask('getEncryptionIdentity')).toEqual(ok(null))
  expect(await keysOf(provider.issuer)).toEqual({ ok: false, code: 'FORBIDDEN', detail: 'issuer' })
  await ask('signIn', { email: EMAIL })
  const shown = EncryptionIdentity.parse(((await ask('getEncryptionIdentity')) as { value: unknown }).value)
  expect(shown.provider).toEqual({ issuer: provider.issuer, clientId: 'parley-desktop', organisation: 'Northwind' })
  const answer = await keysOf(provider.issuer)
  expect(answer).toMatchObject(ok({ keys: [{ kty: 'EC', crv: 'P-256', kid: 'one' }] }))
  expect(await keysOf('https://evil.example')).toEqual({ ok: false, code: 'FORBIDDEN', detail: 'issuer' })

  // What is shown is enough for others to know who it is, by the provider's keys alone.
  const { idToken, opening } = shown
  const verdict = await verifyCredential({
    identity: encodeCredential({ v: 1, kind: 'member', idToken, opening }),
    signatureKey: new Uint8Array(Buffer.from(opening.publicKey, 'base64url')),
    providers: [{ ...shown.provider, keys: (answer as { value: { keys: ProviderKey[] } }).value.keys }],
    verify: verifySignature,
    now: Date.now(),
  })
  expect(verdict).toMatchObject({ status: 'verified', organisation: 'Northwind', name: 'Ada Moreau', email: EMAIL })
})

/** What the keystore holds in secret, read as only the program itself can. */
const keptSecrets = async ({ app }: Desktop): Promise<string[]> => {
  const sealed = Object.values<string>(JSON.parse(readFileSync(keystoreFile(), 'utf8')))
  const entries = await app.evaluate(
    ({ safeStorage }, texts) =>
      Promise.all(texts.map(async (text) => (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result)),
    sealed,
  )
  return entries.flatMap((entry) => {
    const { text } = JSON.parse(entry) as { text: string }
    return [...text.matchAll(/"(?:d|salt|idToken|refreshToken|attempt)":"([^"]+)"/g)].map((match) => match[1] ?? '')
  })
}

test('no secret of a sign-in is anywhere that a page, a log or another program can read', async () => {
  skipWithout(process.platform === 'linux' ? undefined : 'processes are looked at in /proc')
  service.accessTime = 0
  const traces: Trace[] = []
  const launched = await start()
  const { app, page, ask } = launched
  app.process().stderr?.on('data', (chunk) => traces.push({ where: 'stderr', text: String(chunk) }))
  app.process().stdout?.on('data', (chunk) => traces.push({ where: 'stdout', text: String(chunk) }))
  page.on('console', (message) => traces.push({ where: 'console', text: message.text() }))
  page.on('request', (request) =>
    traces.push({ where: 'request', text: `${request.url()} ${JSON.stringify(request.headers())}` }),
  )
  await page.evaluate(() => {
    const told: unknown[] = []
    Object.assign(window, { told })
    ;(Reflect.get(window, 'parley') as DesktopBridge).on('identityChanged', (state) => told.push(state))
  })
  const replies: string[] = []
  const asked = async (verb: string, input?: unknown): Promise<void> => {
    const reply = (await ask(verb, input)) as BridgeReply
    replies.push(`${verb} ${reply.ok ? 'ok' : reply.code}`)
    traces.push({ where: verb, text: JSON.stringify(reply) })
  }

  await asked('signIn', { email: EMAIL })
  await asked('getIdentity')
  await asked('getEnvironment')
  await asked('getSettings')
  await asked('openTicket')
  const called = (...path: string[]) => asked('callService', { path, input: undefined })
  await called('meetings', 'list')
  await called('identity', 'listSessions')
  for (const name of ['openSession', 'refreshSession', 'closeSession']) await called('identity', name)
  await asked('confirmIdentity')
  provider.refusal = { error: 'access_denied', error_description: 'no' }
  await asked('confirmIdentity')
  provider.refusal = undefined
  service.refusals.set('refreshSession', 'PROOF_INVALID')
  await asked('openTicket')
  await asked('openTicket')
  expect(replies).toEqual([
    ...['signIn', 'getIdentity', 'getEnvironment', 'getSettings', 'openTicket', 'callService', 'callService'].map(
      (verb) => `${verb} ok`,
    ),
    ...Array(3).fill('callService FORBIDDEN'),
    'confirmIdentity ok',
    'confirmIdentity SIGN_IN_REFUSED',
    'openTicket PROOF_INVALID',
    'openTicket ok',
  ])
  traces.push({ where: 'browser', text: (await opened(app)).join('\n') })
  // What a program started from now on would get: the system shows only what the process began with.
  traces.push({ where: 'environment', text: await app.evaluate(() => JSON.stringify([process.env, process.argv])) })
  traces.push({ where: 'identityChanged', text: JSON.stringify(await page.evaluate(() => Reflect.get(window, 'told'))) })
  traces.push(...(await pageTraces(page)), ...processTraces(app.process().pid ?? 0), ...fileTraces(userData))

  const secrets = [...provider.secrets, ...service.secrets, ...(await keptSecrets(launched))]
  expect(secrets.length).toBeGreaterThan(30)
  expect(traces.filter(({ where }) => where.startsWith('cmdline')).length).toBeGreaterThan(2)
  expect(traces.map(({ where }) => where)).toEqual(expect.arrayContaining(['stderr', 'document', 'browser', keystoreFile()]))
  // The search finds what is there.
  expect(traces.filter(({ text }) => text.includes('Ada Moreau')).map(({ where }) => where)).toContain('signIn')
  const found = secrets.flatMap((secret) => traces.filter(({ text }) => text.includes(secret)).map(({ where }) => where))
  expect([...new Set(found)]).toEqual([])
})

test('a keystore over the keyring of a program that runs holds to what every keystore holds to', async () => {
  const { app } = await start()
  const seal = (text: string) =>
    app.evaluate(async ({ safeStorage }, given) => (await safeStorage.encryptStringAsync(given)).toString('base64'), text)
  const sealing: Sealing = {
    isAsyncEncryptionAvailable: () => app.evaluate(({ safeStorage }) => safeStorage.isAsyncEncryptionAvailable()),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async (text) => Buffer.from(await seal(text), 'base64'),
    decryptStringAsync: (sealed) =>
      app.evaluate(
        ({ safeStorage }, text) => safeStorage.decryptStringAsync(Buffer.from(text, 'base64')),
        sealed.toString('base64'),
      ),
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  for (const [at, { name, run }] of KEYSTORE_CONTRACT.entries()) {
    const file = join(userData, `contract-${at}.json`)
    const open = () => new SealedKeystore({ file, sealing, platform: process.platform, log })
    await test.step(name, () => run({ keystore: open(), reopen: open }))
  }
})
