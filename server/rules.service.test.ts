/** Rules over real sockets: from what administrators save to what people in a meeting are told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EffectiveOptions } from '#shared/meeting/effective-options.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { type ApiClient, apiClient, signIn, TestClient } from './testing/client.ts'
import { idOf, Organisations, outcomeOf } from './testing/organisations.ts'
import { audioParameters } from './testing/rtp.ts'
import { startService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

let organisations: Organisations
let sessions: Record<'ada' | 'sal' | 'stan' | 'nina', TestSession>
beforeAll(async () => {
  organisations = await Organisations.start()
  sessions = {
    ada: await organisations.signIn('northwind', 'ada'),
    sal: await organisations.signIn('northwind', 'sal', { groups: ['sales'] }),
    stan: await organisations.signIn('northwind', 'stan', { groups: 'staff' }),
    nina: await organisations.signIn('northwind', 'nina', { groups: ['elsewhere'] }),
  }
})
afterAll(() => organisations.stop())

const as = (who: keyof typeof sessions): ApiClient => apiClient(organisations.origin, sessions[who])

/** The sample, with the second policy saying nothing of the default, so that each test says what it is about. */
const base = (): OrganisationRules => ({
  ...sampleRules(),
  administrators: [],
  meetings: { ...sampleRules().meetings, default: { options: {} } },
})
const save = async (change: (rules: OrganisationRules) => OrganisationRules = (rules) => rules): Promise<void> => {
  const { revision } = await as('ada').admin.getRules()
  await as('ada').admin.saveRules({ revision, rules: change(base()) })
}
beforeEach(() => save())

/** The client's type of it is lost on the way through JSON. */
const optionsOf = async (who: keyof typeof sessions, code: string): Promise<EffectiveOptions> =>
  (await as(who).meetings.getOptions({ code })) as EffectiveOptions

const clients: TestClient[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})
const comeIn = async (session: TestSession, code: string): Promise<TestClient> => {
  const client = await TestClient.connect(organisations.origin, session)
  clients.push(client)
  await client.prepare(code)
  await client.join()
  return client
}

describe('an organiser', () => {
  test('in the group of a policy sees why an option is locked, outside it not', async () => {
    const madeBy = async (who: keyof typeof sessions): Promise<EffectiveOptions> =>
      optionsOf(who, (await as(who).meetings.create({ title: 'x' })).code)
    expect((await madeBy('sal')).recording).toMatchObject({
      value: 'nobody',
      choices: ['nobody'],
      boundBy: { source: 'policy', name: 'Sales' },
    })
    expect((await madeBy('nina')).recording).toMatchObject({
      value: 'presenters',
      choices: ['presenters', 'organisers', 'nobody'],
    })
    expect((await madeBy('stan')).externals.boundBy).toEqual({ source: 'policy', name: 'Staff' })
  })

  test('changes groups with the next sign-in', async () => {
    const { code } = await as('nina').meetings.create({ title: 'x' })
    await organisations.signIn('northwind', 'nina', { groups: ['sales'] })
    expect((await optionsOf('nina', code)).recording.value).toBe('nobody')
    await organisations.signIn('northwind', 'nina')
    expect((await optionsOf('nina', code)).recording.value).toBe('presenters')
  })

  test('without the licence is told its name', async () => {
    expect(await outcomeOf(as('sal').meetings.create({ title: 'x', templateId: 't-interview' }))).toMatchObject({
      code: 'LICENCE_MISSING',
      status: 403,
      data: { detail: 'premium' },
    })
    expect((await as('sal').meetings.choices()).templatesNeed).toBe('premium')
    await save((rules) => ({ ...rules, licences: { ...rules.licences, premium: { people: [], groups: ['g-sales'] } } }))
    expect(await as('sal').meetings.create({ title: 'x', templateId: 't-interview' })).toMatchObject({
      template: { id: 't-interview', name: 'Interview' },
    })
  })

  test('gets by a label what policy and licence have not', async () => {
    const { code } = await as('sal').meetings.create({ title: 'x', labelId: 'l-confidential' })
    expect(await optionsOf('sal', code)).toMatchObject({
      watermark: { value: 'on', choices: ['on'], boundBy: { source: 'label', name: 'Confidential' } },
    })
    expect(await outcomeOf(as('sal').meetings.setOptions({ code, change: { watermark: 'off' } }))).toMatchObject({
      code: 'OPTION_LOCKED',
      data: { detail: 'watermark' },
    })
    expect(await outcomeOf(as('sal').meetings.setLabel({ code, labelId: 'l-public' }))).toMatchObject({
      code: 'JUSTIFICATION_MISSING',
      status: 400,
    })
    expect(await as('sal').meetings.setLabel({ code, labelId: 'l-public', justification: 'In the papers' })).toMatchObject({
      label: { id: 'l-public', name: 'Public' },
    })
    expect(await outcomeOf(as('sal').meetings.setOptions({ code, change: { encryption: 'on' } }))).toMatchObject({
      code: 'OPTION_LOCKED',
    })
  })

  test('can’t hold in the clear what a label wants encrypted', async () => {
    const { code } = await as('sal').meetings.create({ title: 'x', labelId: 'l-highly-confidential' })
    const client = await TestClient.connect(organisations.origin, sessions.sal)
    expect(await outcomeOf(client.prepare(code))).toMatchObject({ code: 'ENCRYPTED_NEEDS_DESKTOP' })
    const desktop = { kind: 'desktop', os: 'windows', version: '0.1.0' } as const
    expect(await client.prepare(code, desktop)).toMatchObject({ encrypted: true })
    await client.close()
  })
})

describe('at the door', () => {
  const fixed = (options: OrganisationRules['meetings']['default']['options']) => (rules: OrganisationRules) => ({
    ...rules,
    labels: { list: [] },
    meetings: { policies: [], default: { options } },
  })

  test('guests, external people and one too many are refused, each by name', async () => {
    const { code } = await as('nina').meetings.create({ title: 'x' })
    const guest = await signIn(organisations.origin, { code, name: 'Gus' })
    const zoe = await organisations.signIn('contrail', 'zoe')
    const refusal = async (session: TestSession): Promise<unknown> => {
      const client = await TestClient.connect(organisations.origin, session)
      const outcome = await outcomeOf(client.prepare(code).then(() => client.knock()))
      await client.close()
      return outcome
    }
    await save(fixed({ guests: { fixed: 'off' } }))
    expect(await refusal(guest)).toMatchObject({ code: 'GUESTS_REFUSED' })
    expect(await refusal(zoe)).toHaveProperty('done')
    await save(fixed({ externals: { fixed: 'off' } }))
    expect(await refusal(zoe)).toMatchObject({ code: 'EXTERNALS_REFUSED' })
    expect(await refusal(guest)).toHaveProperty('done')
    await save((rules) => ({
      ...fixed({ externals: { fixed: 'off' } })(rules),
      settings: { defaultLanguage: 'en', trusts: ['contrail'] },
    }))
    expect(await refusal(zoe)).toHaveProperty('done')
    await save((rules) => ({
      ...rules,
      labels: { list: [] },
      meetings: { policies: [], default: { options: {}, maximumSize: 2 } },
    }))
    await comeIn(sessions.nina, code)
    await comeIn(sessions.stan, code)
    expect(await refusal(sessions.sal)).toMatchObject({ code: 'MEETING_FULL' })
  })
})

describe('rules that change during a meeting', () => {
  test('hold at once: organisers are told which, everybody what holds, and nobody goes on in what they may no longer', async () => {
    const { code } = await as('sal').meetings.create({ title: 'x', labelId: 'l-public' })
    const organiser = await comeIn(sessions.sal, code)
    const attendee = await comeIn(sessions.nina, code)
    const { participantId } = await attendee.next('joined')
    await organiser.rpc.setRole({ participantId, role: 'attendee' })
    await attendee.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    await save((rules) => ({
      ...rules,
      meetings: {
        ...rules.meetings,
        policies: rules.meetings.policies.map((policy) =>
          policy.id === 'm-sales' ? { ...policy, rules: { options: { microphones: { fixed: 'heldBack' } } } } : policy,
        ),
      },
    }))
    expect((await organiser.next('ruled')).options).toEqual(['microphones', 'chat', 'recording'])
    for (const client of [organiser, attendee]) {
      const { options } = await client.next('optionsChanged', ({ options: now }) => now.microphones.value === 'heldBack')
      expect(options.microphones).toMatchObject({ choices: ['heldBack'], boundBy: { source: 'policy', name: 'Sales' } })
    }
    expect(await attendee.next('moderated', ({ what }) => what === 'microphoneHeldBack')).toMatchObject({ by: 'northwind' })
    const held = await organiser.next('participantUpdated', ({ participant }) =>
      participant.producers.some(({ paused }) => paused),
    )
    expect(held.participant.id).toBe(participantId)
    expect(attendee.events.some(({ type }) => type === 'ruled')).toBe(false)
    expect(await outcomeOf(organiser.rpc.setOptions({ microphones: 'allowed' }))).toMatchObject({ code: 'OPTION_LOCKED' })
  })

  test('and undone are as they were', async () => {
    const { code } = await as('nina').meetings.create({ title: 'x', labelId: 'l-public' })
    const organiser = await comeIn(sessions.nina, code)
    await save((rules) => ({ ...rules, meetings: { policies: [], default: { options: { reactions: { fixed: 'off' } } } } }))
    await organiser.next('ruled', ({ options }) => options.includes('reactions'))
    expect(await outcomeOf(organiser.rpc.setOptions({ reactions: 'allowed' }))).toMatchObject({ code: 'OPTION_LOCKED' })
    await as('ada').admin.undoRules({ revision: (await as('ada').admin.getRules()).revision })
    await organiser.rpc.setOptions({ reactions: 'allowed' })
  })

  test('by another organisation are nothing to it', async () => {
    const { code } = await as('nina').meetings.create({ title: 'x' })
    const organiser = await comeIn(sessions.nina, code)
    const before = organiser.events.length
    const zoe = apiClient(organisations.origin, await organisations.signIn('contrail', 'zoe'))
    const { revision, rules } = await zoe.admin.getRules()
    await zoe.admin.saveRules({
      revision,
      rules: { ...rules, meetings: { policies: [], default: { options: { chat: { fixed: 'nobody' } } } } },
    })
    await organiser.rpc.ping()
    expect(organiser.events.slice(before).filter(({ type }) => type === 'optionsChanged' || type === 'ruled')).toEqual([])
  })
})

test('rules outlive the service, and hold in what goes on', async () => {
  const first = await startService({ samplePeople: true })
  const ada = await signIn(first.origin, { personId: 'ada' })
  const api = apiClient(first.origin, ada)
  expect(await api.admin.me()).toMatchObject({ role: 'globalAdministrator' })
  const rules: OrganisationRules = { ...sampleRules(), administrators: [{ personId: 'bo', role: 'reader' }] }
  await api.admin.saveRules({ revision: 0, rules })
  const { code } = await api.meetings.create({ title: 'x', labelId: 'l-confidential' })
  await first.service.close()
  await using second = await startService({ samplePeople: true, dataDir: first.dataDir })
  const again = (personId: string) => signIn(second.origin, { personId })
  const bo = apiClient(second.origin, await again('bo'))
  expect(await bo.admin.getRules()).toMatchObject({ revision: 1, rules, savedBy: { personId: 'ada' } })
  expect(await outcomeOf(bo.admin.saveRules({ revision: 1, rules: sampleRules() }))).toMatchObject({ code: 'FORBIDDEN' })
  expect(idOf(ada)).toBe('ada')
  expect(await apiClient(second.origin, await again('ada')).meetings.get({ code })).toMatchObject({
    label: { name: 'Confidential' },
  })
})

test('the embedded provider’s people have groups, and each organisation an administrator', async () => {
  const { origin, stop } = await startService({ devIdp: { port: 0 } })
  const { issuer } = await apiClient(origin).identity.provider({})
  const discovery = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
  expect((discovery as { claims_supported: string[] }).claims_supported).toContain('groups')
  await stop()
})
