import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { implement, ORPCError } from '@orpc/server'
import { expect, test } from 'vitest'
import { serviceContract } from '#shared/contract/service.ts'
import { type Credentials, ServiceClient, type ServiceClientOptions } from './service-client.ts'

const ORIGIN = 'https://meet.example.org'
const meeting = {
  id: 'm1',
  code: 'abc-defg-hjk',
  title: 'Plan',
  organiser: { id: 'ada', name: 'Ada' },
  createdAt: 1,
  present: 0,
  kind: 'meeting' as const,
}

interface Context {
  authorization: string | null
  proof: string | null
}
const account = { person: { id: 'ada', kind: 'member' as const, name: 'Ada' } }
const opened = { tokens: { accessToken: 'secret', accessExpiresAt: 1, refreshToken: 'secret' }, account }
const session = {
  id: 's1',
  current: true,
  device: { kind: 'web' as const, os: 'other' as const },
  createdAt: 1,
  lastUsedAt: 1,
  expiresAt: 2,
}
const { about, identity, meetings } = serviceContract
const { list, create, get, cancel } = meetings
const service = implement({ about, identity, meetings: { list, create, get, cancel } }).$context<Context>()
const handler = new OpenAPIHandler(
  service.router({
    about: service.about.handler(() => ({
      version: '1',
      protocol: { oldest: 1, current: 1 },
      webOrigin: ORIGIN,
      samplePeople: [],
      signIn: 'none' as const,
    })),
    identity: {
      provider: service.identity.provider.handler(() => {
        throw new ORPCError('ORGANISATION_UNKNOWN', { status: 404 })
      }),
      openSession: service.identity.openSession.handler(({ context }) => {
        if (context.proof !== 'POST https://meet.example.org/api/identity/session')
          throw new ORPCError('PROOF_INVALID', { status: 401 })
        if (context.authorization !== null) throw new ORPCError('INVALID_INPUT', { status: 400 })
        return opened
      }),
      refreshSession: service.identity.refreshSession.handler(() => opened),
      closeSession: service.identity.closeSession.handler(() => undefined),
      listSessions: service.identity.listSessions.handler(() => [session]),
      endSession: service.identity.endSession.handler(() => undefined),
      openTicket: service.identity.openTicket.handler(() => ({ ticket: 't', expiresAt: 1 })),
    },
    meetings: {
      list: service.meetings.list.handler(({ context }) => {
        if (context.authorization !== 'DPoP token') throw new ORPCError('UNAUTHENTICATED', { status: 401 })
        if (context.proof !== 'GET https://meet.example.org/api/meetings token')
          throw new ORPCError('PROOF_INVALID', { status: 401 })
        return [meeting]
      }),
      create: service.meetings.create.handler(({ input }) => ({ ...meeting, title: input.title })),
      get: service.meetings.get.handler(({ input }) => {
        throw new ORPCError('MEETING_NOT_FOUND', { status: 404, data: { detail: 'code', code: input.code } })
      }),
      cancel: service.meetings.cancel.handler(() => undefined),
    },
  }),
)

const served: ServiceClientOptions['fetch'] = async (request) => {
  const { response } = await handler.handle(request, {
    prefix: '/api',
    context: { authorization: request.headers.get('authorization'), proof: request.headers.get('dpop') },
  })
  return response ?? new Response(null, { status: 404 })
}
/** A key whose proofs can be read. */
const key: Credentials['key'] = {
  prove: async ({ method, url }, token) => [method, url, token].filter((part) => part !== undefined).join(' '),
}
const credentials: Credentials = { accessToken: 'token', key }
const client = (fetch: ServiceClientOptions['fetch'] = served) => new ServiceClient({ origin: ORIGIN, fetch, answerTime: 50 })
const refused = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => ({ value }),
    (thrown) => ({ code: thrown.code, detail: thrown.detail }),
  )

test('the session goes along in its header, with a proof of this very request', async () => {
  expect(await client().call(['meetings', 'list'], undefined, credentials)).toEqual([meeting])
  expect(await refused(client().call(['meetings', 'list'], undefined, undefined))).toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('input is sent as the contract has it', async () => {
  expect(await client().call(['meetings', 'create'], { title: ' Plan ', other: 1 }, credentials)).toEqual(meeting)
  expect(await client().call(['meetings', 'cancel'], { code: meeting.code }, credentials)).toBeUndefined()
})

test('a refusal of the service keeps its code, and of its data the detail alone', async () => {
  expect(await refused(client().call(['meetings', 'get'], { code: meeting.code }, credentials))).toEqual({
    code: 'MEETING_NOT_FOUND',
    detail: 'code',
  })
})

test.each([
  [['identity', 'openSession'], 'FORBIDDEN'],
  [['identity', 'openTicket'], 'FORBIDDEN'],
  [['identity', 'refreshSession'], 'FORBIDDEN'],
  [['identity', 'closeSession'], 'FORBIDDEN'],
  [['identity'], 'FORBIDDEN'],
  [['meetings'], 'UNKNOWN_PROCEDURE'],
  [['meetings', 'remove'], 'UNKNOWN_PROCEDURE'],
  [['meetings', 'list', '~orpc'], 'UNKNOWN_PROCEDURE'],
  [['__proto__', 'toString'], 'UNKNOWN_PROCEDURE'],
  [['constructor'], 'UNKNOWN_PROCEDURE'],
  [['meetings', 'constructor'], 'UNKNOWN_PROCEDURE'],
])('%j is out of reach', async (path, code) => {
  const untouched = client(() => Promise.reject(new Error('was called')))
  expect(await refused(untouched.call(path, undefined, credentials))).toMatchObject({ code })
})

test.each([
  [['meetings', 'create'], { title: '' }],
  [['meetings', 'create'], undefined],
  [['meetings', 'get'], { code: '../../identity/session' }],
  [['meetings', 'list'], { surprise: true }],
  [['identity', 'provider'], undefined],
])('%j with %j is not sent', async (path, input) => {
  const untouched = client(() => Promise.reject(new Error('was called')))
  expect(await refused(untouched.call(path, input, credentials))).toMatchObject({ code: 'INVALID_INPUT' })
})

const never = () => new Promise<never>(() => undefined)
const brokenOff = () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }))

test.each<[string, ServiceClientOptions['fetch'], string]>([
  ['nobody answers', () => Promise.reject(new TypeError('fetch failed')), 'SERVICE_UNREACHABLE'],
  ['the answer takes too long', never, 'SERVICE_UNREACHABLE'],
  ['the answer breaks off', async () => brokenOff(), 'SERVICE_UNREACHABLE'],
  ['a proxy has no service behind it', async () => new Response('<h1>Bad gateway', { status: 502 }), 'SERVICE_UNREACHABLE'],
  ['another program answers', async () => new Response('<h1>It works'), 'INTERNAL'],
  ['the answer is of another form', async () => Response.json([{ id: 1 }]), 'INTERNAL'],
  ['the answer is no JSON', async () => new Response('{', { headers: { 'content-type': 'application/json' } }), 'INTERNAL'],
  [
    'the code is unknown',
    async () => Response.json({ defined: false, code: 'X', status: 418, message: 'x' }, { status: 418 }),
    'INTERNAL',
  ],
])('%s', async (_case, fetch, code) => {
  expect(await refused(client(fetch).call(['meetings', 'list'], undefined, credentials))).toMatchObject({ code })
})

const device = { kind: 'desktop' as const, os: 'linux' as const }
const open = (from: ServiceClient) =>
  from.ask({ key }, ({ identity }, options) =>
    identity.openSession({ credential: { kind: 'sample', personId: 'ada' }, device }, options),
  )

test('a session is opened with a proof and without a token', async () => {
  expect(await open(client())).toEqual(opened)
})

test('an answer about a session is held to the contract as well', async () => {
  const odd = client(async () => Response.json({ tokens: { accessToken: 1 }, account }))
  expect(await refused(open(odd))).toMatchObject({ code: 'INTERNAL' })
})

test('the page may see the person’s sessions and end them', async () => {
  expect(await client().call(['identity', 'listSessions'], undefined, credentials)).toEqual([session])
  expect(await client().call(['identity', 'endSession'], { id: 's1' }, credentials)).toBeUndefined()
})
