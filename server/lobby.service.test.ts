/** The lobby over real sockets: who waits, what they are told, and how they come in, are sent away or come back. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import { apiClient, openSession, refresh, signIn, TestClient } from './testing/client.ts'
import { audioParameters, videoParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import { DpopKey, type TestSession } from './testing/test-session.ts'

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )

interface Someone {
  client: TestClient
  session: TestSession
}

let service: TestService
let ada: TestSession
let code: string
beforeAll(async () => {
  service = await startService({ limits: { lobbyWait: 60_000, denial: 1_500, resumeWindow: 3_000, waiting: 6 } })
  ada = await signIn(service.origin, { personId: 'ada' })
})
afterAll(() => service.stop())
beforeEach(async () => {
  code = (await apiClient(service.origin, ada).meetings.create({ title: 'Weekly' })).code
})

const setOptions = (change: OptionsChange) => apiClient(service.origin, ada).meetings.setOptions({ code, change })

const prepare = async (session: TestSession, origin = service.origin): Promise<Someone> => {
  const client = await TestClient.connect(origin, session)
  await client.prepare(code)
  return { client, session }
}
const comeIn = async (session: TestSession, origin?: string) => {
  const someone = await prepare(session, origin)
  const joined = await someone.client.join()
  return { ...someone, joined }
}
const organise = () => comeIn(ada)
const member = async (personId: string) => comeIn(await signIn(service.origin, { personId }))
const knock = async (session: TestSession, origin?: string): Promise<Someone> => {
  const someone = await prepare(session, origin)
  await someone.client.knock()
  await someone.client.next('waiting')
  return someone
}
const guest = (name: string) => signIn(service.origin, { code, name })
const knockAs = async (name: string) => knock(await guest(name))

/** The place of somebody in the lobby, as the organiser sees it. */
const placeOf = async ({ client }: Someone, name: string): Promise<string> => {
  const find = (waiting: readonly { id: string; name: string }[]) => waiting.find((each) => each.name === name)
  const event = await client.next('waitingChanged', ({ waiting }) => find(waiting) !== undefined)
  return find(event.waiting)?.id ?? ''
}
const closeAll = (...everybody: Someone[]) => Promise.all(everybody.map(({ client }) => client.close()))
const types = ({ client }: Someone): MeetingEvent['type'][] => client.events.map(({ type }) => type)

describe('somebody who waits', () => {
  test('is told that, and nothing else, whatever goes on in the meeting', async () => {
    const frames: string[] = []
    const host = await organise()
    const gus = await prepare(await guest('Gus'))
    expect(gus.client.prepared?.meeting.present).toBeUndefined()
    gus.client.socket.on('message', (data) => frames.push(String(data)))
    await gus.client.knock()
    await gus.client.next('waiting')

    const bo = await member('bo')
    await host.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    await host.client.rpc.produce({ source: 'screen', rtpParameters: videoParameters(), paused: false })
    await bo.client.rpc.setHand({ raised: true })
    await bo.client.rpc.react({ reaction: 'love' })
    await host.client.rpc.spotlight({ participantId: bo.joined.participantId })
    await host.client.rpc.setOptions({ chat: 'presenters', watermark: 'on' })
    await host.client.rpc.setRole({ participantId: bo.joined.participantId, role: 'coOrganiser' })
    await host.client.rpc.setLocked({ locked: true })
    await host.client.rpc.muteAll({ holdBack: false })
    await host.client.rpc.remove({ participantId: bo.joined.participantId })
    await knockAs('Hana').then(closeAll, () => undefined)
    await host.client.next('participantLeft')

    expect(await refusal(gus.client.rpc.ping())).toBe('done')
    const told = frames.map((frame): unknown => JSON.parse(frame))
    // The reply to the join, the one event, the reply to the ping of this test and those of the client's own.
    const events = told.filter((frame) => (frame as { t?: number }).t !== undefined)
    const recording = { active: [], consentAsked: false, marked: false, notice: {} }
    const waiting = { type: 'waiting', since: expect.any(Number), until: expect.any(Number), recording }
    expect(events).toEqual([{ i: expect.any(String), t: 3, p: { e: 'message', d: { json: waiting } } }])
    for (const frame of told.filter((each) => !events.includes(each))) {
      const reply = JSON.stringify((frame as { p: unknown }).p)
      expect(['{"h":{"content-type":"text/event-stream"}}', '{"b":{}}']).toContain(reply)
    }
    await closeAll(host, gus)
  })

  test.each<[string, (client: TestClient) => Promise<unknown>]>([
    ['produce', ({ rpc }) => rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: true })],
    ['see', ({ rpc }) => rpc.setVisible({ videos: [] })],
    ['receive', ({ rpc }) => rpc.resumeConsumers({ consumerIds: ['x'] })],
    ['raise a hand', ({ rpc }) => rpc.setHand({ raised: true })],
    ['react', ({ rpc }) => rpc.react({ reaction: 'like' })],
    ['admit themselves', ({ rpc }) => rpc.admitAll()],
    ['read the log', ({ rpc }) => rpc.readLog()],
    ['change options', ({ rpc }) => rpc.setOptions({ lobby: 'everyone' })],
    ['end the meeting', ({ rpc }) => rpc.endMeeting()],
    ['write', ({ rpc }) => rpc.sendMessage({ text: 'Let me in', mentions: [] })],
    ['read', ({ rpc }) => rpc.listMessages({ before: 'x' })],
    ['knock again', ({ rpc }) => rpc.join({ rtpCapabilities: {}, pictures: 1 })],
  ])('can’t %s', async (_what, attempt) => {
    const gus = await knockAs('Gus')
    expect(['WRONG_STATE', 'UNKNOWN_PROCEDURE']).toContain(await refusal(attempt(gus.client)))
    await closeAll(gus)
  })

  test('can set up media, ask for a sign of life and leave', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    await placeOf(host, 'Gus')
    const transportId = gus.client.prepared?.sendTransport.id ?? ''
    await gus.client.rpc.restartIce({ transportId })
    await gus.client.rpc.ping()
    await gus.client.rpc.leave()
    expect(await gus.client.next('ended')).toMatchObject({ reason: 'left' })
    await host.client.next('waitingChanged', ({ waiting }) => waiting.length === 0)
    await closeAll(host, gus)
  })

  test('waits for nobody too, until an organiser comes', async () => {
    const gus = await knockAs('Gus')
    const host = await organise()
    expect(host.joined.waiting).toMatchObject([{ name: 'Gus', standing: 'anonymous', verification: 'nothing' }])
    await host.client.rpc.admitAll()
    const joined = await gus.client.next('joined')
    expect(joined.participants.map(({ name }) => name)).toEqual(['Ada Moreau', 'Gus'])
    expect(types(gus).slice(0, 2)).toEqual(['waiting', 'joined'])
    await host.client.next('participantJoined', ({ participant }) => participant.id === joined.participantId)
    await gus.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    await host.client.next('consumerAdded')
    await closeAll(host, gus)
  })

  test('is one of so many', async () => {
    const waiting = await Promise.all([...'abcdef'].map((name) => knockAs(`Guest ${name}`)))
    const late = await prepare(await guest('Guest g'))
    expect(await refusal(late.client.knock())).toBe('LOBBY_FULL')
    await closeAll(late, ...waiting)
  })

  test('is out when the meeting ends', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    await host.client.rpc.endMeeting()
    expect(await gus.client.next('ended')).toMatchObject({ reason: 'meetingEnded' })
    await closeAll(host, gus)
  })

  test('is out when they sign out', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    await placeOf(host, 'Gus')
    await apiClient(service.origin, gus.session).identity.closeSession()
    expect(await gus.client.next('ended')).toMatchObject({ reason: 'signedOut' })
    await host.client.next('waitingChanged', ({ waiting }) => waiting.length === 0)
    await closeAll(host)
  })

  test('keeps their place over a lost connection, and loses it in the end', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    const hana = await knockAs('Hana')
    await placeOf(host, 'Hana')
    gus.client.cut()
    const back = await knock(gus.session)
    const { waiting } = (await comeIn(ada)).joined
    expect(waiting.map(({ name }) => name)).toEqual(['Gus', 'Hana'])
    const again = await knock(gus.session)
    expect(await back.client.next('ended')).toMatchObject({ reason: 'replaced' })
    again.client.cut()
    await host.client.next('waitingChanged', (event) => event.waiting.length === 1 && event.waiting[0]?.name === 'Hana')
    await closeAll(host, hana)
  })

  test('who was let in while away comes in when back', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    const id = await placeOf(host, 'Gus')
    gus.client.cut()
    await host.client.rpc.admit({ waitingIds: [id] })
    const back = await comeIn(gus.session)
    await closeAll(host, back)
  })
})

describe('who decides', () => {
  test('sees who waits; whoever may not, does not, and whoever no longer may sees nobody', async () => {
    const host = await organise()
    const bo = await member('bo')
    await host.client.rpc.setOptions({ admitting: 'organisers' })
    await bo.client.next('waitingChanged', ({ waiting }) => waiting.length === 0)
    const gus = await knockAs('Gus')
    await placeOf(host, 'Gus')
    const seen = () => bo.client.events.filter((event) => event.type === 'waitingChanged' && event.waiting.length > 0).length
    expect(seen()).toBe(0)
    await host.client.rpc.setOptions({ admitting: 'presenters' })
    await placeOf(bo, 'Gus')
    await host.client.rpc.setRole({ participantId: bo.joined.participantId, role: 'attendee' })
    await bo.client.next('moderated')
    await expect.poll(() => bo.client.events.findLast(({ type }) => type === 'waitingChanged')).toMatchObject({ waiting: [] })
    await closeAll(host, bo, gus)
  })

  test('admits one of several', async () => {
    const host = await organise()
    const [gus, hana] = [await knockAs('Gus'), await knockAs('Hana')]
    await host.client.rpc.admit({ waitingIds: [await placeOf(host, 'Hana'), 'nobody'] })
    await hana.client.next('joined')
    expect(types(gus)).toEqual(['waiting'])
    await closeAll(host, gus, hana)
  })

  test('denies for a while, whatever name is given', async () => {
    const host = await organise()
    const key = DpopKey.create()
    const gus = await knock(await openSession(service.origin, { kind: 'guest', code, name: 'Gus' }, { key }))
    const place = await placeOf(host, 'Gus')
    await host.client.rpc.deny({ waitingId: place, block: false })
    expect(await refusal(host.client.rpc.deny({ waitingId: place, block: true }))).toBe('NOT_FOUND')
    expect(await gus.client.next('ended')).toMatchObject({ reason: 'denied' })
    expect(await refusal(prepare(gus.session))).toBe('KNOCK_LATER')
    const other = await openSession(service.origin, { kind: 'guest', code, name: 'Gustav' }, { key })
    expect(await refusal(prepare(other))).toBe('KNOCK_LATER')
    await closeAll(await knockAs('Hana'))
    await expect.poll(() => refusal(prepare(gus.session)), { interval: 300, timeout: 5_000 }).toBe('done')
    const again = await knock(gus.session)
    await closeAll(host, again)
  })

  test('blocks for the rest of the occurrence, under another name too', async () => {
    const host = await organise()
    const key = DpopKey.create()
    const session = await openSession(service.origin, { kind: 'guest', code, name: 'Gus' }, { key })
    const gus = await knock(session)
    const other = await openSession(service.origin, { kind: 'guest', code, name: 'Gustav' }, { key })
    const second = await knock(other)
    await host.client.rpc.deny({ waitingId: await placeOf(host, 'Gus'), block: true })
    for (const each of [gus, second]) expect(await each.client.next('ended')).toMatchObject({ reason: 'blocked' })
    for (const each of [session, other]) expect(await refusal(prepare(each))).toBe('REMOVED')
    const third = await openSession(service.origin, { kind: 'guest', code, name: 'Somebody' }, { key })
    expect(await refusal(prepare(third))).toBe('REMOVED')
    await setOptions({ lobby: 'everyone' })
    expect(await refusal(prepare(session))).toBe('REMOVED')
    await host.client.rpc.endMeeting()
    await host.client.closed.catch(() => undefined)
    expect(await refusal(prepare(session))).toBe('done')
  })

  test('opens the door: who would come in directly does; narrowing it throws nobody out', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    await host.client.rpc.setOptions({ lobby: 'everyone' })
    await gus.client.next('joined')
    await host.client.rpc.setOptions({ lobby: 'organisers' })
    const bo = await knock(await signIn(service.origin, { personId: 'bo' }))
    await gus.client.rpc.ping()
    expect(types(gus)).not.toContain('ended')
    await closeAll(host, gus, bo)
  })

  test('locks the meeting for all but organisers', async () => {
    const host = await organise()
    const gus = await knockAs('Gus')
    const bo = await member('bo')
    await host.client.rpc.setRole({ participantId: bo.joined.participantId, role: 'coOrganiser' })
    await host.client.rpc.setLocked({ locked: true })
    expect(await refusal(host.client.rpc.admitAll())).toBe('MEETING_LOCKED')
    const chen = await prepare(await signIn(service.origin, { personId: 'chen' }))
    expect(await refusal(chen.client.join())).toBe('MEETING_LOCKED')
    await bo.client.rpc.leave()
    const again = await comeIn(bo.session)
    expect(again.joined).toMatchObject({ locked: true })
    expect(again.joined.participants.find(({ personId }) => personId === 'bo')?.role).toBe('coOrganiser')
    await host.client.rpc.setLocked({ locked: false })
    await chen.client.join()
    await closeAll(host, gus, chen, again, bo)
  })

  test('sends somebody back to the lobby, from which a rule lets nobody escape', async () => {
    const host = await organise()
    const bo = await member('bo')
    await bo.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    await host.client.next('consumerAdded')
    await host.client.rpc.sendToLobby({ participantId: bo.joined.participantId })
    await bo.client.next('waiting')
    await host.client.next('consumerRemoved')
    expect(await refusal(bo.client.rpc.setHand({ raised: true }))).toBe('WRONG_STATE')
    const after = bo.client.events.slice(bo.client.events.findIndex(({ type }) => type === 'waiting') + 1)
    expect(after).toEqual([])
    const window = await knock(await signIn(service.origin, { personId: 'bo' }))
    bo.client.cut()
    const back = await knock(bo.session)
    await host.client.rpc.admitAll()
    const { participants } = await back.client.next('joined')
    expect(participants.filter(({ personId }) => personId === 'bo')).toHaveLength(2)
    await back.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    await closeAll(host, window, back)
  })
})

test('whoever waits too long is shown out', async () => {
  await using short = await startService({ limits: { lobbyWait: 1_200 } })
  const host = await signIn(short.origin, { personId: 'ada' })
  code = (await apiClient(short.origin, host).meetings.create({ title: 'Weekly' })).code
  const gus = await knock(await signIn(short.origin, { code, name: 'Gus' }), short.origin)
  const { since, until } = await gus.client.next('waiting')
  expect(until - since).toBe(1_200)
  expect(await gus.client.next('ended')).toMatchObject({ reason: 'waitedTooLong' })
  await gus.client.closed
})

test('the lobby is there again after a restart, and so is what was decided', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-lobby-'))
  const first = await startService({ dataDir })
  const host = await signIn(first.origin, { personId: 'ada' })
  code = (await apiClient(first.origin, host).meetings.create({ title: 'Weekly' })).code
  const guests = await Promise.all(['Gus', 'Hana'].map((name) => signIn(first.origin, { code, name })))
  const waiting = []
  for (const each of guests) waiting.push(await knock(each, first.origin))
  await first.service.close()
  expect(await waiting[0]?.client.next('ended')).toMatchObject({ reason: 'serviceStopping' })

  const second = await startService({ dataDir })
  const adaBack = await refresh(second.origin, host)
  const organiser = await comeIn(adaBack, second.origin)
  expect(organiser.joined.waiting.map(({ name }) => name)).toEqual(['Gus', 'Hana'])
  const [gus] = await Promise.all(guests.map(async (each) => knock(await refresh(second.origin, each), second.origin)))
  await organiser.client.rpc.admitAll()
  await gus?.client.next('joined')
  await closeAll(organiser)
  await second.stop()
  await rm(dataDir, { recursive: true, force: true })
}, 60_000)
