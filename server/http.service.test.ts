import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credential } from '#shared/contract/identity.ts'
import { ERRORS, type ErrorCode } from '#shared/errors.ts'
import { apiClient, openSession, signIn } from './testing/client.ts'
import { startService, type TestService } from './testing/service.ts'

let service: TestService
let webRoot: string
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'parley-page-'))
  await mkdir(join(webRoot, 'assets'))
  await writeFile(join(webRoot, 'index.html'), '<script nonce="__CSP_NONCE__" src="/assets/main-1.js"></script>')
  await writeFile(join(webRoot, 'assets', 'main-1.js'), 'void 0')
  await writeFile(join(webRoot, '.secret'), 'secret')
  service = await startService({ webRoot })
})
afterAll(async () => {
  await service.stop()
  await rm(webRoot, { recursive: true })
})

const call = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${service.origin}${path}`, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
}

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

describe('the API', () => {
  test('says what this service is', async () => {
    const { origin } = service
    expect(await apiClient(origin).about()).toMatchObject({ webOrigin: origin, protocol: { oldest: 1, current: 1 } })
  })

  test('describes itself, with what needs a session', async () => {
    const description = (await call('/api/openapi.json')).json()
    expect(description.openapi).toMatch(/^3\./)
    expect(Object.keys(description.paths).toSorted()).toEqual(
      [
        '/about',
        '/admin/audit/export',
        '/admin/audit/search',
        '/admin/me',
        '/admin/people',
        '/admin/reports',
        '/admin/rules',
        '/admin/rules/export',
        '/admin/rules/revisions',
        '/admin/rules/revisions/{revision}',
        '/admin/rules/undo',
        '/choices',
        '/diagnostics/crashes',
        '/diagnostics/probe',
        '/identity/provider',
        '/identity/session',
        '/identity/session/refresh',
        '/identity/sessions',
        '/identity/sessions/{id}',
        '/identity/ticket',
        '/meetings',
        '/meetings/{code}',
        '/meetings/{code}/invitations',
        '/meetings/{code}/invitations/{id}',
        '/meetings/{code}/label',
        '/meetings/{code}/messages',
        '/meetings/{code}/options',
        '/meetings/{code}/people',
        '/people',
        '/recordings',
        '/recordings/expiring',
        '/recordings/{id}',
        '/recordings/{id}/downloads',
        '/recordings/{id}/downloads/{download}',
        '/recordings/{id}/downloads/{download}/bytes',
        '/recordings/{id}/expiry',
        '/recordings/{id}/hold',
        '/recordings/{id}/people/{personId}',
        '/recordings/{id}/restore',
        '/recordings/{id}/segments/{segment}/bytes',
        '/recordings/{id}/segments/{segment}/damage',
        '/recordings/{id}/segments/{segment}/place',
        '/recordings/{id}/segments/{segment}/speech',
        '/recordings/{id}/views',
      ].toSorted(),
    )
    expect(description.paths['/meetings'].post.requestBody.content['application/json'].schema).toMatchObject({
      type: 'object',
      required: ['title'],
    })
  })

  test('makes, lists, finds and cancels meetings', async () => {
    const client = apiClient(service.origin, await signIn(service.origin, { personId: 'ada' }))
    const startsAt = Date.now() + 3_600_000
    const made = await client.meetings.create({ title: '  Weekly  ', startsAt, durationMinutes: 30 })
    expect(made).toMatchObject({ title: 'Weekly', organiser: { id: 'ada' }, startsAt, durationMinutes: 30, present: 0 })
    expect(await client.meetings.get({ code: made.code })).toEqual(made)
    expect((await client.meetings.list())[0]).toEqual(made)
    await client.meetings.cancel({ code: made.code })
    await expect(client.meetings.get({ code: made.code })).rejects.toMatchObject({ code: 'MEETING_ENDED', status: 410 })
  })

  test.each<[string, string, RequestInit, ErrorCode]>([
    ['no session', '/api/meetings', {}, 'UNAUTHENTICATED'],
    ['no session for a recording', '/api/recordings/r1', {}, 'UNAUTHENTICATED'],
    ['no session for bytes of a recording', '/api/recordings/r1/segments/s1/bytes', {}, 'UNAUTHENTICATED'],
    ['no session for a file', '/api/recordings/r1/downloads/d1/bytes', {}, 'UNAUTHENTICATED'],
    ['a made-up token', '/api/meetings', { headers: { authorization: 'DPoP x' } }, 'UNAUTHENTICATED'],
    ['a bearer', '/api/meetings', { headers: { authorization: 'Bearer x' } }, 'UNAUTHENTICATED'],
    ['too long a header', '/api/meetings', { headers: { authorization: `DPoP ${'x'.repeat(5_000)}` } }, 'UNAUTHENTICATED'],
    ['an odd header', '/api/meetings', { headers: { authorization: 'Basic eDp5' } }, 'UNAUTHENTICATED'],
    ['no such procedure', '/api/nothing', {}, 'UNKNOWN_PROCEDURE'],
    ['no such method', '/api/about', { method: 'DELETE' }, 'UNKNOWN_PROCEDURE'],
    ['no such page', '/nothing', {}, 'NOT_FOUND'],
    ['a file outside', '/..%2f..%2fetc%2fpasswd', {}, 'INVALID_INPUT'],
    ['a hidden file', '/.secret', {}, 'NOT_FOUND'],
  ])('%s is refused', async (_what, path, init, code) => {
    const reply = await call(path, init)
    expect([404, ERRORS[code].status]).toContain(reply.status)
    if (reply.status === ERRORS[code].status) expect(reply.json()).toMatchObject({ code })
    expect(reply.text).not.toContain('secret')
  })

  const openWith = (credential: string) => `{"credential":${credential},"device":{"kind":"web","os":"linux"}}`
  const tooMuch = JSON.stringify({ kind: 'guest', code: 'abc-defg-hjk', name: 'x'.repeat(70_000) })

  test.each<[string, string, ErrorCode]>([
    ['no JSON', '{"credential":', 'INVALID_INPUT'],
    ['nothing', '', 'INVALID_INPUT'],
    ['an array', '[]', 'INVALID_INPUT'],
    ['of no device', '{"credential":{"kind":"sample","personId":"ada"}}', 'INVALID_INPUT'],
    ['a wrong type', openWith('{"kind":"sample","personId":7}'), 'INVALID_INPUT'],
    ['an unknown kind', openWith('{"kind":"root"}'), 'INVALID_INPUT'],
    ['a prototype', openWith('{"__proto__":{"kind":"sample"},"kind":"sample","personId":"ada"}'), 'INVALID_INPUT'],
    ['too much', openWith(tooMuch), 'MESSAGE_TOO_LARGE'],
    ['without a proof', openWith('{"kind":"sample","personId":"ada"}'), 'PROOF_INVALID'],
  ])('a credential that is %s is refused', async (_what, body, code) => {
    const reply = await post('/api/identity/session', body)
    expect(reply.json()).toMatchObject({ code, status: ERRORS[code].status, message: code })
    expect(reply.status).toBe(ERRORS[code].status)
  })

  test.each<[string, Credential, ErrorCode]>([
    ['of nobody', { kind: 'sample', personId: 'mallory' }, 'FORBIDDEN'],
    ['of a guest of nothing', { kind: 'guest', code: 'abc-defg-hjk', name: 'Gus' }, 'MEETING_NOT_FOUND'],
  ])('a credential %s is refused', async (_what, credential, code) => {
    await expect(openSession(service.origin, credential)).rejects.toMatchObject({ code, status: ERRORS[code].status })
  })

  test('names the field that was wrong, and never what stood in it', async () => {
    const session = await signIn(service.origin, { personId: 'ada' })
    const secret = 'do-not-repeat'
    const headers = session.headersFor('POST', `${service.origin}/api/meetings`)
    const reply = await post('/api/meetings', JSON.stringify({ title: 'x', startsAt: secret }), headers)
    expect(reply.json()).toMatchObject({ code: 'INVALID_INPUT', data: { detail: 'startsAt' } })
    expect(reply.text).not.toContain(secret)
  })

  test('reads JSON and nothing else', async () => {
    const reply = await post('/api/identity/session', 'kind=sample&personId=ada', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(reply.json()).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('answers pages of its own origin and the desktop, and no others', async () => {
    const allowed = async (origin: string, method: string) =>
      (await call('/api/about', { method, headers: { origin } })).headers.get('access-control-allow-origin')
    for (const method of ['GET', 'OPTIONS']) {
      expect(await allowed('app://parley', method)).toBe('app://parley')
      expect(await allowed(service.origin, method)).toBe(service.origin)
      for (const other of ['https://evil.example', 'null', 'app://parley.evil']) expect(await allowed(other, method)).toBeNull()
    }
  })

  test('lets those pages send proofs and read challenges', async () => {
    const headers = { origin: 'app://parley', 'access-control-request-method': 'POST' }
    const preflight = await call('/api/meetings', { method: 'OPTIONS', headers })
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization.*dpop/)
    const reply = await call('/api/meetings', { headers: { origin: 'app://parley' } })
    expect(reply.headers.get('access-control-expose-headers')).toContain('www-authenticate')
    expect(reply.headers.get('www-authenticate')).toBe('DPoP algs="ES256"')
  })

  test('slows down whoever guesses', async () => {
    await using slow = await startService({ addressRate: 5 })
    const guess = () => openSession(slow.origin, { kind: 'guest', code: 'abc-defg-hjk', name: 'Gus' })
    for (let round = 0; round < 5; round += 1) await expect(guess()).rejects.toMatchObject({ code: 'MEETING_NOT_FOUND' })
    await expect(guess()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 })
    expect(await apiClient(slow.origin).about()).toBeDefined()
  })
})

describe('the page', () => {
  test.each(['/', '/index.html', '/join/abc-defg-hjk', '/?person=ada'])(
    'is at %s, with a policy and a fresh nonce',
    async (path) => {
      const [first, second] = [await call(path), await call(path)]
      const nonce = /nonce="([^"]+)"/.exec(first.text)?.[1]
      const policy = first.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`script-src 'self' 'nonce-${nonce}';`)
      expect(policy).toContain(`connect-src 'self' ${service.origin.replace('http', 'ws')};`)
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
      expect(second.text).not.toContain(nonce)
      expect(first.headers.get('cache-control')).toBe('no-store')
    },
  )

  test('comes with files that never change', async () => {
    const { headers, text } = await call('/assets/main-1.js')
    expect(text).toBe('void 0')
    expect(headers.get('cache-control')).toContain('immutable')
  })

  test('says so where it is not built', async () => {
    await using bare = await startService({ webRoot: join(webRoot, 'nowhere') })
    const reply = await fetch(`${bare.origin}/join/abc-defg-hjk`)
    expect(reply.status).toBe(503)
    expect(await reply.text()).toContain('npm run build')
  })

  test('and everything else can not be framed, sniffed or referred from', async () => {
    for (const path of ['/', '/api/about', '/assets/main-1.js', '/nothing', '/healthz']) {
      const { headers } = await call(path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
  })
})

describe('the server', () => {
  test('says when it can take a meeting', async () => {
    expect((await call('/healthz')).json()).toEqual({ status: 'ok' })
  })

  test.each([
    ['no HTTP', '\u0016\u0003\u0001\u0002garbage\r\n\r\n'],
    ['a method that is none', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['two lengths', 'POST /api/about HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'length and chunks',
      'POST /api/about HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['an upgrade to nothing', 'GET /signalling HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'],
    ['an upgrade elsewhere', 'GET /api HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ])('refuses %s with a status, and goes on', async (_what, bytes) => {
    const socket = connect(Number(new URL(service.origin).port), '127.0.0.1')
    socket.write(bytes)
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    await new Promise((resolve) => socket.on('close', resolve))
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect((await call('/healthz')).status).toBe(200)
  })

  test('does not wait for ever for a request that does not come to its end', async () => {
    const socket = connect(Number(new URL(service.origin).port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    await new Promise((resolve) => socket.on('close', resolve))
    expect(answer).toContain('408')
  }, 25_000)

  test('serves TLS from given files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-tls-'))
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-keyout',
        key,
        '-out',
        certificate,
      ],
      { stdio: 'ignore' },
    )
    const read = (path: string) => execFileSync('cat', [path], { encoding: 'utf8' })
    await using secure = await startService({ tls: { certificate: read(certificate), key: read(key) } })
    expect(secure.origin).toMatch(/^https:/)
    const status = await new Promise<{ code: number | undefined; hsts: unknown }>((resolve, reject) => {
      httpsRequest(`${secure.origin}/healthz`, { rejectUnauthorized: false }, (reply) => {
        reply.resume()
        resolve({ code: reply.statusCode, hsts: reply.headers['strict-transport-security'] })
      })
        .on('error', reject)
        .end()
    })
    expect(status).toMatchObject({ code: 200, hsts: expect.stringContaining('max-age') })
    await rm(folder, { recursive: true })
  })

  test('leaves the port and the data folder free when it can not start', async () => {
    const port = Number(new URL(service.origin).port)
    await expect(startService({ port })).rejects.toThrow('SERVICE_UNREACHABLE')
    await expect(startService({ dataDir: service.dataDir })).rejects.toThrow('in use by another service')
  }, 20_000)
})
