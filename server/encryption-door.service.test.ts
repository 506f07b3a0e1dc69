/** Encrypted meetings over real sockets: who is refused, with which code, and what can't be done or changed in them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Platform } from '#shared/contract/common.ts'
import { encryptingRules } from '#shared/policies/testing/sample-rules.ts'
import { apiClient, TestClient } from './testing/client.ts'
import { Organisations, outcomeOf } from './testing/organisations.ts'
import type { TestSession } from './testing/test-session.ts'

const WINDOWS: Platform = { kind: 'desktop', os: 'windows', version: '0.1.0' }
const people = ['ada', 'sal', 'nina', 'rex'] as const

let organisations: Organisations
let sessions: Record<(typeof people)[number], TestSession>
const as = (name: (typeof people)[number]) => apiClient(organisations.origin, sessions[name])
const clients: TestClient[] = []
const connect = async (name: (typeof people)[number]): Promise<TestClient> => {
  const client = await TestClient.connect(organisations.origin, sessions[name])
  clients.push(client)
  return client
}
const comeIn = async (name: (typeof people)[number], code: string, platform = WINDOWS): Promise<TestClient> => {
  const client = await connect(name)
  await client.prepare(code, platform)
  // What is in it is between the members: to the service it is one that brings one.
  await client.join({ encryption: { keyPackages: ['AAAA'] } })
  return client
}

beforeAll(async () => {
  organisations = await Organisations.start()
  sessions = await organisations.signInAll('northwind', people)
  const { revision } = await as('ada').admin.getRules()
  const rules = encryptingRules()
  const recorded = { people: [sessions.rex.account.person.id], groups: [] }
  await as('ada').admin.saveRules({ revision, rules: { ...rules, settings: { ...rules.settings, recorded } } })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})
afterAll(() => organisations.stop())

describe('by a label, or by choice', () => {
  test.each<[string, Platform, string, number]>([
    ['web', { ...WINDOWS, kind: 'web' }, 'ENCRYPTED_NEEDS_DESKTOP', 403],
    ['Linux', { ...WINDOWS, os: 'linux' }, 'ENCRYPTED_NEEDS_SYSTEM', 403],
    ['a virtual desktop', { ...WINDOWS, virtual: true }, 'ENCRYPTED_NEEDS_OWN_COMPUTER', 403],
    ['an old version', { ...WINDOWS, version: '0.0.1' }, 'ENCRYPTED_NEEDS_UPDATE', 426],
  ])('%s is told why it can’t come in', async (_what, platform, code, status) => {
    const labelled = await as('sal').meetings.create({ title: 'x', labelId: 'l-highly-confidential' })
    const chosen = await as('sal').meetings.create({ title: 'x' })
    await as('sal').meetings.setOptions({ code: chosen.code, change: { encryption: 'on' } })
    for (const meeting of [labelled, chosen]) {
      const client = await TestClient.connect(organisations.origin, sessions.nina)
      expect(await outcomeOf(client.prepare(meeting.code, platform))).toMatchObject({ code, status, message: code })
      await client.prepare(meeting.code, WINDOWS)
      await client.close()
    }
  })
})

test('whoever must be recorded is told so', async () => {
  const { code } = await as('sal').meetings.create({ title: 'x', labelId: 'l-highly-confidential' })
  const client = await connect('rex')
  expect(await outcomeOf(client.prepare(code, WINDOWS))).toMatchObject({ code: 'ENCRYPTED_NOT_RECORDED', status: 403 })
})

test('whoever waits when it is turned on comes again, with keys or to be told why they can’t', async () => {
  const { code } = await as('sal').meetings.create({ title: 'x' })
  await as('sal').meetings.setOptions({ code, change: { lobby: 'organisers' } })
  const waits = async (platform: Platform, encryption?: { keyPackages: string[] }): Promise<TestClient> => {
    const client = await connect('nina')
    await client.prepare(code, platform)
    await client.knock(encryption === undefined ? {} : { encryption })
    await client.next('waiting')
    return client
  }
  const desktop = await waits(WINDOWS)
  await as('sal').meetings.setOptions({ code, change: { encryption: 'on' } })
  await desktop.closed
  const again = await waits(WINDOWS, { keyPackages: ['AAAA'] })
  await as('sal').meetings.setOptions({ code, change: { encryption: 'off' } })
  await again.close()
  const web = await waits({ ...WINDOWS, kind: 'web' })
  await as('sal').meetings.setOptions({ code, change: { encryption: 'on' } })
  await web.closed
  const client = await connect('nina')
  expect(await outcomeOf(client.prepare(code, { ...WINDOWS, kind: 'web' }))).toMatchObject({ code: 'ENCRYPTED_NEEDS_DESKTOP' })
})

describe('while it runs', () => {
  test('it stays encrypted, and is without what is turned off', async () => {
    const { code } = await as('sal').meetings.create({ title: 'x' })
    await as('sal').meetings.setOptions({ code, change: { encryption: 'on' } })
    const organiser = await comeIn('sal', code)
    await comeIn('nina', code, { ...WINDOWS, os: 'macos' })
    const { options } = await organiser.next('joined')
    expect(options.encryption).toMatchObject({ value: 'on', choices: ['on'] })
    expect(options.recording).toMatchObject({ value: 'nobody', choices: ['nobody'], boundBy: { source: 'encryption' } })

    const refused = async (attempt: Promise<unknown>, code: string, detail?: string) =>
      expect(await outcomeOf(attempt)).toMatchObject({ code, ...(detail && { data: { detail } }) })
    const { rpc } = organiser
    await refused(rpc.setOptions({ encryption: 'off' }), 'ENCRYPTION_SETTLED')
    await refused(as('sal').meetings.setOptions({ code, change: { encryption: 'off' } }), 'ENCRYPTION_SETTLED')
    await refused(rpc.setOptions({ recording: 'presenters' }), 'OFF_WHEN_ENCRYPTED', 'recording')
    await refused(rpc.setOptions({ callers: 'direct' }), 'OFF_WHEN_ENCRYPTED', 'callers')
    await refused(as('sal').meetings.setOptions({ code, change: { chatTime: 'always' } }), 'OFF_WHEN_ENCRYPTED', 'chatTime')
    await refused(rpc.sendMessage({ text: 'in the clear', mentions: [] }), 'OFF_WHEN_ENCRYPTED')
    await refused(rpc.editMessage({ messageId: 'x', text: 'in the clear', mentions: [] }), 'OFF_WHEN_ENCRYPTED')
    await refused(rpc.reactToMessage({ messageId: 'x', reaction: '👍' }), 'OFF_WHEN_ENCRYPTED')
    await refused(rpc.react({ reaction: 'like' }), 'OFF_WHEN_ENCRYPTED')
    await refused(rpc.setHand({ raised: true }), 'OFF_WHEN_ENCRYPTED')
    // What is no matter of encryption can be changed as ever.
    await rpc.setOptions({ microphones: 'heldBack' })
  })

  test('one in the clear stays in the clear', async () => {
    const { code } = await as('sal').meetings.create({ title: 'x' })
    const organiser = await comeIn('sal', code)
    expect(await outcomeOf(organiser.rpc.setOptions({ encryption: 'on' }))).toMatchObject({ code: 'ENCRYPTION_SETTLED' })
    expect(await outcomeOf(as('sal').meetings.setLabel({ code, labelId: 'l-highly-confidential' }))).toMatchObject({
      code: 'ENCRYPTION_SETTLED',
    })
    await organiser.rpc.setHand({ raised: true })
  })
})
