import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { implement, ORPCError } from '@orpc/server'
import { expect, test } from 'vitest'
import { serviceContract } from '#shared/contract/service.ts'
import { ServiceClient, type ServiceClientOptions } from './service-client.ts'

const ORIGIN = 'https://meet.example.org'
const meeting = {
  id: 'm1',
  code: 'abc-defg-hjk',
  title: 'Plan',
  organiser: { id: 'ada', name: 'Ada' },
  createdAt: 1,
  present: 0,
}

interface Context {
  authorization: string | null
}
const service = implement(serviceContract).$context<Context>()
const handler = new OpenAPIHandler(
  service.router({
    about: service.about.handler(() => ({
      version: '1',
      protocol: { oldest: 1, current: 1 },
      webOrigin: ORIGIN,
      samplePeople: [],
    })),
    identity: {
      openSession: service.identity.openSession.handler(() => ({
        token: 'secret',
        person: { id: 'ada', kind: 'member' as const, name: 'Ada' },
        expiresAt: 1,
      })),
      closeSession: service.identity.closeSession.handler(() => undefined),
      openTicket: service.identity.openTicket.handler(() => ({ ticket: 't', expiresAt: 1 })),
    },
    meetings: {
      list: service.meetings.list.handler(({ context }) => {
        if (context.authorization !== 'Bearer token') throw new ORPCError('UNAUTHENTICATED', { status: 401 })
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
    context: { authorization: request.headers.get('authorization') },
  })
  return response ?? new Response(null, { status: 404 })
}
const client = (fetch: ServiceClientOptions['fetch'] = served) => new ServiceClient({ origin: ORIGIN, fetch, answerTime: 50 })
const refused = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => ({ value }),
    (thrown) => ({ code: thrown.code, detail: thrown.detail }),
  )

test('the session goes along in its header', async () => {
  expect(await client().call(['meetings', 'list'], undefined, 'token')).toEqual([meeting])
  expect(await refused(client().call(['meetings', 'list'], undefined, undefined))).toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('input is sent as the contract has it', async () => {
  expect(await client().call(['meetings', 'create'], { title: ' Plan ', other: 1 }, 'token')).toEqual(meeting)
  expect(await client().call(['meetings', 'cancel'], { code: meeting.code }, 'token')).toBeUndefined()
})

test('a refusal of the service keeps its code, and of its data the detail alone', async () => {
  expect(await refused(client().call(['meetings', 'get'], { code: meeting.code }, 'token'))).toEqual({
    code: 'MEETING_NOT_FOUND',
    detail: 'code',
  })
})

test.each([
  [['identity', 'openSession'], 'FORBIDDEN'],
  [['identity', 'openTicket'], 'FORBIDDEN'],
  [['identity'], 'FORBIDDEN'],
  [['meetings'], 'UNKNOWN_PROCEDURE'],
  [['meetings', 'remove'], 'UNKNOWN_PROCEDURE'],
  [['meetings', 'list', '~orpc'], 'UNKNOWN_PROCEDURE'],
  [['__proto__', 'toString'], 'UNKNOWN_PROCEDURE'],
  [['constructor'], 'UNKNOWN_PROCEDURE'],
  [['meetings', 'constructor'], 'UNKNOWN_PROCEDURE'],
])('%j is out of reach', async (path, code) => {
  const untouched = client(() => Promise.reject(new Error('was called')))
  expect(await refused(untouched.call(path, undefined, 'token'))).toMatchObject({ code })
})

test.each([
  [['meetings', 'create'], { title: '' }],
  [['meetings', 'create'], undefined],
  [['meetings', 'get'], { code: '../../identity/session' }],
  [['meetings', 'list'], { surprise: true }],
])('%j with %j is not sent', async (path, input) => {
  const untouched = client(() => Promise.reject(new Error('was called')))
  expect(await refused(untouched.call(path, input, 'token'))).toMatchObject({ code: 'INVALID_INPUT' })
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
  expect(await refused(client(fetch).call(['meetings', 'list'], undefined, 'token'))).toMatchObject({ code })
})

test('an answer about a session is held to the contract as well', async () => {
  const odd = client(async () => Response.json({ token: 1, person: {} }))
  expect(
    await refused(
      odd.ask(undefined, ({ identity }, options) => identity.openSession({ kind: 'sample', personId: 'ada' }, options)),
    ),
  ).toMatchObject({ code: 'INTERNAL' })
})
