/** The admin centre over HTTP: what each role gets of each procedure, and what the hostile get. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdminRole } from '#shared/policies/admin-roles.ts'
import { NO_RULES, type OrganisationRules } from '#shared/policies/rules.ts'
import { RULES_FILE_LIMIT } from '#shared/policies/rules-file.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { type ApiClient, apiClient, signIn, TestClient } from './testing/client.ts'
import { idOf, Organisations, outcomeOf } from './testing/organisations.ts'
import type { TestSession } from './testing/test-session.ts'

const ROLE_OF = {
  ada: 'globalAdministrator',
  bo: 'meetingAdministrator',
  chen: 'complianceOfficer',
  dara: 'reader',
  eli: undefined,
} as const satisfies Record<string, AdminRole | undefined>
type Who = keyof typeof ROLE_OF

let organisations: Organisations
let sessions: Record<Who | 'guest' | 'stale', TestSession>
let reportId: string
beforeAll(async () => {
  organisations = await Organisations.start()
  const { origin } = organisations
  const member = (who: Who) => organisations.signIn('northwind', who)
  const members = { ada: await member('ada'), bo: await member('bo'), chen: await member('chen'), dara: await member('dara') }
  const eli = await member('eli')
  const { code } = await apiClient(origin, eli).meetings.create({ title: 'Weekly' })
  const guest = await signIn(origin, { code, name: 'Gus' })
  // Ada again, whose second factor was given an hour ago.
  const stale = await organisations.signIn('northwind', 'ada', { auth_time: Math.floor(Date.now() / 1_000) - 3_600 })
  sessions = { ...members, eli, guest, stale }
  await reset()
  reportId = await reportSomething(code)
})
afterAll(() => organisations.stop())

const as = (who: keyof typeof sessions): ApiClient => apiClient(organisations.origin, sessions[who])

const withRoles = (): OrganisationRules => ({
  ...sampleRules(),
  administrators: Object.entries(ROLE_OF).flatMap(([who, role]) =>
    role === undefined ? [] : [{ personId: idOf(sessions[who as Who]), role }],
  ),
})

/** The rules are those above again; gives their revision. */
const reset = async (): Promise<number> => {
  const { revision } = await as('ada').admin.getRules()
  return (await as('ada').admin.saveRules({ revision, rules: withRoles() })).revision
}

const reportSomething = async (code: string): Promise<string> => {
  const clients = await Promise.all([
    TestClient.connect(organisations.origin, sessions.eli),
    TestClient.connect(organisations.origin, sessions.dara),
  ])
  const [eli, dara] = clients
  for (const client of clients) {
    await client.prepare(code)
    await client.join()
  }
  const { message } = await eli.rpc.sendMessage({ text: 'Something rude', mentions: [] })
  await dara.rpc.reportMessage({ messageId: message.id })
  await Promise.all(clients.map((client) => client.close()))
  const { reports } = await as('ada').admin.listReports({})
  return reports[0]?.id ?? ''
}

/** Something that each role with changes to make may change. */
const changed = (): OrganisationRules => ({ ...withRoles(), labels: { list: [] } })

const PROCEDURES = {
  getRules: (api: ApiClient) => api.admin.getRules(),
  saveRules: async (api: ApiClient, revision: number) => api.admin.saveRules({ revision, rules: changed() }),
  exportRules: (api: ApiClient) => api.admin.exportRules(),
  undoRules: async (api: ApiClient) => {
    const { revision } = await as('ada').admin.saveRules({ revision: await reset(), rules: changed() })
    return api.admin.undoRules({ revision })
  },
  listRevisions: (api: ApiClient) => api.admin.listRevisions(),
  getRevision: (api: ApiClient) => api.admin.getRevision({ revision: 1 }),
  searchPeople: (api: ApiClient) => api.admin.searchPeople({ query: '' }),
  listReports: (api: ApiClient) => api.admin.listReports({}),
  searchAudit: (api: ApiClient) => api.admin.searchAudit({ filter: {}, page: { limit: 5 } }),
  exportAudit: (api: ApiClient) => api.admin.exportAudit({ filter: {}, format: 'csv' }),
} as const
type Procedure = keyof typeof PROCEDURES

const READING = ['getRules', 'listRevisions', 'getRevision', 'searchPeople'] as const
const CHANGING = ['saveRules', 'undoRules'] as const
const INSPECTING = ['listReports', 'searchAudit', 'exportAudit'] as const
const ALLOWED: Record<keyof typeof sessions, readonly Procedure[]> = {
  ada: [...READING, ...CHANGING, ...INSPECTING, 'exportRules'],
  bo: [...READING, ...CHANGING, 'exportRules'],
  chen: [...READING, ...CHANGING, ...INSPECTING, 'exportRules'],
  dara: READING,
  eli: [],
  guest: [],
  stale: [...READING, ...INSPECTING, 'exportRules'],
}

describe.each(Object.keys(ALLOWED) as (keyof typeof ALLOWED)[])('%s', (who) => {
  test.each(Object.keys(PROCEDURES) as Procedure[])('asks for %s', async (procedure) => {
    const revision = await reset()
    const outcome = await outcomeOf(PROCEDURES[procedure](as(who), revision))
    if (ALLOWED[who].includes(procedure)) expect(outcome).toHaveProperty('done')
    else if (who === 'stale') expect(outcome).toMatchObject({ code: 'SECOND_FACTOR_STALE', status: 401 })
    else expect(outcome).toMatchObject({ code: 'FORBIDDEN', status: 403 })
    if (!ALLOWED[who].includes(procedure) && procedure === 'saveRules') {
      expect(await as('ada').admin.getRules()).toMatchObject({ revision, rules: withRoles() })
    }
  })

  test('asks for their role', async () => {
    await reset()
    const role = who === 'guest' ? undefined : ROLE_OF[who === 'stale' ? 'ada' : who]
    expect(await as(who).admin.me()).toEqual(role === undefined ? {} : { role, moderator: 'bundled' })
  })
})

test.each(Object.keys(PROCEDURES) as Procedure[])('nobody asks for %s without a session', async (procedure) => {
  const outcome = await outcomeOf(PROCEDURES[procedure](apiClient(organisations.origin), 0))
  expect(outcome).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 })
})

describe('rules', () => {
  test('are brought together by whoever saves second', async () => {
    const revision = await reset()
    const one = { ...withRoles(), settings: { defaultLanguage: 'de' as const, trusts: [] } }
    const outcomes = await Promise.all([
      outcomeOf(as('ada').admin.saveRules({ revision, rules: one })),
      outcomeOf(as('bo').admin.saveRules({ revision, rules: changed() })),
    ])
    expect(outcomes.filter((outcome) => 'done' in (outcome as object))).toHaveLength(1)
    expect(outcomes.find((outcome) => 'code' in (outcome as object))).toMatchObject({ code: 'RULES_CONFLICT', status: 409 })
    const [newest] = await as('ada').admin.listRevisions()
    expect(newest?.revision).toBe(revision + 1)
  })

  test('name the section that a role may not change, and the people found have what they are assigned by', async () => {
    const revision = await reset()
    const rules = { ...withRoles(), settings: { defaultLanguage: 'de' as const, trusts: [] } }
    expect(await outcomeOf(as('chen').admin.saveRules({ revision, rules }))).toMatchObject({ data: { detail: 'settings' } })
    const ids = [idOf(sessions.bo)]
    const [bo] = await as('dara').admin.searchPeople({ query: '', ids })
    expect(bo).toEqual({ id: ids[0], name: 'bo', email: 'bo@northwind.example', claimedGroups: [], licence: 'standard' })
  })

  test('reports are listed with the message as it was', async () => {
    const { reports, more } = await as('chen').admin.listReports({})
    expect(more).toBe(false)
    expect(reports[0]).toMatchObject({
      id: reportId,
      text: 'Something rude',
      author: { name: 'eli' },
      reporter: { name: 'dara' },
      meeting: { title: 'Weekly' },
    })
    expect(await as('chen').admin.listReports({ before: reportId })).toEqual({ reports: [], more: false })
  })

  test('can be as large as a file of them', async () => {
    const revision = await reset()
    const members = Array.from({ length: 10_000 }, (_, at) => `person-${at}`)
    const group = (at: number) => ({ id: `g${at}`, name: `Group ${at}`, members, claimValues: [] })
    const rules = { ...withRoles(), groups: [...withRoles().groups, ...Array.from({ length: 20 }, (_, at) => group(at))] }
    expect(JSON.stringify(rules).length).toBeGreaterThan(2_000_000)
    expect(await as('ada').admin.saveRules({ revision, rules, imported: true })).toMatchObject({ revision: revision + 1 })
    const [newest] = await as('ada').admin.listRevisions()
    expect(newest).toMatchObject({ how: 'imported', sections: ['groups'] })
  })
})

describe('hostile', () => {
  const put = async (body: string, session: TestSession | null = sessions.ada, headers: object = {}) => {
    const url = `${organisations.origin}/api/admin/rules`
    const reply = await fetch(url, {
      method: 'PUT',
      headers: { ...session?.headersFor('PUT', url), 'content-type': 'application/json', ...headers },
      body,
    })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, text, json: JSON.parse(text) as { code: string; data: object } }
  }
  const document = (change: (json: Record<string, unknown>) => void): string => {
    const json = JSON.parse(JSON.stringify({ revision: 0, rules: NO_RULES })) as Record<string, unknown>
    change(json)
    return JSON.stringify(json)
  }

  test.each<[string, string]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no rules', '{"revision":0}'],
    ['a prototype', '{"revision":0,"rules":{"__proto__":{"administrators":[]}}}'],
    ['a revision that is none', document((json) => Object.assign(json, { revision: -1 }))],
    ['a revision of words', document((json) => Object.assign(json, { revision: '0 or 1=1' }))],
    ['more than there is', document(({ rules }) => Object.assign(rules as object, { tenant: 'contrail' }))],
    ['less than there is', document(({ rules }) => Reflect.deleteProperty(rules as object, 'labels'))],
    [
      'a role that there is none of',
      document(({ rules }) => Object.assign(rules as object, { administrators: [{ personId: 'x', role: 'root' }] })),
    ],
  ])('rules of %s change nothing', async (_what, body) => {
    const before = await as('ada').admin.getRules()
    const reply = await put(body)
    expect(reply.json.code).toBe('INVALID_INPUT')
    expect(reply.status).toBe(400)
    expect(await as('ada').admin.getRules()).toEqual(before)
  })

  test('rules with a mistake are refused with its place, and never with what stands there', async () => {
    const secret = 'do-not-repeat'
    const reply = await put(
      document(({ rules }) => Object.assign(rules as object, { settings: { defaultLanguage: secret, trusts: [] } })),
    )
    expect(reply.json.data).toEqual({ detail: 'rules.settings.defaultLanguage' })
    expect(reply.text).not.toContain(secret)
  })

  test('a body beyond all measure is refused', async () => {
    const reply = await put(`{"revision":0,"rules":"${'x'.repeat(RULES_FILE_LIMIT + 100_000)}"}`)
    expect(reply.json.code).toBe('MESSAGE_TOO_LARGE')
  })

  test('nobody but administrators sends a large one', async () => {
    const large = document(({ rules }) => Object.assign(rules as object, { padding: 'x'.repeat(1_000_000) }))
    expect((await put(large, sessions.eli)).json.code).toBe('FORBIDDEN')
    expect((await put(large, sessions.guest)).json.code).toBe('FORBIDDEN')
    const anonymous = await put(large, null, { origin: 'app://parley' })
    expect(anonymous.json.code).toBe('UNAUTHENTICATED')
    expect(anonymous.headers.get('www-authenticate')).toBe('DPoP algs="ES256"')
    expect(anonymous.headers.get('access-control-allow-origin')).toBe('app://parley')
    const elsewhere = await put(large, null, { origin: 'https://evil.example' })
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('pages of other origins are told what they may send, there too', async () => {
    const ask = (origin: string) =>
      fetch(`${organisations.origin}/api/admin/rules`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT' },
      })
    expect((await ask('app://parley')).headers.get('access-control-allow-methods')).toContain('PUT')
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  const get = async (path: string): Promise<string> => {
    const url = `${organisations.origin}/api/admin/${path}`
    const reply = await fetch(url, { headers: sessions.ada.headersFor('GET', url) })
    const json = (await reply.json()) as { code?: string }
    return json.code ?? 'done'
  }
  test.each([
    ['rules/revisions/-1', 'INVALID_INPUT'],
    ['rules/revisions/1.5', 'INVALID_INPUT'],
    ['rules/revisions/1%20or%201=1', 'INVALID_INPUT'],
    ['rules/revisions/99999999', 'NOT_FOUND'],
    [`people?query=${'x'.repeat(200)}`, 'INVALID_INPUT'],
    [`people?query=&${Array.from({ length: 201 }, (_, at) => `ids[${at}]=x`).join('&')}`, 'INVALID_INPUT'],
    ["people?query='%20or%20''='", 'done'],
    ['people?query=&ids[0]=%27;drop', 'INVALID_INPUT'],
    ['people?query=&ids[__proto__]=x', 'INVALID_INPUT'],
    ['reports?before=x%27%20or%201=1', 'INVALID_INPUT'],
    ['reports?before=nothing', 'NOT_FOUND'],
    ['reports?tenant=contrail', 'done'],
  ])('%s comes to %s', async (path, code) => {
    expect(await get(path)).toBe(code)
  })
})
