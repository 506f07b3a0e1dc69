import { createPublicKey, verify } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { en } from '#shared/catalogue/en.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { sessionStatement } from '#shared/identity/device-key.ts'
import { createLog } from '../diagnostics/log.ts'
import { MemoryKeystore } from '../keystore/memory-keystore.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { ServiceClient } from '../service/service-client.ts'
import { DesktopIdentity } from './desktop-identity.ts'
import type { SignInPolicies } from './member-sign-in.ts'
import { ProviderSignIn } from './provider-sign-in.ts'
import { createProviderSignOut } from './provider-sign-out.ts'
import { TestBrowser } from './testing/browser.ts'
import { TinyProvider } from './testing/tiny-provider.ts'
import { TinyService } from './testing/tiny-service.ts'

const EMAIL = 'ada@northwind.example'
const ADA = { person: { id: 'id-of-ada-1', kind: 'member', name: 'Ada Moreau' }, email: EMAIL }
const SIGNED_IN = { state: 'signedIn', account: ADA }
const SIGNED_OUT = { state: 'signedOut' }
const sample = (id: string) => ({ state: 'signedIn', account: { person: { id, kind: 'member', name: id } } })

let provider: TinyProvider
let service: TinyService
let browser: TestBrowser
let keystore: MemoryKeystore
let isOnline: boolean
let policies: SignInPolicies
let told: IdentityState[]
let lines: string[]
const onBackFromBrowser = vi.fn()

const start = (restore = true): DesktopIdentity => {
  const log = createLog((line) => lines.push(line))
  const fetched: Fetch = (asked, init) => (isOnline ? fetch(asked, init) : Promise.reject(new Error('offline')))
  return new DesktopIdentity({
    service: new ServiceClient({ origin: service.origin, fetch: fetched }),
    providers: new ProviderSignIn({ fetch: fetched, openInBrowser: browser.open, texts: en.desktop.signIn, log }),
    keystore,
    policies: () => policies,
    device: { kind: 'desktop', os: 'linux', name: 'test' },
    signOutAtProvider: createProviderSignOut({ fetch: fetched, openInBrowser: browser.open }),
    onChange: (state) => told.push(state),
    onBackFromBrowser,
    restore,
    log,
  })
}
const refusal = (code: string) => expect.objectContaining({ code })
const steps = () =>
  told.map((state) =>
    state.state === 'signedIn' ? (state.confirming ?? 'signedIn') : state.state === 'signingIn' ? state.step : state.state,
  )
const inBrowser = (times = 1) => vi.waitFor(() => expect(browser.seen).toHaveLength(times))

let identity: DesktopIdentity
beforeEach(async () => {
  provider = await TinyProvider.start()
  service = await TinyService.start()
  service.provider = provider.info()
  browser = new TestBrowser()
  keystore = new MemoryKeystore()
  isOnline = true
  policies = { SignInDomainHint: '', RequireMfa: false }
  told = []
  lines = []
  onBackFromBrowser.mockClear()
  identity = start()
})
afterEach(async () => {
  // Whatever a test did, no secret is in the log.
  const deviceSecrets = [...keystore.entries.values()].flatMap((entry) => /"d":"([^"]+)"/.exec(entry)?.[1] ?? [])
  for (const secret of [...provider.secrets, ...service.secrets, ...deviceSecrets]) expect(lines.join()).not.toContain(secret)
  await Promise.all([provider.close(), service.close()])
})

describe('signing in', () => {
  test('at the provider, step by step, until the session is kept', async () => {
    expect(await identity.current()).toEqual(SIGNED_OUT)
    expect(await identity.signIn(EMAIL)).toEqual(SIGNED_IN)
    expect(steps()).toEqual(['starting', 'browser', 'finishing', 'signedIn'])
    expect(told[0]).toEqual({ state: 'signingIn', step: 'starting', organisation: 'Northwind' })
    expect(await identity.current()).toEqual(SIGNED_IN)
    expect(await identity.openTicket()).toBe('ticket-of-id-of-ada-1')
    expect([...keystore.entries.keys()].sort()).toEqual(['deviceKey', 'dpopKey', 'progress', 'proof'])
    expect(onBackFromBrowser).toHaveBeenCalledTimes(1)
    expect(provider.requests[0]?.has('acr_values')).toBe(false)
  })

  test('without a keystore nothing is asked and nothing is opened', async () => {
    keystore.isAvailable = false
    await expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('KEYSTORE_UNAVAILABLE'))
    expect(service.calls).toEqual([])
    expect(browser.opened).toEqual([])
    expect(await identity.current()).toEqual(SIGNED_OUT)
  })

  test('a keystore that fails at the end leaves no session behind', async () => {
    const write = vi.spyOn(keystore, 'write')
    write.mockImplementation(async (name, text) => {
      if (name === 'progress') keystore.isAvailable = false
      await MemoryKeystore.prototype.write.call(keystore, name, text)
    })
    await expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('KEYSTORE_UNAVAILABLE'))
    expect(service.alive).toEqual([])
    expect(keystore.entries.size).toBe(0)
    expect(await identity.current()).toEqual(SIGNED_OUT)
  })

  test('an organisation that nobody knows', async () => {
    await expect(identity.signIn('ada@unknown.example')).rejects.toEqual(refusal('ORGANISATION_UNKNOWN'))
    expect(browser.opened).toEqual([])
    expect(told).toEqual([])
  })

  test('a second factor that everybody needs is asked for at once', async () => {
    service.provider = provider.info({ secondFactorRequired: true })
    service.demands = 'urn:example:second-factor'
    expect(await identity.signIn(EMAIL)).toEqual(SIGNED_IN)
    expect(provider.requests).toHaveLength(1)
  })

  test('one that administrators want is asked for at once, though the service wants none', async () => {
    policies = { SignInDomainHint: '', RequireMfa: true }
    expect(await identity.signIn(EMAIL)).toEqual(SIGNED_IN)
    expect(provider.requests.map((asked) => asked.get('acr_values'))).toEqual(['urn:example:second-factor'])
  })

  test('one that administrators want and nobody can be asked for stops the sign-in, and sample people too', async () => {
    policies = { SignInDomainHint: '', RequireMfa: true }
    service.provider = provider.info({ secondFactor: {} })
    await expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('SECOND_FACTOR_REQUIRED'))
    await expect(identity.signInAsSample('ada')).rejects.toEqual(refusal('SECOND_FACTOR_REQUIRED'))
    expect(browser.opened).toEqual([])
    expect(service.alive).toEqual([])
  })

  test('without an e-mail address it is the organisation that administrators name', async () => {
    policies = { SignInDomainHint: 'unknown.example', RequireMfa: false }
    await expect(identity.signIn(undefined)).rejects.toEqual(refusal('ORGANISATION_UNKNOWN'))
    policies = { SignInDomainHint: 'Northwind.example', RequireMfa: false }
    expect(await identity.signIn(undefined)).toEqual(SIGNED_IN)
  })

  test('one that the service misses is asked for once more', async () => {
    service.demands = 'urn:example:second-factor'
    expect(await identity.signIn(EMAIL)).toEqual(SIGNED_IN)
    expect(provider.requests.map((asked) => asked.get('acr_values'))).toEqual([null, 'urn:example:second-factor'])
    expect(new Set(provider.requests.map((asked) => asked.get('nonce'))).size).toBe(2)
  })

  test('and not again', async () => {
    service.demands = 'something else'
    await expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('SECOND_FACTOR_REQUIRED'))
    expect(provider.requests).toHaveLength(2)
    expect(await identity.current()).toEqual(SIGNED_OUT)
    expect(onBackFromBrowser).toHaveBeenCalledTimes(1)
  })

  test('a refusal of the provider', async () => {
    provider.refusal = { error: 'access_denied' }
    await expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('SIGN_IN_REFUSED'))
    expect(steps().at(-1)).toBe('signedOut')
    expect(keystore.entries.size).toBe(0)
  })

  test('whoever asks while one runs gets the same', async () => {
    const both = await Promise.all([identity.signIn(EMAIL), identity.signIn(EMAIL)])
    expect(both).toEqual([SIGNED_IN, SIGNED_IN])
    expect(provider.requests).toHaveLength(1)
  })

  test('stopped in the browser', async () => {
    provider.keepsPerson = true
    const running = identity.signIn(EMAIL)
    await inBrowser()
    expect(await identity.current()).toMatchObject({ state: 'signingIn', step: 'browser' })
    await identity.reopenSignIn()
    expect(browser.opened).toHaveLength(2)
    identity.cancelSignIn()
    await expect(running).rejects.toEqual(refusal('SIGN_IN_CANCELLED'))
    expect(await identity.current()).toEqual(SIGNED_OUT)
    expect(onBackFromBrowser).not.toHaveBeenCalled()
    provider.keepsPerson = false
    expect(await identity.signIn(EMAIL)).toEqual(SIGNED_IN)
  })

  test('stopped at the last moment, when the service has opened the session already', async () => {
    const gate = Promise.withResolvers<void>()
    service.gates.set('openSession', gate.promise)
    const running = identity.signIn(EMAIL)
    await vi.waitFor(() => expect(service.calls).toContain('openSession'))
    identity.cancelSignIn()
    gate.resolve()
    await expect(running).rejects.toEqual(refusal('SIGN_IN_CANCELLED'))
    expect(service.alive).toEqual([])
    expect(keystore.entries.size).toBe(0)
  })

  test('as somebody else: the first is signed out before the second is asked for', async () => {
    await identity.signIn(EMAIL)
    provider.person = { sub: 'bo-1', name: 'Bo Lindqvist', email: 'bo@northwind.example' }
    expect(await identity.signIn('bo@northwind.example')).toMatchObject({ account: { person: { name: 'Bo Lindqvist' } } })
    expect(service.alive.map(({ account }) => account.person.name)).toEqual(['Bo Lindqvist'])
    const [first, second] = [...service.sessions.values()]
    expect(first?.publicKey).not.toBe(second?.publicKey)
    expect(first?.thumbprint).not.toBe(second?.thumbprint)
  })
})

describe('sample people', () => {
  test('need no keystore, and nothing of them is kept', async () => {
    keystore.isAvailable = false
    expect(await identity.signInAsSample('ada')).toEqual(sample('ada'))
    expect(await identity.openTicket()).toBe('ticket-of-ada')
    expect(keystore.entries.size).toBe(0)
    expect(await identity.signOut()).toEqual(SIGNED_OUT)
    expect(service.alive).toEqual([])
    expect(browser.opened).toEqual([])
  })

  test('one takes the place of another; one whom nobody knows does not', async () => {
    await identity.signInAsSample('ada')
    await identity.signInAsSample('bo')
    expect(service.alive.map(({ account }) => account.person.id)).toEqual(['bo'])
    await expect(identity.signInAsSample('nobody')).rejects.toEqual(refusal('UNAUTHENTICATED'))
    expect(await identity.current()).toEqual(sample('bo'))
    expect(await identity.openTicket()).toBe('ticket-of-bo')
  })

  test('who asks while one is signed in gets the outcome', async () => {
    void identity.signInAsSample('ada')
    expect(await identity.current()).toEqual(sample('ada'))
  })

  test('have no device key, and nothing to confirm', async () => {
    await identity.signInAsSample('ada')
    expect(() => identity.signWithDeviceKey('mls', new Uint8Array())).toThrow(refusal('UNAUTHENTICATED'))
    await expect(identity.confirm()).rejects.toEqual(refusal('WRONG_STATE'))
  })

  test('a program that was started as one leaves a member’s session where it is', async () => {
    await identity.signIn(EMAIL)
    const before = new Map(keystore.entries)
    const other = start(false)
    await other.signInAsSample('bo')
    await other.signOut()
    expect(keystore.entries).toEqual(before)
  })

  test('stop a sign-in that runs', async () => {
    provider.keepsPerson = true
    const running = identity.signIn(EMAIL)
    const stopped = expect(running).rejects.toEqual(refusal('SIGN_IN_CANCELLED'))
    await inBrowser()
    expect(await identity.signInAsSample('ada')).toEqual(sample('ada'))
    await stopped
  })
})

describe('in encrypted meetings', () => {
  test('somebody shows what their provider said of their device key, and whom they believe', async () => {
    expect(identity.encryptionIdentity()).toBeUndefined()
    await identity.signIn(EMAIL)
    const shown = identity.encryptionIdentity()
    const saved = JSON.parse(keystore.entries.get('proof') ?? '')
    expect(shown).toEqual({
      idToken: saved.idToken,
      opening: saved.opening,
      provider: { issuer: provider.issuer, clientId: 'parley-desktop', organisation: 'Northwind' },
    })
    await identity.signOut()
    expect(identity.encryptionIdentity()).toBeUndefined()
  })

  test('what their own token says of their organisation tells others of it', async () => {
    service.provider = provider.info({ organisationClaim: 'org' })
    provider.tamperClaims = (claims) => ({ ...claims, org: 'northwind' })
    await identity.signIn(EMAIL)
    expect(identity.encryptionIdentity()?.provider.member).toEqual({ claim: 'org', value: 'northwind' })
    provider.tamperClaims = (claims) => ({ ...claims, org: ['northwind'] })
    await identity.signIn(EMAIL)
    expect(identity.encryptionIdentity()?.provider.member).toEqual({ claim: 'org', value: '' })
  })

  test('what is shown opens no session: the page gets no signature for that', async () => {
    await identity.signIn(EMAIL)
    const { idToken = '' } = identity.encryptionIdentity() ?? {}
    const statement = sessionStatement({ idToken, keyThumbprint: 'k'.repeat(43), service: service.origin })
    expect(() => identity.signWithDeviceKey('mls', statement)).toThrow(refusal('INVALID_INPUT'))
  })

  test('a sample person has nothing to show', async () => {
    await identity.signInAsSample('ada')
    expect(identity.encryptionIdentity()).toBeUndefined()
  })
})

describe('after a restart', () => {
  test('the same person is signed in, also without a network', async () => {
    await identity.signIn(EMAIL)
    isOnline = false
    const again = start()
    expect(await again.current()).toEqual(SIGNED_IN)
    await expect(again.openTicket()).rejects.toEqual(refusal('SERVICE_UNREACHABLE'))
    isOnline = true
    expect(await again.openTicket()).toBe('ticket-of-id-of-ada-1')
    expect(await start().openTicket()).toBe('ticket-of-id-of-ada-1')
  })

  test('a keyring that is locked is a reason, and loses nothing', async () => {
    await identity.signIn(EMAIL)
    keystore.isAvailable = false
    expect(await start().current()).toEqual({ ...SIGNED_OUT, reason: 'KEYSTORE_UNAVAILABLE' })
    keystore.isAvailable = true
    expect(await start().current()).toEqual(SIGNED_IN)
  })

  test.each(['deviceKey', 'dpopKey', 'proof', 'progress'])(
    'without %s nobody is signed in, and all is forgotten',
    async (name) => {
      await identity.signIn(EMAIL)
      keystore.entries.delete(name)
      expect(await start().current()).toEqual(SIGNED_OUT)
      expect(keystore.entries.size).toBe(0)
    },
  )

  test.each(['', '{', 'null', '{"kty":"OKP"}'])('entries that make no sense (%j) count as none', async (content) => {
    await identity.signIn(EMAIL)
    keystore.entries.set('deviceKey', content)
    const again = start()
    expect(await again.current()).toEqual(SIGNED_OUT)
    expect(await again.signIn(EMAIL)).toEqual(SIGNED_IN)
  })

  test('halves of keys that don’t belong together count as none', async () => {
    await identity.signIn(EMAIL)
    const key = JSON.parse(keystore.entries.get('dpopKey') ?? '')
    keystore.entries.set('dpopKey', JSON.stringify({ ...key, x: key.y }))
    expect(await start().current()).toEqual(SIGNED_OUT)
    expect(keystore.entries.size).toBe(0)
  })

  test('no other service gets to see the session', async () => {
    await identity.signIn(EMAIL)
    const other = await TinyService.start()
    const first = service
    service = other
    const elsewhere = start()
    expect(await elsewhere.current()).toEqual(SIGNED_OUT)
    await expect(elsewhere.openTicket()).rejects.toEqual(refusal('UNAUTHENTICATED'))
    expect(other.calls).toEqual([])
    service = first
    await other.close()
    expect(await start().current()).toEqual(SIGNED_IN)
  })
})

describe('the session', () => {
  test('tokens are renewed once for all who need them', async () => {
    service.accessTime = 30_000
    await identity.signIn(EMAIL)
    service.accessTime = 600_000
    await Promise.all([identity.openTicket(), identity.openTicket(), identity.openTicket()])
    expect(service.calls.filter((call) => call === 'refreshSession')).toHaveLength(1)
  })

  test('a token that the service does not take any more is renewed, and the call made again', async () => {
    await identity.signIn(EMAIL)
    const [session] = service.alive
    if (session !== undefined) session.accessToken = 'other'
    expect(await identity.openTicket()).toBe('ticket-of-id-of-ada-1')
    expect(service.calls.filter((call) => call === 'openTicket')).toHaveLength(2)
  })

  test.each(['SESSION_ENDED', 'UNAUTHENTICATED'] as const)(
    'ended elsewhere (%s): signed out, with the reason, nothing kept',
    async (code) => {
      await identity.signIn(EMAIL)
      service.endAll(code)
      await expect(identity.openTicket()).rejects.toEqual(refusal(code))
      expect(await identity.current()).toEqual({ ...SIGNED_OUT, reason: code })
      expect(told.at(-1)).toEqual({ ...SIGNED_OUT, reason: code })
      expect(keystore.entries.size).toBe(0)
      await expect(identity.openTicket()).rejects.toEqual(refusal('UNAUTHENTICATED'))
      expect(await identity.signIn(EMAIL)).toEqual(SIGNED_IN)
    },
  )

  test.each(['CLOCK_SKEWED', 'PROOF_INVALID', 'INTERNAL', 'TOO_MANY_REQUESTS'] as const)('%s signs nobody out', async (code) => {
    service.accessTime = 0
    await identity.signIn(EMAIL)
    service.refusals.set('refreshSession', code)
    await expect(identity.openTicket()).rejects.toEqual(refusal(code))
    expect(await identity.current()).toEqual(SIGNED_IN)
    expect(await identity.openTicket()).toBe('ticket-of-id-of-ada-1')
  })

  test('a refusal that has nothing to do with it is passed on at once', async () => {
    await identity.signIn(EMAIL)
    service.refusals.set('openTicket', 'LIMIT_REACHED')
    await expect(identity.openTicket()).rejects.toEqual(refusal('LIMIT_REACHED'))
    expect(service.calls.filter((call) => call === 'openTicket')).toHaveLength(1)
  })

  test('a name that changed at the organisation changes here', async () => {
    service.accessTime = 0
    await identity.signIn(EMAIL)
    const [session] = service.alive
    if (session !== undefined) session.account = { ...session.account, person: { ...session.account.person, name: 'Ada M.' } }
    await identity.openTicket()
    expect(told.at(-1)).toMatchObject({ account: { person: { name: 'Ada M.' } } })
    expect(await start().current()).toMatchObject({ account: { person: { name: 'Ada M.' } } })
  })

  test('nobody has none', async () => {
    await expect(identity.openTicket()).rejects.toEqual(refusal('UNAUTHENTICATED'))
    expect(await identity.withCredentials(async (credentials) => credentials)).toBeUndefined()
  })
})

describe('signing out', () => {
  test('here, at the service, and at the provider where it has a page for it', async () => {
    provider.metadata = { end_session_endpoint: `${provider.issuer}/end` }
    await identity.signIn(EMAIL)
    expect(await identity.signOut()).toEqual(SIGNED_OUT)
    expect(service.alive).toEqual([])
    expect(keystore.entries.size).toBe(0)
    expect(await start().current()).toEqual(SIGNED_OUT)
    await vi.waitFor(() => expect(browser.opened).toHaveLength(2))
    expect(browser.opened[1]?.pathname).toBe('/end')
    expect([...(browser.opened[1]?.searchParams.keys() ?? [])]).toEqual(['client_id'])
  })

  test('works without the service, and without a disk that takes anything', async () => {
    await identity.signIn(EMAIL)
    isOnline = false
    vi.spyOn(keystore, 'clear').mockRejectedValue(new Error('EROFS'))
    expect(await identity.signOut()).toEqual(SIGNED_OUT)
    expect(told.at(-1)).toEqual(SIGNED_OUT)
  })

  test('tokens that are renewed only to say so are not kept', async () => {
    service.accessTime = 0
    await identity.signIn(EMAIL)
    await identity.signOut()
    expect(service.calls.slice(-2)).toEqual(['refreshSession', 'closeSession'])
    expect(service.alive).toEqual([])
    expect(keystore.entries.size).toBe(0)
  })

  test('stops a sign-in', async () => {
    provider.keepsPerson = true
    const running = expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('SIGN_IN_CANCELLED'))
    await inBrowser()
    expect(await identity.signOut()).toEqual(SIGNED_OUT)
    await running
  })

  test('a call that outlives its person is not made as somebody else', async () => {
    await identity.signIn(EMAIL)
    const gate = Promise.withResolvers<void>()
    const people: (string | undefined)[] = []
    const call = identity.withCredentials(async (credentials) => {
      people.push(credentials?.accessToken)
      await gate.promise
      throw Object.assign(new Error(), { code: 'UNAUTHENTICATED' })
    })
    const over = expect(call).rejects.toThrow()
    await identity.signInAsSample('bo')
    gate.resolve()
    await over
    const ofBo = service.alive[0]?.accessToken
    expect(people).not.toContain(ofBo)
  })
})

describe('confirming', () => {
  beforeEach(() => identity.signIn(EMAIL))

  test('the same person gives a second factor now; the session goes on', async () => {
    const before = service.alive[0]
    const proof = keystore.entries.get('proof')
    told = []
    expect(await identity.confirm()).toEqual(SIGNED_IN)
    expect(steps()).toEqual(['starting', 'browser', 'finishing', 'signedIn'])
    expect(told.every(({ state }) => state === 'signedIn')).toBe(true)
    const asked = provider.requests.at(-1)
    expect([asked?.get('acr_values'), asked?.get('max_age')]).toEqual(['urn:example:second-factor', '0'])
    const after = service.alive[0]
    expect(service.alive).toHaveLength(1)
    expect(after?.id).toBe(before?.id)
    expect(after?.refreshToken).not.toBe(before?.refreshToken)
    expect(keystore.entries.get('proof')).not.toBe(proof)
    expect(await start().openTicket()).toBe('ticket-of-id-of-ada-1')
    expect(onBackFromBrowser).toHaveBeenCalledTimes(2)
  })

  test('somebody else is refused, and the session stays whose it is', async () => {
    provider.person = { sub: 'bo-1', name: 'Bo Lindqvist', email: 'bo@northwind.example' }
    await expect(identity.confirm()).rejects.toEqual(refusal('ANOTHER_PERSON'))
    expect(service.calls.filter((call) => call === 'openSession')).toHaveLength(1)
    expect(await identity.current()).toEqual(SIGNED_IN)
    expect(await identity.openTicket()).toBe('ticket-of-id-of-ada-1')
  })

  test('a refusal of the service changes nothing', async () => {
    service.refusals.set('openSession', 'ID_TOKEN_INVALID')
    await expect(identity.confirm()).rejects.toEqual(refusal('ID_TOKEN_INVALID'))
    expect(await identity.current()).toEqual(SIGNED_IN)
    expect(await identity.openTicket()).toBe('ticket-of-id-of-ada-1')
  })

  test('what the organisation asks for by now is asked for', async () => {
    service.provider = provider.info({ secondFactor: { acr_values: 'newer' } })
    await identity.confirm()
    expect(provider.requests.at(-1)?.get('acr_values')).toBe('newer')
    service.provider = provider.info({ clientId: 'other', secondFactor: { acr_values: 'evil' } })
    await identity.confirm()
    expect(provider.requests.at(-1)?.get('acr_values')).toBe('newer')
  })

  test('stopped in the browser; a sign-in has to wait', async () => {
    provider.keepsPerson = true
    const running = identity.confirm()
    await inBrowser(2)
    expect(await identity.current()).toEqual({ ...SIGNED_IN, confirming: 'browser' })
    await expect(identity.signIn(EMAIL)).rejects.toEqual(refusal('WRONG_STATE'))
    identity.cancelSignIn()
    await expect(running).rejects.toEqual(refusal('SIGN_IN_CANCELLED'))
    expect(await identity.current()).toEqual(SIGNED_IN)
  })

  test('a session that is ended meanwhile ends it too', async () => {
    provider.keepsPerson = true
    const running = expect(identity.confirm()).rejects.toEqual(refusal('SESSION_ENDED'))
    await inBrowser(2)
    service.endAll()
    await expect(identity.openTicket()).rejects.toEqual(refusal('SESSION_ENDED'))
    await running
    expect(await identity.current()).toEqual({ ...SIGNED_OUT, reason: 'SESSION_ENDED' })
  })
})

test('the device key signs for who is signed in, also after a restart', async () => {
  await identity.signIn(EMAIL)
  const content = new TextEncoder().encode('\u000cMLS 1.0 test…')
  const x = service.alive[0]?.publicKey
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: x ?? '' }, format: 'jwk' })
  expect(verify(null, content, publicKey, identity.signWithDeviceKey('mls', content))).toBe(true)
  const again = start()
  await again.current()
  expect(verify(null, content, publicKey, again.signWithDeviceKey('mls', content))).toBe(true)
  expect(() => again.signWithDeviceKey('mls', new TextEncoder().encode('Parley session v1'))).toThrow(refusal('INVALID_INPUT'))
  await again.signOut()
  expect(() => again.signWithDeviceKey('mls', content)).toThrow(refusal('UNAUTHENTICATED'))
})
