/** What somebody does who has stolen, forged or copied something: refused, and logged without the secret. */
import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '#shared/contract/identity.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { apiClient, openSession, openSocket, refresh, signIn, TestClient } from './testing/client.ts'
import { LogCapture } from './testing/log-capture.ts'
import { RawSocket } from './testing/raw-socket.ts'
import { startService, type TestService } from './testing/service.ts'
import { TestDevice, TestProvider } from './testing/test-provider.ts'
import { DpopKey, TestSession } from './testing/test-session.ts'

const capture = new LogCapture()
let provider: TestProvider
let stranger: TestProvider
let service: TestService
/** Whatever must not be in the log. */
let secrets: string[] = []
const keepSecret = (...values: string[]): void => {
  secrets.push(...values)
}

beforeAll(async () => {
  provider = await TestProvider.start()
  stranger = await TestProvider.start()
  const organisations = { one: { id: 'fabrikam', name: 'Fabrikam' } }
  service = await startService({
    log: capture.log,
    samplePeople: true,
    providers: [provider.config({ organisation: { claim: 'tid', organisations } })],
  })
})
afterAll(() => Promise.all([service.stop(), provider.close(), stranger.close()]))

beforeEach(() => {
  capture.clear()
  secrets = []
})
afterEach(() => {
  for (const secret of secrets) expect(capture.text.includes(secret), `${secret.slice(0, 20)}… is in the log`).toBe(false)
})

/** The code of the refusal, which the log must know of too. */
const expectRefused = async (refused: Promise<unknown>, code: ErrorCode, reason?: string): Promise<void> => {
  const outcome = await refused.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
  expect(outcome).toBe(code)
  const line = capture.lines.find(({ refusal }) => refusal === code)
  expect(line, `a line about ${code} in ${capture.text}`).toBeDefined()
  if (reason !== undefined) expect(line).toMatchObject({ reason })
}

const secretsOf = ({ tokens }: TestSession): string[] => [
  tokens.accessToken,
  tokens.refreshToken,
  ...tokens.accessToken.split('.').slice(1),
  ...tokens.refreshToken.split('.').slice(2),
]

const sampleSession = async (personId = 'ada'): Promise<TestSession> => {
  const session = await signIn(service.origin, { personId })
  keepSecret(...secretsOf(session))
  return session
}

/** `GET /api/meetings` with these headers; rejects with the code of the refusal. */
const ask = async (headers: Record<string, string>, path = '/api/meetings'): Promise<Response> => {
  keepSecret(...Object.values(headers), ...Object.values(headers).map((value) => value.split('.').at(-1) ?? ''))
  const reply = await fetch(`${service.origin}${path}`, { headers })
  if (!reply.ok) throw await reply.json()
  return reply
}

describe('a stolen access token is refused', () => {
  test('with another key', async () => {
    const { tokens, account } = await sampleSession()
    const thief = new TestSession(DpopKey.create(), tokens, account)
    await expectRefused(ask(thief.headersFor('GET', `${service.origin}/api/meetings`)), 'PROOF_INVALID', 'key')
  })

  test('with a proof that names the owner’s key and is signed by another', async () => {
    const session = await sampleSession()
    const { authorization = '', dpop = '' } = session.headersFor('GET', `${service.origin}/api/meetings`)
    const [header = '', payload = ''] = dpop.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = DpopKey.create().proof(claims, header)
    await expectRefused(ask({ authorization, dpop: forged }), 'PROOF_INVALID', 'signature')
  })

  test('as a bearer token', async () => {
    const { tokens } = await sampleSession()
    await expectRefused(ask({ authorization: `Bearer ${tokens.accessToken}` }), 'UNAUTHENTICATED')
  })

  test('without a proof', async () => {
    const { tokens } = await sampleSession()
    await expectRefused(ask({ authorization: `DPoP ${tokens.accessToken}` }), 'PROOF_INVALID', 'form')
  })

  test('with a proof that is for another token', async () => {
    const [session, other] = [await sampleSession(), await sampleSession()]
    const { dpop = '' } = new TestSession(session.key, other.tokens).headersFor('GET', `${service.origin}/api/meetings`)
    await expectRefused(ask({ authorization: `DPoP ${session.tokens.accessToken}`, dpop }), 'PROOF_INVALID', 'token')
  })

  test('changed', async () => {
    const session = await sampleSession()
    const [header = '', payload = '', signature = ''] = session.tokens.accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 3_600 })).toString('base64url')
    const accessToken = `${header}.${forged}.${signature}`
    const thief = new TestSession(session.key, { ...session.tokens, accessToken })
    await expectRefused(ask(thief.headersFor('GET', `${service.origin}/api/meetings`)), 'UNAUTHENTICATED', 'access token')
  })

  test('when its session has ended', async () => {
    const session = await sampleSession()
    await apiClient(service.origin, session).identity.closeSession()
    await expectRefused(apiClient(service.origin, session).meetings.list(), 'SESSION_ENDED')
  })
})

describe('a proof is refused', () => {
  const url = () => `${service.origin}/api/meetings`
  const now = () => Math.floor(Date.now() / 1_000)

  test('that was used before', async () => {
    const headers = (await sampleSession()).headersFor('GET', url())
    expect((await ask(headers)).status).toBe(200)
    await expectRefused(ask(headers), 'PROOF_INVALID', 'replayed')
  })

  test.each<[string, ErrorCode, string | undefined, () => { htm?: string; htu?: string; iat?: number }]>([
    ['for another method', 'PROOF_INVALID', 'method', () => ({ htm: 'POST' })],
    ['for another path', 'PROOF_INVALID', 'address', () => ({ htu: `${service.origin}/api/identity/sessions` })],
    ['for another service', 'PROOF_INVALID', 'address', () => ({ htu: 'https://meet.example.org/api/meetings' })],
    ['for the address of a page', 'PROOF_INVALID', 'address', () => ({ htu: 'app://parley/api/meetings' })],
    ['from a minute ago', 'CLOCK_SKEWED', undefined, () => ({ iat: now() - 62 })],
    ['from a minute ahead', 'CLOCK_SKEWED', undefined, () => ({ iat: now() + 62 })],
  ])('%s', async (_what, code, reason, wrong) => {
    const session = await sampleSession()
    const { authorization = '' } = session.headersFor('GET', url())
    const right = session.headersFor('GET', url()).dpop ?? ''
    const { ath } = JSON.parse(Buffer.from(right.split('.')[1] ?? '', 'base64url').toString())
    const dpop = session.key.proof({ htm: 'GET', htu: url(), ath, ...wrong() })
    await expectRefused(ask({ authorization, dpop }), code, reason)
  })

  test('that comes twice in one request', async () => {
    const session = await sampleSession()
    const headers = new Headers(session.headersFor('GET', url()))
    headers.append('dpop', session.headersFor('GET', url()).dpop ?? '')
    await expectRefused(ask(Object.fromEntries(headers)), 'PROOF_INVALID', 'form')
  })

  test('at the door too', async () => {
    const body = JSON.stringify({ credential: { kind: 'sample', personId: 'ada' }, device: { kind: 'web', os: 'linux' } })
    const headers = { 'content-type': 'application/json', dpop: DpopKey.create().proof({ htm: 'GET', htu: url() }) }
    const opening = fetch(`${service.origin}/api/identity/session`, { method: 'POST', body, headers })
    await expectRefused(
      opening.then(async (reply) => Promise.reject(await reply.json())),
      'PROOF_INVALID',
      'method',
    )
  })
})

describe('a refresh token', () => {
  test('that is old ends the session, and puts its sockets out at once', async () => {
    const session = await sampleSession()
    const socket = await RawSocket.open(service.origin, session)
    const renewed = await refresh(service.origin, session)
    keepSecret(...secretsOf(renewed))
    await expectRefused(refresh(service.origin, session), 'SESSION_ENDED', 'an old refresh token was used')
    expect(await socket.closed).toMatchObject({ reason: 'signedOut' })
    await expectRefused(refresh(service.origin, renewed), 'SESSION_ENDED')
    await expectRefused(apiClient(service.origin, renewed).meetings.list(), 'SESSION_ENDED')
  })

  test('whose reply was lost is answered again, as long as it is the same attempt', async () => {
    const session = await sampleSession()
    const first = await refresh(service.origin, session, 'attempt-1')
    const again = await refresh(service.origin, session, 'attempt-1')
    expect(again.tokens.refreshToken).toBe(first.tokens.refreshToken)
    await refresh(service.origin, again, 'attempt-2')
    await expectRefused(refresh(service.origin, session, 'attempt-1'), 'SESSION_ENDED')
  })

  test('is nothing to whoever has another key, and costs its owner nothing', async () => {
    const session = await sampleSession()
    const thief = new TestSession(DpopKey.create(), session.tokens, session.account)
    await expectRefused(refresh(service.origin, thief), 'PROOF_INVALID', 'key')
    keepSecret(...secretsOf(await refresh(service.origin, session)))
  })

  test('can’t be made up', async () => {
    const session = await sampleSession()
    const [id = '', counter = '', mac = ''] = session.tokens.refreshToken.split('.')
    for (const refreshToken of [`${id}.${Number(counter) + 1}.${mac}`, `${id}.${counter}.${'A'.repeat(43)}`, 'x']) {
      capture.clear()
      const forged = new TestSession(session.key, { ...session.tokens, refreshToken })
      await expectRefused(refresh(service.origin, forged), 'UNAUTHENTICATED', 'refresh token')
    }
  })
})

describe('an ID token', () => {
  /** Opens a session with it, as the device and the key say. */
  const open = async (idToken: string, device: TestDevice, key = DpopKey.create(), change: object = {}) => {
    const credential: Credential = { ...device.credential(idToken, key, service.origin), ...change }
    if (credential.kind !== 'idToken') throw new Error('another credential')
    keepSecret(...idToken.split('.').filter((part) => part.length > 10), credential.signature, credential.opening.salt)
    return openSession(service.origin, credential, { key, device: { kind: 'desktop', os: 'linux', name: 'office' } })
  }
  const usual = { tid: 'one' }

  test('that is right opens a session', async () => {
    const device = new TestDevice()
    const session = await open(await provider.idToken(device, { claims: usual }), device)
    expect(session.account).toMatchObject({
      person: { kind: 'member', name: 'Ida Berg', organisation: 'Fabrikam' },
      email: 'ida@fabrikam.example',
    })
    expect(await apiClient(service.origin, session).identity.listSessions()).toMatchObject([
      { current: true, device: { name: 'office' } },
    ])
    keepSecret(...secretsOf(session), 'Ida', 'ida@')
  })

  const seconds = () => Math.floor(Date.now() / 1_000)
  test.each<[string, string, () => object]>([
    ['of another client', 'aud', () => ({ aud: 'another-client' })],
    ['of several clients, for nobody in particular', 'azp', () => ({ aud: ['parley-desktop', 'another-client'] })],
    ['given to another client', 'azp', () => ({ azp: 'another-client' })],
    ['of another issuer', 'iss', () => ({ iss: stranger.issuer })],
    ['of another tenant', 'organisation', () => ({ tid: 'two' })],
    ['of no tenant', 'organisation', () => ({ tid: undefined })],
    ['of an inherited tenant', 'organisation', () => ({ tid: 'constructor' })],
    ['that has expired', 'expired', () => ({ exp: seconds() - 120 })],
    ['that is older than five minutes', 'iat', () => ({ iat: seconds() - 302 })],
    ['from the future', 'iat', () => ({ iat: seconds() + 120 })],
    ['that commits to nothing', 'nonce', () => ({ nonce: undefined })],
    ['that commits to another key', 'nonce', () => ({ nonce: new TestDevice().nonce })],
  ])('%s is refused', async (_what, reason, claims) => {
    const device = new TestDevice()
    const idToken = await provider.idToken(device, { claims: { ...usual, ...claims() } })
    await expectRefused(open(idToken, device), 'ID_TOKEN_INVALID', reason)
  })

  test('whose signature is another provider’s is refused', async () => {
    const device = new TestDevice()
    const idToken = await stranger.idToken(device, { claims: { ...usual, iss: provider.issuer } })
    await expectRefused(open(idToken, device), 'ID_TOKEN_INVALID', 'signature')
  })

  test('that is not signed is refused', async () => {
    const device = new TestDevice()
    const [, payload] = (await provider.idToken(device, { claims: usual })).split('.')
    const header = Buffer.from('{"alg":"none"}').toString('base64url')
    await expectRefused(open(`${header}.${payload}.`, device), 'ID_TOKEN_INVALID', 'algorithm')
  })

  test('signed with the provider’s public key as if that were a secret is refused', async () => {
    const device = new TestDevice()
    const [, payload] = (await provider.idToken(device, { claims: usual })).split('.')
    const header = Buffer.from('{"alg":"HS256","kid":"one"}').toString('base64url')
    const pem = provider.publicKey.export({ type: 'spki', format: 'pem' })
    const signature = createHmac('sha256', pem).update(`${header}.${payload}`).digest('base64url')
    await expectRefused(open(`${header}.${payload}.${signature}`, device), 'ID_TOKEN_INVALID', 'algorithm')
  })

  test('with an opening that is not of its nonce is refused', async () => {
    const device = new TestDevice()
    const idToken = await provider.idToken(device, { claims: usual })
    const opening = { ...device.opening, salt: new TestDevice().opening.salt }
    await expectRefused(open(idToken, device, DpopKey.create(), { opening }), 'ID_TOKEN_INVALID', 'nonce')
  })

  test('shown by whoever does not hold the device key is refused', async () => {
    const [device, thief] = [new TestDevice(), new TestDevice()]
    const key = DpopKey.create()
    const idToken = await provider.idToken(device, { claims: usual })
    const { signature } = thief.credential(idToken, key, service.origin)
    await expectRefused(open(idToken, device, key, { signature }), 'ID_TOKEN_INVALID', 'device key')
  })

  test.each<[string, (idToken: string, device: TestDevice, key: DpopKey) => Credential]>([
    ['for another DPoP key', (idToken, device) => device.credential(idToken, DpopKey.create(), service.origin)],
    ['for another service', (idToken, device, key) => device.credential(idToken, key, 'https://meet.example.org')],
  ])('with a signature %s is refused', async (_what, make) => {
    const device = new TestDevice()
    const key = DpopKey.create()
    const idToken = await provider.idToken(device, { claims: usual })
    await expectRefused(open(idToken, device, key, make(idToken, device, key)), 'ID_TOKEN_INVALID', 'device key')
  })

  test('is good once', async () => {
    const device = new TestDevice()
    const idToken = await provider.idToken(device, { claims: { ...usual, sub: 'once' } })
    keepSecret(...secretsOf(await open(idToken, device)))
    await expectRefused(open(idToken, device), 'ID_TOKEN_INVALID', 'used')
  })

  test('shown twice at the same moment opens one session', async () => {
    const device = new TestDevice()
    const idToken = await provider.idToken(device, { claims: { ...usual, sub: 'twice' } })
    const outcomes = await Promise.allSettled([open(idToken, device), open(idToken, device)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a ticket', () => {
  /** Resolves when a socket opens with it, and closes that. */
  const use = (ticket: string): Promise<void> => {
    keepSecret(ticket)
    const socket = openSocket(service.origin, ticket)
    socket.on('error', () => undefined)
    return new Promise((resolve, reject) => {
      socket.on('unexpected-response', (_request, response) => reject({ code: response.statusMessage }))
      socket.on('open', () => {
        socket.terminate()
        resolve()
      })
    })
  }

  test('opens one socket', async () => {
    const { ticket } = await apiClient(service.origin, await sampleSession()).identity.openTicket()
    await use(ticket)
    await expectRefused(use(ticket), 'TICKET_INVALID')
  })

  test('of a session that has ended opens none', async () => {
    const session = await sampleSession()
    const { ticket } = await apiClient(service.origin, session).identity.openTicket()
    await apiClient(service.origin, session).identity.closeSession()
    await expectRefused(use(ticket), 'TICKET_INVALID', 'session')
  })
})

describe('a guest', () => {
  const meeting = async () => {
    const ada = apiClient(service.origin, await sampleSession('ada'))
    const { code } = await ada.meetings.create({ title: 'Weekly' })
    keepSecret(code)
    return code
  }

  test('of one meeting is nobody in another', async () => {
    const [own, other] = [await meeting(), await meeting()]
    const session = await signIn(service.origin, { code: own, name: 'Gus' })
    keepSecret(...secretsOf(session))
    const guest = await TestClient.connect(service.origin, session)
    await expectRefused(guest.prepare(other), 'FORBIDDEN')
    capture.clear()
    await expectRefused(apiClient(service.origin, session).meetings.get({ code: other }), 'FORBIDDEN')
    await guest.prepare(own)
    await guest.close()
  })

  test.each(['Ada Moreau', 'ADA  MOREAU', '\u0410da Moreau', 'Ad\u00e1 M0reau', 'Bo Iindqvist'])(
    'can’t go by a member’s name: %s',
    async (name) => {
      keepSecret(name)
      await expectRefused(signIn(service.origin, { code: await meeting(), name }), 'NAME_TAKEN')
    },
  )

  test('can’t go by a name that hides something', async () => {
    await expectRefused(signIn(service.origin, { code: await meeting(), name: 'Gus\u202Enimda' }), 'NAME_INVALID')
  })

  test('may go by the name of somebody of another organisation', async () => {
    const device = new TestDevice()
    const key = DpopKey.create()
    const idToken = await provider.idToken(device, { claims: { tid: 'one', sub: 'ola', name: 'Ola Far' } })
    const ola = await openSession(service.origin, device.credential(idToken, key, service.origin), { key })
    await signIn(service.origin, { code: await meeting(), name: 'Ola Far' })
    const { code } = await apiClient(service.origin, ola).meetings.create({ title: 'Theirs' })
    await expectRefused(signIn(service.origin, { code, name: 'Ola Far' }), 'NAME_TAKEN')
    await signIn(service.origin, { code, name: 'Ada Moreau' })
  })
})
