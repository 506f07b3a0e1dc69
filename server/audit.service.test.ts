/** The audit log over the wire: that every act is in it, who may look into it, and that nobody sees another organisation's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditAct } from '#shared/audit/acts.ts'
import type { AuditFilter, AuditRecord } from '#shared/audit/record.ts'
import type { AuditPerson } from '#shared/contract/admin.ts'
import { NO_RULES } from '#shared/policies/rules.ts'
import { type ApiClient, apiClient, signIn, TestClient } from './testing/client.ts'
import { idOf, Organisations, outcomeOf } from './testing/organisations.ts'
import type { TestSession } from './testing/test-session.ts'

let organisations: Organisations
let ada: TestSession
let bo: TestSession
let chen: TestSession
let zoe: TestSession
let api: ApiClient
const clients: TestClient[] = []
beforeAll(async () => {
  organisations = await Organisations.start()
  ada = await organisations.signIn('northwind', 'ada')
  bo = await organisations.signIn('northwind', 'bo')
  chen = await organisations.signIn('northwind', 'chen')
  zoe = await organisations.signIn('contrail', 'zoe')
  api = apiClient(organisations.origin, ada)
})
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await organisations.stop()
})

const connect = async (session: TestSession, code: string): Promise<TestClient> => {
  const client = await TestClient.connect(organisations.origin, session)
  clients.push(client)
  await client.prepare(code)
  return client
}

interface Found extends Pick<AuditRecord, 'act' | 'outcome' | 'detail'> {
  by: string | undefined
  about: string | undefined
}

/** Everything from the newest on, by names where there are any. */
const found = async (filter: AuditFilter = {}, of: ApiClient = api): Promise<Found[]> => {
  const { records, people } = await of.admin.searchAudit({ filter, page: { limit: 200 } })
  const names = new Map(people.map(({ pseudonym, name }: AuditPerson) => [pseudonym, name]))
  const nameOf = (id: string) => names.get(id) ?? id
  return records.map(({ act, actor, subject, outcome, detail }) => ({
    act,
    by: 'id' in actor ? nameOf(actor.id) : undefined,
    about: subject === undefined ? undefined : nameOf(subject.id),
    outcome,
    detail,
  }))
}

/** Waits until there is one: what is done in a meeting is written down behind it. */
const recorded = async (act: AuditAct, times = 1): Promise<Found> => {
  await expect.poll(async () => (await found({ acts: [act] })).length).toBeGreaterThanOrEqual(times)
  const [newest] = await found({ acts: [act] })
  if (newest === undefined) throw new Error('it was there')
  return newest
}

describe('in the log is', () => {
  test('who signed in, with which factor, and how it ended', async () => {
    const session = await organisations.signIn('northwind', 'dara')
    expect((await found({ acts: ['secondFactorGiven'] }))[0]).toMatchObject({ by: 'dara' })
    expect((await found({ acts: ['signedIn'] }))[0]).toMatchObject({ by: 'dara', outcome: { kind: 'done' } })
    await apiClient(organisations.origin, session).identity.closeSession()
    expect((await found({ acts: ['sessionEnded'] }))[0]).toMatchObject({ by: 'dara', detail: { because: 'signedOut' } })
  })

  test('a guest, and one who was not let sign in, in the log of the meeting’s organisation', async () => {
    const { code, id } = await api.meetings.create({ title: 'Weekly' })
    await signIn(organisations.origin, { code, name: 'Gus' })
    expect((await found({ acts: ['signedIn'] }))[0]).toMatchObject({ detail: { meeting: id } })
    await expect(signIn(organisations.origin, { code, name: 'bo' })).rejects.toMatchObject({ code: 'NAME_TAKEN' })
    const wrong = signIn(organisations.origin, { code, name: 'Hana', invitation: 'x'.repeat(43) })
    await expect(wrong).rejects.toMatchObject({ code: 'INVITATION_INVALID' })
    const refused = await found({ acts: ['signInRefused'] })
    expect(refused.map(({ outcome, about }) => [outcome, about])).toEqual([
      [{ kind: 'refused', code: 'INVITATION_INVALID' }, id],
      [{ kind: 'refused', code: 'NAME_TAKEN' }, id],
    ])
    expect(await found({ acts: ['signInRefused'] }, apiClient(organisations.origin, zoe))).toEqual([])
  })

  test('what was refused to whom', async () => {
    const asBo = apiClient(organisations.origin, bo)
    await expect(asBo.admin.getRules()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(asBo.admin.saveRules({ revision: 0, rules: NO_RULES })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const stale = await organisations.signIn('northwind', 'ada', { auth_time: Math.floor(Date.now() / 1_000) - 3_600 })
    const asStale = apiClient(organisations.origin, stale)
    const late = asStale.admin.saveRules({ revision: 0, rules: NO_RULES })
    await expect(late).rejects.toMatchObject({ code: 'SECOND_FACTOR_STALE' })
    const refused = await found({ acts: ['requestRefused'] })
    expect(refused.map(({ by, about, outcome, detail }) => ({ by, about, outcome, detail }))).toEqual([
      { by: 'ada', about: 'admin.saveRules', outcome: { kind: 'refused', code: 'SECOND_FACTOR_STALE' }, detail: {} },
      {
        by: 'bo',
        about: 'admin.saveRules',
        outcome: { kind: 'refused', code: 'FORBIDDEN' },
        detail: { missing: 'readRules' },
      },
      {
        by: 'bo',
        about: 'admin.getRules',
        outcome: { kind: 'refused', code: 'FORBIDDEN' },
        detail: { missing: 'readRules' },
      },
    ])
  })

  test('what becomes of a meeting from outside it', async () => {
    const { code, id } = await api.meetings.create({ title: 'Weekly' })
    await api.meetings.setOptions({ code, change: { lobby: 'organisers' } })
    await api.meetings.setPeople({ code, people: [{ personId: idOf(bo), role: 'presenter' }] })
    await api.meetings.setPeople({ code, people: [] })
    const { invitation } = await api.meetings.invite({ code, name: 'Gus', expiresAt: Date.now() + 60_000 })
    await api.meetings.withdrawInvitation({ code, id: invitation.id })
    await api.meetings.withdrawInvitation({ code, id: invitation.id })
    await api.meetings.cancel({ code })
    const done = (await found()).slice(0, 7).toReversed()
    const meeting = id
    expect(done.map(({ act, by, about, detail }) => ({ act, by, about, detail }))).toEqual([
      { act: 'meetingCreated', by: 'ada', about: id, detail: {} },
      { act: 'optionsChanged', by: 'ada', about: id, detail: {} },
      { act: 'roleChanged', by: 'ada', about: 'bo', detail: { meeting, named: true, role: 'presenter' } },
      { act: 'roleChanged', by: 'ada', about: 'bo', detail: { meeting, named: true, role: 'none' } },
      { act: 'invitationMade', by: 'ada', about: invitation.id, detail: { meeting } },
      { act: 'invitationWithdrawn', by: 'ada', about: invitation.id, detail: { meeting } },
      { act: 'meetingCancelled', by: 'ada', about: id, detail: {} },
    ])
    const { records } = await api.admin.searchAudit({ filter: { acts: ['optionsChanged'], subject: id }, page: { limit: 1 } })
    expect(records[0]?.change).toMatchObject({ after: { lobby: 'organisers' } })
    expect(Object.keys((records[0]?.change?.before ?? {}) as object)).toEqual(['lobby'])
  })

  test('what is done in a meeting', async () => {
    const { code, id: meeting } = await api.meetings.create({ title: 'Weekly' })
    const adaIn = await connect(ada, code)
    await adaIn.join()
    const { rpc } = adaIn
    await rpc.setOptions({ lobby: 'organisers' })
    const boIn = await connect(bo, code)
    await boIn.knock()
    const waitingId = async (who: string): Promise<string> => {
      const { waiting } = await adaIn.next('waitingChanged', (event) => event.waiting.some(({ name }) => name === who))
      return waiting[0]?.id ?? ''
    }
    await rpc.admit({ waitingIds: [await waitingId('bo')] })
    // It was written before they were let in.
    expect((await found({ acts: ['admitted'] }))[0]).toMatchObject({ by: 'ada', about: 'bo', detail: { meeting } })
    const { participantId } = await boIn.next('joined')
    await rpc.setRole({ participantId, role: 'presenter' })
    expect(await recorded('roleChanged', 3)).toMatchObject({ by: 'ada', about: 'bo', detail: { meeting, role: 'presenter' } })
    const { message } = await boIn.rpc.sendMessage({ text: 'Something rude', mentions: [] })
    await rpc.reportMessage({ messageId: message.id })
    await rpc.reportMessage({ messageId: message.id })
    await rpc.deleteMessage({ messageId: message.id })
    expect(await found({ acts: ['messageReported'] })).toMatchObject([{ by: 'ada', about: message.id, detail: { meeting } }])
    expect(await recorded('messageDeleted')).toMatchObject({ by: 'ada', about: message.id, detail: { meeting } })
    await rpc.setLocked({ locked: true })
    expect(await recorded('meetingLocked')).toMatchObject({ by: 'ada', about: meeting })
    await rpc.setLocked({ locked: false })
    expect(await recorded('meetingUnlocked')).toMatchObject({ by: 'ada', about: meeting })
    await rpc.remove({ participantId })
    expect(await recorded('removed')).toMatchObject({ by: 'ada', about: 'bo', detail: { meeting } })
    await rpc.readmit({ personId: idOf(bo) })
    expect(await recorded('readmitted')).toMatchObject({ by: 'ada', about: 'bo', detail: { meeting } })
    const chenIn = await connect(chen, code)
    await chenIn.knock()
    await rpc.deny({ waitingId: await waitingId('chen'), block: true })
    expect(await recorded('blocked')).toMatchObject({ by: 'ada', detail: { meeting } })
    await expect(connect(chen, code)).rejects.toMatchObject({ code: 'REMOVED' })
    expect((await found({ acts: ['requestRefused'] }))[0]).toMatchObject({
      by: 'chen',
      about: meeting,
      outcome: { kind: 'refused', code: 'REMOVED' },
    })
    await rpc.endMeeting()
    expect(await recorded('meetingEnded')).toMatchObject({ by: 'ada', about: meeting })
  })

  test('who looked into it, took it away or the rules, and by what, without a person’s own id', async () => {
    await api.admin.exportRules()
    expect((await found({ acts: ['configurationExported'] }))[0]).toMatchObject({ by: 'ada', about: 'rules' })
    await api.admin.searchAudit({ filter: { actor: idOf(bo), acts: ['removed', 'denied'] }, page: { limit: 5 } })
    await api.admin.searchAudit({ filter: { actor: 'somebody-else' }, page: { limit: 5 } })
    await api.admin.exportAudit({ filter: { outcome: 'refused' }, format: 'jsonl' })
    const looked = await found({ acts: ['auditSearched', 'auditExported'] })
    expect(looked[0]).toMatchObject({ act: 'auditExported', detail: { format: 'jsonl', outcome: 'refused' }, about: 'northwind' })
    expect(looked[1]).toMatchObject({ act: 'auditSearched', detail: { actor: 'unknown', shown: 0 } })
    expect(looked[2]).toMatchObject({ detail: { acts: 'removed/denied' } })
    expect(looked[2]?.detail.actor).not.toBe(idOf(bo))
    const { text } = await api.admin.exportAudit({ filter: {}, format: 'jsonl' })
    for (const session of [ada, bo, chen]) expect(text).not.toContain(idOf(session))
    expect(text).not.toMatch(/Something rude|Weekly|@|Gus/)
  })
})

describe('of another organisation', () => {
  test('nothing is found, whatever is looked for', async () => {
    const asZoe = apiClient(organisations.origin, zoe)
    const { records } = await api.admin.searchAudit({ filter: {}, page: { limit: 200 } })
    const filters: AuditFilter[] = [{ actor: idOf(ada) }, { subject: idOf(bo) }]
    for (const { actor, subject } of records.slice(0, 20)) {
      if ('id' in actor) filters.push({ actor: actor.id })
      if (subject !== undefined) filters.push({ subject: subject.id })
    }
    for (const filter of filters) {
      expect(await asZoe.admin.searchAudit({ filter, page: { limit: 200 } })).toEqual({ records: [], more: false, people: [] })
      expect(await asZoe.admin.exportAudit({ filter, format: 'jsonl' })).toEqual({ text: '' })
    }
    const { text } = await asZoe.admin.exportAudit({ filter: {}, format: 'jsonl' })
    const tenants = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { tenant: string }).tenant)
    expect(new Set(tenants)).toEqual(new Set(['contrail']))
  })
})

describe('hostile', () => {
  const post = async (path: string, body: object): Promise<string> => {
    const url = `${organisations.origin}/api/admin/audit/${path}`
    const headers = { ...ada.headersFor('POST', url), 'content-type': 'application/json' }
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    return ((await reply.json()) as { code?: string }).code ?? 'done'
  }
  const page = { limit: 5 }

  test.each<[string, object]>([
    ['an actor with a quote', { filter: { actor: "x' or 1=1 --" }, page }],
    ['an act that is none', { filter: { acts: ["removed') or 1=1 --"] }, page }],
    ['another tenant', { filter: { tenant: 'contrail' }, page }],
    ['a prototype', JSON.parse('{"filter":{"__proto__":{"tenant":"contrail"},"x":1},"page":{"limit":5}}')],
    ['too large a page', { filter: {}, page: { limit: 201 } }],
    ['a page of words', { filter: {}, page: { limit: 5, before: '1 or 1=1' } }],
    ['times of words', { filter: { from: '0 or 1=1' }, page }],
  ])('a search by %s is refused', async (_what, body) => {
    expect(await post('search', body)).toBe('INVALID_INPUT')
  })

  test.each<[string, object]>([
    ['a format that is none', { filter: {}, format: 'xlsx' }],
    ['a place of words', { filter: {}, format: 'csv', after: '1 or 1=1' }],
    ['nothing to filter by', { format: 'csv' }],
  ])('an export with %s is refused', async (_what, body) => {
    expect(await post('export', body)).toBe('INVALID_INPUT')
  })
})

test('both ask for a session and the role for it', async () => {
  const search = { filter: {}, page: { limit: 1 } }
  expect(await outcomeOf(apiClient(organisations.origin).admin.searchAudit(search))).toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(await outcomeOf(apiClient(organisations.origin, bo).admin.searchAudit(search))).toMatchObject({ code: 'FORBIDDEN' })
})
