/**
 * Organisations are apart: whoever of one asks with the ids of another is told what they would be told of ids that there are none of,
 * word for word.
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { serviceContract } from '#shared/contract/service.ts'
import { type SignallingProcedure, signallingContract } from '#shared/contract/signalling.ts'
import { NO_RULES, type OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { readConfig } from './config.ts'
import { codeOf, fabricate } from './recordings/testing/fabricate.ts'
import { openDatabase } from './storage/database.ts'
import { RecordingStorage } from './storage/recording-storage.ts'
import { type ApiClient, apiClient, signIn, TestClient } from './testing/client.ts'
import { LogCapture } from './testing/log-capture.ts'
import { idOf, Organisations, outcomeOf } from './testing/organisations.ts'
import { audioParameters, videoParameters } from './testing/rtp.ts'

/** Everything of an organisation that has an id. */
interface Ids {
  code: string
  personId: string
  labelId: string
  templateId: string
  revision: number
  reportId: string
  invitationId: string
  sessionId: string
  messageId: string
  participantId: string
  waitingId: string
  producerId: string
  transportId: string
  consumerId: string
  recordingId: string
}

const UNKNOWN: Ids = {
  code: 'abc-defg-hjk',
  personId: 'unknown-person',
  labelId: 'unknown-label',
  templateId: 'unknown-template',
  revision: 77,
  reportId: 'unknown-report',
  invitationId: 'unknown-invitation',
  sessionId: 'unknown-session',
  messageId: 'unknown-message',
  participantId: 'unknown-participant',
  waitingId: 'unknown-wait',
  producerId: 'unknown-producer',
  transportId: 'unknown-transport',
  consumerId: 'unknown-consumer',
  recordingId: 'unknown-recording',
}

let organisations: Organisations
let theirs: Ids
/** Of Contrail: somebody who administers it and organises a meeting, in which somebody else is as well. */
let zoe: ApiClient
let zoeIn: TestClient
let ownCode: string
const clients: TestClient[] = []

const comeIn = async (client: TestClient, code: string) => {
  clients.push(client)
  await client.prepare(code)
  return client.join()
}

/** A recording that somebody else's organisation has, from before the service starts. */
const putRecording = async (dataDir: string): Promise<void> => {
  const database = await openDatabase(dataDir)
  const storage = await RecordingStorage.create(readConfig({ PARLEY_DATA_DIR: dataDir }).recordings, new LogCapture().log)
  const recording = {
    id: 'their-recording',
    tenant: 'northwind',
    title: 'Theirs',
    organiser: { id: 'ada', name: 'ada' },
    people: [{ id: 'ada', kind: 'member', name: 'ada' } as const],
    tracks: [],
    startedAt: Date.now() - 60_000,
    length: 10,
  }
  await fabricate({ database, blobs: storage.blobs, vault: storage.vault }, recording, codeOf(0))
  await storage.close()
  await database.destroy()
}

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-tenants-'))
  await putRecording(dataDir)
  organisations = await Organisations.start({ dataDir })
  const { origin } = organisations
  const [ada, bo] = [await organisations.signIn('northwind', 'ada'), await organisations.signIn('northwind', 'bo')]
  const api = apiClient(origin, ada)
  const rules: OrganisationRules = {
    ...sampleRules(),
    administrators: [],
    licences: NO_RULES.licences,
    meetings: NO_RULES.meetings,
  }
  let { revision } = await api.admin.saveRules({ revision: 0, rules })
  for (const trusts of [['a'], ['b']]) {
    revision = (await api.admin.saveRules({ revision, rules: { ...rules, settings: { defaultLanguage: 'de', trusts } } }))
      .revision
  }
  const { code } = await api.meetings.create({ title: 'Theirs', labelId: 'l-public' })
  const { invitation } = await api.meetings.invite({ code, name: 'Gus', expiresAt: Date.now() + 60_000 })
  const [adaIn, boIn] = [await TestClient.connect(origin, ada), await TestClient.connect(origin, bo)]
  const { participantId } = await comeIn(boIn, code)
  const { producerId } = await boIn.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
  await boIn.rpc.produce({ source: 'camera', rtpParameters: videoParameters(), paused: false })
  const joined = await comeIn(adaIn, code)
  const { message } = await boIn.rpc.sendMessage({ text: 'Theirs', mentions: [] })
  await adaIn.rpc.reportMessage({ messageId: message.id })
  await adaIn.rpc.setOptions({ lobby: 'organisers' })
  const waiting = await TestClient.connect(origin, await organisations.signIn('northwind', 'chen'))
  clients.push(waiting)
  await waiting.prepare(code)
  await waiting.knock()
  const wait = await adaIn.next('waitingChanged', (event) => event.waiting.length > 0)
  const { reports } = await api.admin.listReports({})
  const [session] = await api.identity.listSessions()
  theirs = {
    code,
    personId: idOf(bo),
    labelId: 'l-confidential',
    templateId: 't-interview',
    revision,
    reportId: reports[0]?.id ?? '',
    invitationId: invitation.id,
    sessionId: session?.id ?? '',
    messageId: message.id,
    participantId,
    waitingId: wait.waiting[0]?.id ?? '',
    producerId,
    transportId: adaIn.prepared?.sendTransport.id ?? '',
    consumerId: joined.consumers[0]?.id ?? '',
    recordingId: 'their-recording',
  }
  for (const [name, id] of Object.entries(theirs)) expect([name, id]).not.toEqual([name, ''])

  const zoeSession = await organisations.signIn('contrail', 'zoe')
  zoe = apiClient(origin, zoeSession)
  const own = { id: 'own-label', name: 'Own', description: '', atLeast: {} }
  await zoe.admin.saveRules({ revision: 0, rules: { ...NO_RULES, labels: { list: [own] } } })
  ownCode = (await zoe.meetings.create({ title: 'Own' })).code
  zoeIn = await TestClient.connect(origin, zoeSession)
  await comeIn(zoeIn, ownCode)
  await comeIn(await TestClient.connect(origin, await organisations.signIn('contrail', 'yan')), ownCode)
})
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await organisations.stop()
})

/** An outcome without what is new each time. */
const plain = (outcome: unknown): unknown =>
  JSON.parse(
    JSON.stringify(outcome, (key, value) =>
      ['id', 'at', 'createdAt', 'code'].includes(key) && typeof value !== 'object' && !isCode(value) ? undefined : value,
    ),
  )
/** Of errors: that is what is looked at. */
const isCode = (value: unknown): boolean => typeof value === 'string' && /^[A-Z_]+$/.test(value)

const track = (id: string) => ({ id, segment: 's', view: 'v' })

const later = (): number => Date.now() + 60_000

/** By procedure, with what of it names something. */
const HTTP: Record<string, Record<string, (ids: Ids) => Promise<unknown>>> = {
  'people.search': { query: () => zoe.people.search({ query: 'bo' }) },
  'identity.endSession': { id: ({ sessionId }) => zoe.identity.endSession({ id: sessionId }) },
  'admin.saveRules': {
    revision: ({ revision }) => zoe.admin.saveRules({ revision, rules: NO_RULES }),
  },
  'admin.undoRules': { revision: ({ revision }) => zoe.admin.undoRules({ revision }) },
  'admin.getRevision': { revision: ({ revision }) => zoe.admin.getRevision({ revision }) },
  'admin.searchPeople': {
    query: () => zoe.admin.searchPeople({ query: 'northwind' }),
    ids: ({ personId }) => zoe.admin.searchPeople({ query: '', ids: [personId] }),
  },
  'admin.listReports': { before: ({ reportId }) => zoe.admin.listReports({ before: reportId }) },
  'meetings.create': {
    templateId: ({ templateId }) => zoe.meetings.create({ title: 'x', templateId }),
    labelId: ({ labelId }) => zoe.meetings.create({ title: 'x', labelId }),
  },
  'meetings.setLabel': {
    code: ({ code }) => zoe.meetings.setLabel({ code, labelId: 'own-label' }),
    labelId: ({ labelId }) => zoe.meetings.setLabel({ code: ownCode, labelId }),
  },
  'meetings.getOptions': { code: ({ code }) => zoe.meetings.getOptions({ code }) },
  'meetings.setOptions': { code: ({ code }) => zoe.meetings.setOptions({ code, change: { chat: 'nobody' } }) },
  'meetings.getPeople': { code: ({ code }) => zoe.meetings.getPeople({ code }) },
  'meetings.setPeople': {
    code: ({ code }) => zoe.meetings.setPeople({ code, people: [] }),
    people: ({ personId }) => zoe.meetings.setPeople({ code: ownCode, people: [{ personId, role: 'presenter' }] }),
  },
  'meetings.listInvitations': { code: ({ code }) => zoe.meetings.listInvitations({ code }) },
  'meetings.invite': { code: ({ code }) => zoe.meetings.invite({ code, name: 'Gus', expiresAt: later() }) },
  'meetings.withdrawInvitation': {
    code: ({ code, invitationId }) => zoe.meetings.withdrawInvitation({ code, id: invitationId }),
    id: ({ invitationId }) => zoe.meetings.withdrawInvitation({ code: ownCode, id: invitationId }),
  },
  'meetings.listMessages': {
    code: ({ code }) => zoe.meetings.listMessages({ code }),
    before: ({ messageId }) => zoe.meetings.listMessages({ code: ownCode, before: messageId }),
  },
  'meetings.sendMessage': {
    code: ({ code }) => zoe.meetings.sendMessage({ code, text: 'x' }),
    replyTo: ({ messageId }) => zoe.meetings.sendMessage({ code: ownCode, text: 'x', replyTo: messageId }),
  },
  'meetings.cancel': { code: ({ code }) => zoe.meetings.cancel({ code }) },
  'recordings.list': {
    query: async () => (await zoe.recordings.list({ query: 'Theirs' })).recordings,
    before: ({ recordingId }) => zoe.recordings.list({ before: recordingId }),
  },
  'recordings.get': { id: ({ recordingId }) => zoe.recordings.get({ id: recordingId }) },
  'recordings.open': { id: ({ recordingId }) => zoe.recordings.open({ id: recordingId }) },
  'recordings.listViews': { id: ({ recordingId }) => zoe.recordings.listViews({ id: recordingId }) },
  'recordings.place': { id: ({ recordingId }) => zoe.recordings.place({ ...track(recordingId), media: 0 }) },
  'recordings.read': { id: ({ recordingId }) => zoe.recordings.read({ ...track(recordingId), from: 0, length: 1 }) },
  'recordings.damage': { id: ({ recordingId }) => zoe.recordings.damage({ ...track(recordingId), from: 0, length: 1 }) },
  'recordings.speech': { id: ({ recordingId }) => zoe.recordings.speech(track(recordingId)) },
  'recordings.share': {
    id: ({ recordingId }) => zoe.recordings.share({ id: recordingId, personId: 'zoe' }),
    personId: ({ personId }) => zoe.recordings.share({ id: 'own-recording', personId }),
  },
  'recordings.withdraw': {
    id: ({ recordingId }) => zoe.recordings.withdraw({ id: recordingId, personId: 'zoe' }),
    personId: ({ personId }) => zoe.recordings.withdraw({ id: 'own-recording', personId }),
  },
  'recordings.setExpiry': { id: ({ recordingId }) => zoe.recordings.setExpiry({ id: recordingId, days: 1 }) },
  'recordings.delete': { id: ({ recordingId }) => zoe.recordings.delete({ id: recordingId, forGood: true }) },
  'recordings.restore': { id: ({ recordingId }) => zoe.recordings.restore({ id: recordingId }) },
  'recordings.hold': { id: ({ recordingId }) => zoe.recordings.hold({ id: recordingId, held: true }) },
  'recordings.prepareDownload': { id: ({ recordingId }) => zoe.recordings.prepareDownload({ id: recordingId }) },
  'recordings.listDownloads': { id: ({ recordingId }) => zoe.recordings.listDownloads({ id: recordingId }) },
  'recordings.cancelDownload': { id: ({ recordingId }) => zoe.recordings.cancelDownload({ id: recordingId, download: 'd' }) },
  'recordings.readDownload': {
    id: ({ recordingId }) => zoe.recordings.readDownload({ id: recordingId, download: 'd', from: 0, length: 1 }),
  },
}

/** A meeting's code is what lets people of other organisations come: see the last test. */
const DOORS = ['meetings.get', 'identity.openSession']
/** What is named is the client's own, and nothing that the service has. */
const OWN = ['diagnostics.reportCrash']

const NAMING = /^(code|id|ids|people|query|before|revision|replyTo|mentions|videos)$|Ids?$/
/** What of an input names something. */
const namesIn = (schema: unknown): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape).filter((key) => NAMING.test(key)) : []
const inputOf = (procedure: object): unknown => (procedure as { '~orpc': { inputSchema?: unknown } })['~orpc'].inputSchema
const proceduresIn = (router: object, path = ''): [string, object][] =>
  Object.entries(router).flatMap(([name, value]): [string, object][] =>
    '~orpc' in value ? [[`${path}${name}`, value]] : proceduresIn(value, `${path}${name}.`),
  )

describe('over HTTP', () => {
  test('everything that names something is asked', () => {
    const wanted = proceduresIn(serviceContract).filter(([name]) => !DOORS.includes(name) && !OWN.includes(name))
    const naming = wanted.flatMap(([name, procedure]) => namesIn(inputOf(procedure)).map((field) => `${name} ${field}`))
    const asked = Object.entries(HTTP).flatMap(([name, fields]) => Object.keys(fields).map((field) => `${name} ${field}`))
    expect(asked.toSorted()).toEqual(naming.toSorted())
  })

  test.each(
    Object.entries(HTTP).flatMap(([name, fields]) => Object.entries(fields).map(([field, ask]) => ({ name, field, ask }))),
  )('$name finds nothing by the $field of another organisation', async ({ ask }) => {
    const unknown = await outcomeOf(ask(UNKNOWN))
    expect(plain(await outcomeOf(ask(theirs)))).toEqual(plain(unknown))
    if ('done' in (unknown as object)) expect(unknown).toEqual({ done: [] })
  })

  test('what lists lists one’s own alone', async () => {
    const { code } = await zoe.meetings.get({ code: ownCode })
    const listed = {
      meetings: (await zoe.meetings.list()).map((meeting) => meeting.code),
      people: (await zoe.admin.searchPeople({ query: '' })).map(({ name }) => name),
      reports: await zoe.admin.listReports({}),
      revisions: (await zoe.admin.listRevisions()).map(({ revision }) => revision),
      choices: await zoe.meetings.choices(),
    }
    expect(listed).toEqual({
      meetings: [code],
      people: ['yan', 'zoe'],
      reports: { reports: [], more: false },
      revisions: [1],
      choices: { templates: [], labels: [{ id: 'own-label', name: 'Own', description: '' }] },
    })
  })

  test('rules that name people and organisations of others give them nothing', async () => {
    const { rules } = await zoe.admin.getRules()
    const administrators = [{ personId: theirs.personId, role: 'globalAdministrator' as const }]
    const saved = await zoe.admin.saveRules({ revision: 1, rules: { ...rules, administrators } })
    const bo = apiClient(organisations.origin, await organisations.signIn('northwind', 'bo'))
    expect(await bo.admin.me()).toEqual({})
    expect(await outcomeOf(bo.admin.getRules())).toMatchObject({ code: 'FORBIDDEN' })
    await zoe.admin.undoRules({ revision: saved.revision })
  })
})

type Attempt = (ids: Ids) => Promise<unknown>
const TARGETED: Partial<Record<SignallingProcedure, object>> = {
  sendToLobby: {},
  mute: {},
  stopCamera: {},
  stopShare: {},
  lowerHand: {},
  request: { source: 'camera' },
  setAllowed: { source: 'camera', allowed: true },
  spotlight: {},
  setRole: { role: 'presenter' },
  remove: {},
}
const call = (procedure: string, input: object): Promise<unknown> =>
  (zoeIn.rpc as unknown as Record<string, (input: object) => Promise<unknown>>)[procedure]?.(input) ??
  Promise.reject(new Error(procedure))

const DTLS = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }] }

const SIGNALLING: Partial<Record<SignallingProcedure, Record<string, Attempt>>> = {
  ...Object.fromEntries(
    Object.entries(TARGETED).map(([procedure, more]) => [
      procedure,
      { participantId: ({ participantId }: Ids) => call(procedure, { participantId, ...more }) },
    ]),
  ),
  connectTransport: {
    transportId: ({ transportId }) => call('connectTransport', { transportId, dtlsParameters: DTLS }),
  },
  restartIce: { transportId: ({ transportId }) => zoeIn.rpc.restartIce({ transportId }) },
  setProducerPaused: { producerId: ({ producerId }) => zoeIn.rpc.setProducerPaused({ producerId, paused: true }) },
  closeProducer: { producerId: ({ producerId }) => zoeIn.rpc.closeProducer({ producerId }) },
  resumeConsumers: { consumerIds: ({ consumerId }) => zoeIn.rpc.resumeConsumers({ consumerIds: [consumerId] }) },
  setVisible: { videos: ({ producerId }) => zoeIn.rpc.setVisible({ videos: [{ producerId, spatialLayer: 0 }] }) },
  admit: { waitingIds: ({ waitingId }) => zoeIn.rpc.admit({ waitingIds: [waitingId] }) },
  deny: { waitingId: ({ waitingId }) => zoeIn.rpc.deny({ waitingId, block: false }) },
  readmit: { personId: ({ personId }) => zoeIn.rpc.readmit({ personId }) },
  sendMessage: {
    replyTo: ({ messageId }) => zoeIn.rpc.sendMessage({ text: 'x', replyTo: messageId, mentions: [] }),
    mentions: ({ personId }) => zoeIn.rpc.sendMessage({ text: 'x', mentions: [personId] }),
  },
  editMessage: {
    messageId: ({ messageId }) => zoeIn.rpc.editMessage({ messageId, text: 'x', mentions: [] }),
    mentions: async ({ personId }) => {
      const { message } = await zoeIn.rpc.sendMessage({ text: 'x', mentions: [] })
      return zoeIn.rpc.editMessage({ messageId: message.id, text: 'y', mentions: [personId] })
    },
  },
  deleteMessage: { messageId: ({ messageId }) => zoeIn.rpc.deleteMessage({ messageId }) },
  reactToMessage: { messageId: ({ messageId }) => zoeIn.rpc.reactToMessage({ messageId, reaction: '👍' }) },
  listMessages: { before: ({ messageId }) => zoeIn.rpc.listMessages({ before: messageId }) },
  markRead: { messageId: ({ messageId }) => zoeIn.rpc.markRead({ messageId }) },
  reportMessage: { messageId: ({ messageId }) => zoeIn.rpc.reportMessage({ messageId }) },
  decideMessage: { messageId: ({ messageId }) => zoeIn.rpc.decideMessage({ messageId, allowed: true }) },
  acknowledgeRecordingNotice: {
    recordingIds: ({ recordingId }) => zoeIn.rpc.acknowledgeRecordingNotice({ recordingIds: [recordingId] }),
  },
}

describe('in a meeting', () => {
  test('everything that names something is asked', () => {
    const naming = proceduresIn(signallingContract)
      .filter(([name]) => name !== 'prepare')
      .flatMap(([name, procedure]) => namesIn(inputOf(procedure)).map((field) => `${name} ${field}`))
    const asked = Object.entries(SIGNALLING).flatMap(([name, fields]) => Object.keys(fields).map((field) => `${name} ${field}`))
    expect(asked.toSorted()).toEqual(naming.toSorted())
  })

  test.each(
    Object.entries(SIGNALLING).flatMap(([name, fields]) => Object.entries(fields).map(([field, ask]) => ({ name, field, ask }))),
  )('$name does nothing to the $field of another organisation’s', async ({ ask }) => {
    const outcome = plain(await outcomeOf(ask(theirs)))
    expect(outcome).toEqual(plain(await outcomeOf(ask(UNKNOWN))))
    expect(JSON.stringify(outcome)).not.toContain('Theirs')
  })

  test('and nothing was done there', async () => {
    const { origin } = organisations
    const ada = apiClient(origin, await organisations.signIn('northwind', 'ada'))
    expect(await ada.meetings.get({ code: theirs.code })).toMatchObject({
      title: 'Theirs',
      present: 2,
      label: { id: 'l-public' },
    })
    expect(await ada.meetings.getPeople({ code: theirs.code })).toEqual([])
    const [invitation] = await ada.meetings.listInvitations({ code: theirs.code })
    expect(invitation?.withdrawnAt).toBeUndefined()
    const { messages } = await ada.meetings.listMessages({ code: theirs.code })
    expect(messages.map(({ text, reactions }) => [text, reactions])).toEqual([['Theirs', []]])
    expect(await ada.admin.getRules()).toMatchObject({ revision: 3 })
    expect((await ada.identity.listSessions()).some(({ id }) => id === theirs.sessionId)).toBe(true)
  })
})

describe('a code', () => {
  test('tells people of other organisations what it tells everybody whom it is given, and not who is in', async () => {
    const meeting = await zoe.meetings.get({ code: theirs.code })
    expect(meeting).toMatchObject({ title: 'Theirs', organiser: { name: 'ada' } })
    expect(meeting.present).toBeUndefined()
    expect(await outcomeOf(zoe.meetings.get({ code: UNKNOWN.code }))).toMatchObject({ code: 'MEETING_NOT_FOUND' })
  })

  test('tells a guest of another meeting nothing', async () => {
    const guest = apiClient(organisations.origin, await signIn(organisations.origin, { code: ownCode, name: 'Gus' }))
    for (const ask of [guest.meetings.get, guest.meetings.getOptions, guest.meetings.listMessages]) {
      const unknown = await outcomeOf(ask({ code: UNKNOWN.code }))
      expect(unknown).toMatchObject({ code: 'FORBIDDEN' })
      expect(await outcomeOf(ask({ code: theirs.code }))).toEqual(unknown)
    }
  })
})
