import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTls } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import type { PolicyReport } from '../../policy/policy-report.ts'
import { lookAtCertificate } from './certificate.ts'
import { lookAtDisk } from './disk.ts'
import type { Look } from './found.ts'
import { lookAtGraphics } from './graphics.ts'
import { lookAtKeystore } from './keystore.ts'
import { lookAtMedia } from './media.ts'
import { lookAtPolicies } from './policies.ts'
import { lookAtRoundTrip } from './round-trip.ts'
import { lookAtService } from './service.ts'
import { lookAtSignIn } from './sign-in.ts'
import { lookAtVersions } from './versions.ts'

const run = async (look: Look) => look(AbortSignal.timeout(5_000))

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})
const listen = async (server: Server): Promise<number> => {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('versions', () => {
  const CURRENT: UpdateState = { progress: { state: 'current' } }
  const READY: UpdateState = { progress: { state: 'ready', release: { version: '1.5.0' } } }
  const look = (updates: UpdateState, about: () => Promise<{ version: string; minimumClientVersion?: string }>) =>
    run(
      lookAtVersions({
        client: '1.4.0',
        os: 'windows',
        osVersion: '10.0.26100',
        architecture: 'x64',
        runtime: { electron: '45.3.4' },
        virtual: false,
        updates: () => updates,
        about,
      }),
    )
  test.each([
    ['versionsFine', CURRENT, async () => ({ version: '1.4.0' })],
    ['versionsFine', CURRENT, () => Promise.reject(new ParleyError('SERVICE_UNREACHABLE'))],
    ['updateWaits', READY, async () => ({ version: '1.4.0' })],
    ['versionTooOld', READY, async () => ({ version: '2.0.0', minimumClientVersion: '1.4.1' })],
    ['versionTooOld', { ...CURRENT, minimum: '1.5.0' }, async () => ({ version: '1.4.0' })],
    ['versionsFine', CURRENT, async () => ({ version: '2.0.0', minimumClientVersion: '1.4.0' })],
  ])('%s', async (finding, updates, about) => expect(await look(updates, about)).toMatchObject({ finding }))
})

describe('policies', () => {
  const REPORT: PolicyReport = { places: [{ source: 'machinePolicy', state: 'absent' }], policies: [], findings: [] }
  const set = { name: 'AllowCamera', value: false, setBy: 'machinePolicy', locked: false } as const
  test.each([
    ['policiesNone', {}],
    ['policiesRead', { policies: [set] }],
    [
      'policiesIgnored',
      { policies: [set], findings: [{ problem: 'unknownPolicy', source: 'machinePolicy', name: 'AllowEverything' }] },
    ],
    ['policiesUnusable', { places: [{ source: 'machinePolicy', state: 'unusable', reason: 'untrusted' }] }],
  ] as const)('%s', async (finding, change) => {
    const found = await run(lookAtPolicies(() => ({ ...REPORT, ...change })))
    expect(found).toMatchObject({ finding })
    expect(JSON.stringify(found)).not.toContain('AllowEverything')
  })
})

test('what of the policies is ignored is named where it is one of ours, and by its place where it is not', async () => {
  const findings: PolicyReport['findings'] = [
    { problem: 'valueUnusable', source: 'userPolicy', name: 'UpdateUrl' },
    { problem: 'unknownPolicy', source: 'machinePolicy', name: 'https://ada@example.org' },
    { problem: 'proxyMissing', name: 'ProxyMode' },
  ]
  expect(await run(lookAtPolicies(() => ({ places: [], policies: [], findings })))).toMatchObject({
    facts: { ignored: 3, valueUnusable: 'UpdateUrl', unknownPolicy: 'machinePolicy', proxyMissing: 'ProxyMode' },
  })
})

test.each([
  ['diskFine', 5 * 1024 ** 3],
  ['diskLow', 1024 ** 3 - 1],
  ['diskFull', 100 * 1024 ** 2],
])('%s with %i bytes', async (finding, free) =>
  expect(await run(lookAtDisk({ folder: '/', freeSpace: async () => free }))).toMatchObject({ finding }),
)

test('the disk that is there has some space', async () => {
  const found = await run(lookAtDisk({ folder: tmpdir() }))
  expect(found.facts?.freeMegabytes).toBeGreaterThan(0)
})

test.each([
  ['graphicsFine', { gpu_compositing: 'enabled', video_decode: 'enabled_on' }],
  ['graphicsSoftware', { gpu_compositing: 'disabled_software' }],
  ['graphicsSoftware', {}],
])('%s with %j', async (finding, status) => expect(await run(lookAtGraphics(() => status))).toMatchObject({ finding }))

test.each([
  ['keystoreFine', async () => undefined],
  ['keystoreUnavailable', () => Promise.reject(new ParleyError('KEYSTORE_UNAVAILABLE', 'basic_text'))],
])('%s', async (finding, check) => expect(await run(lookAtKeystore({ check }))).toMatchObject({ finding }))

describe('the service', () => {
  const look = async (answer?: { status: number; body: string }) => {
    const server = createHttp((_request, response) => response.writeHead(answer?.status ?? 200).end(answer?.body))
    const port = await listen(server)
    const origin = `http://127.0.0.1:${port}`
    return run(lookAtService({ origin, fetch: (request, init) => fetch(request, init) }))
  }
  test.each([
    ['serviceFine', { status: 200, body: '{"status":"ok"}' }],
    ['serviceUnhealthy', { status: 503, body: '{"status":"stopping"}' }],
    ['serviceOther', { status: 200, body: '<html>Please accept our terms</html>' }],
    ['serviceOther', { status: 502, body: '' }],
  ])('%s with %j', async (finding, answer) =>
    expect(await look(answer)).toMatchObject({ finding, facts: { status: answer.status } }),
  )

  test('that nobody is', async () => {
    const looked = lookAtService({ origin: 'http://127.0.0.1:9', fetch: (request, init) => fetch(request, init) })
    expect(await run(looked)).toEqual({ finding: 'serviceSilent' })
    expect(await run(lookAtService({ origin: undefined, fetch }))).toEqual({ finding: 'serviceUnknown' })
  })
})

describe('the certificate', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-certificates-'))
    const make = (name: string, days: string, host: string) =>
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
          days,
          '-subj',
          '/CN=test',
        ].concat([
          '-addext',
          `subjectAltName=${host}`,
          '-keyout',
          join(folder, `${name}.key`),
          '-out',
          join(folder, `${name}.crt`),
        ]),
        { stdio: 'ignore' },
      )
    make('long', '90', 'IP:127.0.0.1')
    make('short', '3', 'IP:127.0.0.1')
    make('foreign', '90', 'DNS:elsewhere.example')
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')

  test.each([
    ['certificateFine', 'long', 'long'],
    ['certificateExpires', 'short', 'short'],
    ['certificateRefused', 'long', 'short'],
    ['certificateRefused', 'foreign', 'foreign'],
  ])('%s, with %s where %s is trusted', async (finding, served, trusted) => {
    const server = createTls({ cert: read(`${served}.crt`), key: read(`${served}.key`) })
    const port = await listen(server)
    const look = lookAtCertificate({
      origin: `https://127.0.0.1:${port}`,
      now: Date.now,
      trusted: () => [read(`${trusted}.crt`)],
    })
    expect(await run(look)).toMatchObject({ finding, facts: { chain: 1, protocol: 'TLSv1.3' } })
  })

  test('of a service on this computer there is none', async () => {
    expect(await run(lookAtCertificate({ origin: 'http://127.0.0.1:8473', now: Date.now }))).toEqual({
      finding: 'certificateLocal',
    })
    expect(await run(lookAtCertificate({ origin: undefined, now: Date.now }))).toEqual({ finding: 'certificateLocal' })
    const closed = lookAtCertificate({ origin: 'https://127.0.0.1:9', now: Date.now })
    expect(await run(closed)).toEqual({ finding: 'certificateUnreachable' })
  })
})

describe('the sign-in', () => {
  const account = { person: { id: 'ada', kind: 'member' as const, name: 'Ada Moreau' } }
  const CASES: [string, IdentityState, () => Promise<unknown>][] = [
    ['signedOut', { state: 'signedOut', reason: 'SESSION_ENDED' }, async () => undefined],
    ['signedIn', { state: 'signedIn', account }, async () => undefined],
    ['signInRefused', { state: 'signedIn', account }, () => Promise.reject(new ParleyError('SESSION_ENDED'))],
  ]
  test.each(CASES)('%s', async (finding, state, askAsPerson) => {
    const found = await run(lookAtSignIn({ identity: { current: async () => state }, askAsPerson }))
    expect(found).toMatchObject({ finding })
    expect(JSON.stringify(found)).not.toContain('Ada')
  })
})

describe('media', () => {
  test('that can not be tried', async () => {
    const refused = () => Promise.reject(new ParleyError('MEDIA_UNREACHABLE'))
    expect(await run(lookAtMedia({ openProbe: async () => undefined }, 'udp'))).toEqual({ finding: 'mediaNeedsSignIn' })
    expect(await run(lookAtMedia({ openProbe: refused }, 'tcp'))).toEqual({
      finding: 'mediaNotOffered',
      facts: { code: 'MEDIA_UNREACHABLE' },
    })
    expect(await run(lookAtRoundTrip({ openProbe: refused }))).toEqual({ finding: 'roundTripNone' })
  })
})
