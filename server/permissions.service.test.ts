/**
 * The table of permissions, asked over real sockets by clients that ignore the screen: whatever the role, the options and the
 * target, the service allows exactly what `denialOf` allows, and says why it does not.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_OPTIONS, type MeetingOptions } from '#shared/meeting/options.ts'
import { type Action, type Actor, denialOf, MEETING_ACTIONS, OWN_ACTIONS, TARGETED_ACTIONS } from '#shared/meeting/permissions.ts'
import { ROLES, type Role } from '#shared/meeting/roles.ts'
import { type ApiClient, apiClient, signIn, TestClient } from './testing/client.ts'
import { audioParameters, videoParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

/** What the chat asks the table for is tested with the chat. */
const CHAT = ['writeMessage', 'reportMessage', 'reviewMessages', 'deleteMessage'] as const
type Tested = Exclude<Action, (typeof CHAT)[number]>
const isTested = (action: Action): action is Tested => !(CHAT as readonly Action[]).includes(action)

let service: TestService
let sessions: Record<'ada' | 'bo' | 'chen', TestSession>
beforeAll(async () => {
  service = await startService({ limits: { requestRate: 1e6, requestBurst: 1e6 } })
  const { origin } = service
  sessions = {
    ada: await signIn(origin, { personId: 'ada' }),
    bo: await signIn(origin, { personId: 'bo' }),
    chen: await signIn(origin, { personId: 'chen' }),
  }
})
afterAll(() => service.stop())

interface Someone {
  client: TestClient
  id: string
}

interface Stage extends AsyncDisposable {
  code: string
  api: ApiClient
  actor: Someone
  target: Someone
}

const comeIn = async (who: keyof typeof sessions, code: string): Promise<Someone> => {
  const client = await TestClient.connect(service.origin, sessions[who])
  await client.prepare(code)
  const { participantId } = await client.join()
  return { client, id: participantId }
}

/** A meeting of Ada's with somebody who acts and somebody whom it is done to. */
const setUp = async (actorRole: Role, targetRole: Role, options: Partial<MeetingOptions>, excepted: boolean): Promise<Stage> => {
  const host = apiClient(service.origin, sessions.ada)
  const { code } = await host.meetings.create({ title: 'Weekly' })
  const ada = await comeIn('ada', code)
  const actor = actorRole === 'organiser' ? ada : await comeIn('bo', code)
  // There is one organiser: whoever acts on another of that role acts on another window of theirs.
  const target = await comeIn(targetRole === 'organiser' ? 'ada' : 'chen', code)
  for (const [{ id }, role] of [
    [target, targetRole],
    [actor, actorRole],
  ] as const) {
    if (role === 'organiser') continue
    await ada.client.rpc.setRole({ participantId: id, role })
    if (!excepted) continue
    for (const source of ['microphone', 'camera'] as const) {
      await ada.client.rpc.setAllowed({ participantId: id, source, allowed: true })
    }
  }
  await ada.client.rpc.setOptions(options)
  const everybody = new Set([ada, actor, target])
  return {
    code,
    api: apiClient(service.origin, actorRole === 'organiser' ? sessions.ada : sessions.bo),
    actor,
    target,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...everybody].map(({ client }) => client.close()))
    },
  }
}

type Attempt = (stage: Stage) => Promise<unknown>

const ATTEMPTS: Record<Tested, Attempt> = {
  speak: ({ actor }) => actor.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false }),
  showCamera: ({ actor }) => actor.client.rpc.produce({ source: 'camera', rtpParameters: videoParameters(), paused: false }),
  shareScreen: ({ actor }) => actor.client.rpc.produce({ source: 'screen', rtpParameters: videoParameters(), paused: false }),
  raiseHand: ({ actor }) => actor.client.rpc.setHand({ raised: true }),
  react: ({ actor }) => actor.client.rpc.react({ reaction: 'like' }),
  admit: ({ actor }) => actor.client.rpc.admit({ waitingIds: ['nobody'] }).then(() => actor.client.rpc.admitAll()),
  muteAll: ({ actor }) => actor.client.rpc.muteAll({ holdBack: false }),
  lowerAllHands: ({ actor }) => actor.client.rpc.lowerAllHands(),
  changeOptions: ({ actor }) => actor.client.rpc.setOptions({ watermark: 'on' }),
  lockMeeting: ({ actor }) =>
    actor.client.rpc.setLocked({ locked: true }).then(() => actor.client.rpc.setLocked({ locked: false })),
  readLog: ({ actor }) => actor.client.rpc.readLog(),
  inviteGuests: ({ api, code }) => api.meetings.invite({ code, name: 'Gus', expiresAt: Date.now() + 60_000 }),
  record: ({ actor }) => actor.client.rpc.startRecording(),
  readmit: ({ actor }) => actor.client.rpc.readmit({ personId: 'nobody' }),
  endMeeting: ({ actor }) => actor.client.rpc.endMeeting(),
  mute: ({ actor, target }) => actor.client.rpc.mute({ participantId: target.id }),
  stopCamera: ({ actor, target }) => actor.client.rpc.stopCamera({ participantId: target.id }),
  stopShare: ({ actor, target }) => actor.client.rpc.stopShare({ participantId: target.id }),
  lowerHand: ({ actor, target }) => actor.client.rpc.lowerHand({ participantId: target.id }),
  requestMicrophone: ({ actor, target }) => actor.client.rpc.request({ participantId: target.id, source: 'microphone' }),
  requestCamera: ({ actor, target }) => actor.client.rpc.request({ participantId: target.id, source: 'camera' }),
  allowMicrophone: ({ actor, target }) =>
    actor.client.rpc.setAllowed({ participantId: target.id, source: 'microphone', allowed: true }),
  allowCamera: ({ actor, target }) => actor.client.rpc.setAllowed({ participantId: target.id, source: 'camera', allowed: true }),
  spotlight: ({ actor, target }) => actor.client.rpc.spotlight({ participantId: target.id }),
  makePresenter: ({ actor, target }) => actor.client.rpc.setRole({ participantId: target.id, role: 'presenter' }),
  makeAttendee: ({ actor, target }) => actor.client.rpc.setRole({ participantId: target.id, role: 'attendee' }),
  makeCoOrganiser: ({ actor, target }) => actor.client.rpc.setRole({ participantId: target.id, role: 'coOrganiser' }),
  makeOrganiser: ({ actor, target }) => actor.client.rpc.setRole({ participantId: target.id, role: 'organiser' }),
  sendToLobby: ({ actor, target }) => actor.client.rpc.sendToLobby({ participantId: target.id }),
  remove: ({ actor, target }) => actor.client.rpc.remove({ participantId: target.id }),
}

/** After these, roles or people are others. */
const CHANGES_STAGE: ReadonlySet<Action> = new Set<Action>([
  'endMeeting',
  'allowMicrophone',
  'allowCamera',
  'makePresenter',
  'makeAttendee',
  'makeCoOrganiser',
  'makeOrganiser',
  'sendToLobby',
  'remove',
])

/** The denial, or undefined; what was done to nobody is allowed too. */
const denialBy = async (attempt: Promise<unknown>): Promise<string | undefined> => {
  try {
    await attempt
    return undefined
  } catch (error) {
    const { code, data } = error as { code?: string; data?: { detail?: string } }
    if (code === 'FORBIDDEN') return data?.detail
    if (code === 'NOT_FOUND') return undefined
    throw error
  }
}

/** The actions that come out otherwise than the table says, as `role action target: was, should be`. */
const deviations = async (
  actions: readonly Action[],
  actorRole: Role,
  targetRole: Role,
  options: Partial<MeetingOptions> = {},
  excepted = false,
): Promise<string[]> => {
  const found: string[] = []
  const exception = { mayUnmute: excepted, mayShowCamera: excepted }
  const actor: Actor = { id: 'actor', role: actorRole, ...exception }
  const target: Actor = { id: 'target', role: targetRole }
  let stage = await setUp(actorRole, targetRole, options, excepted)
  for (const action of actions.filter(isTested)) {
    const isTargeted = (TARGETED_ACTIONS as readonly Action[]).includes(action)
    const expected = denialOf(actor, action, { ...DEFAULT_OPTIONS, ...options }, isTargeted ? target : undefined)
    const denial = await denialBy(ATTEMPTS[action](stage))
    if (denial !== expected) found.push(`${actorRole} ${action} ${targetRole}: ${denial}, should be ${expected}`)
    if (expected !== undefined || !CHANGES_STAGE.has(action)) continue
    await stage[Symbol.asyncDispose]()
    stage = await setUp(actorRole, targetRole, options, excepted)
  }
  await stage[Symbol.asyncDispose]()
  return found
}

const UNTARGETED = [...OWN_ACTIONS, ...MEETING_ACTIONS]
const OPTIONS: readonly Partial<MeetingOptions>[] = [
  {},
  { microphones: 'heldBack' },
  { cameras: 'heldBack' },
  { reactions: 'off' },
  { admitting: 'organisers' },
  { presenting: 'organisers', chat: 'nobody', lobby: 'organisers' },
  { recording: 'organisers' },
  { recording: 'nobody' },
]

describe('what one does oneself and to the meeting', () => {
  test.each(OPTIONS.flatMap((options) => ROLES.map((role) => ({ role, options }))))(
    '$role with $options',
    async ({ role, options }) => {
      expect(await deviations(UNTARGETED, role, 'attendee', options)).toEqual([])
    },
  )

  test('by somebody excepted from what is held back', async () => {
    const options = { microphones: 'heldBack', cameras: 'heldBack' } as const
    expect(await deviations(OWN_ACTIONS, 'attendee', 'attendee', options, true)).toEqual([])
  })
})

describe('what one does to somebody', () => {
  const strict = { microphones: 'heldBack', cameras: 'heldBack', reactions: 'off', admitting: 'organisers' } as const
  const actions: readonly Action[] = TARGETED_ACTIONS
  test.each(ROLES.flatMap((role) => ROLES.map((targetRole) => ({ role, targetRole }))))(
    '$role to $targetRole',
    async ({ role, targetRole }) => {
      expect(await deviations(actions, role, targetRole)).toEqual([])
      expect(await deviations(actions, role, targetRole, strict)).toEqual([])
    },
  )

  test.each(ROLES)('%s to themselves', async (role) => {
    await using stage = await setUp(role, 'attendee', {}, false)
    const self = { ...stage, target: stage.actor }
    for (const action of actions.filter(isTested)) {
      const expected = denialOf({ id: 'x', role }, action, DEFAULT_OPTIONS, { id: 'x', role })
      expect([action, await denialBy(ATTEMPTS[action](self))]).toEqual([action, expected])
    }
  })
})

test('a presenter may mute all, but not hold them back: that is an option', async () => {
  await using stage = await setUp('presenter', 'attendee', {}, false)
  expect(await denialBy(stage.actor.client.rpc.muteAll({ holdBack: true }))).toBe('role')
  expect(await denialBy(stage.actor.client.rpc.muteAll({ holdBack: false }))).toBeUndefined()
})

test('a microphone that is held back is not opened by the way around', async () => {
  await using stage = await setUp('attendee', 'attendee', { microphones: 'heldBack' }, false)
  const { rpc } = stage.actor.client
  const { producerId } = await rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: true })
  expect(await denialBy(rpc.setProducerPaused({ producerId, paused: false }))).toBe('option')
  await rpc.setProducerPaused({ producerId, paused: true })
})

test.each(['pauseRecording', 'resumeRecording', 'stopRecording'] as const)(
  '%s is refused to whoever may not start a recording',
  async (procedure) => {
    await using stage = await setUp('presenter', 'attendee', { recording: 'organisers' }, false)
    expect(await denialBy(stage.actor.client.rpc[procedure]())).toBe('option')
    expect(await denialBy(stage.target.client.rpc[procedure]())).toBe('role')
  },
)

test('whoever is asked whether they agree to a recording sends nothing before they have', async () => {
  await using stage = await setUp('organiser', 'presenter', { recordingConsent: 'asked' }, false)
  const { rpc } = stage.target.client
  const { producerId } = await rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
  await stage.actor.client.rpc.startRecording()
  expect(await denialBy(rpc.setProducerPaused({ producerId, paused: false }))).toBe('consent')
  for (const source of ['camera', 'screen'] as const) {
    expect(await denialBy(rpc.produce({ source, rtpParameters: videoParameters(), paused: false }))).toBe('consent')
  }
  await rpc.consentToRecording({ agrees: true })
  expect(await denialBy(rpc.setProducerPaused({ producerId, paused: false }))).toBeUndefined()
  expect(await denialBy(rpc.produce({ source: 'camera', rtpParameters: videoParameters(), paused: false }))).toBeUndefined()
})

test('the log names who did what to whom', async () => {
  await using stage = await setUp('coOrganiser', 'attendee', {}, false)
  const { actor, target } = stage
  await actor.client.rpc.request({ participantId: target.id, source: 'camera' })
  await actor.client.rpc.setOptions({ chat: 'presenters' })
  const log = await actor.client.rpc.readLog()
  expect(log.map(({ by, action, target: whom, detail }) => [by.name, action, whom, detail])).toEqual([
    ['Ada Moreau', 'makeAttendee', 'Chen Wei', undefined],
    ['Ada Moreau', 'makeCoOrganiser', 'Bo Lindqvist', undefined],
    ['Bo Lindqvist', 'requestCamera', 'Chen Wei', undefined],
    ['Bo Lindqvist', 'changeOptions', undefined, 'chat: presenters'],
  ])
  expect(await actor.client.next('logged', ({ entry }) => entry.action === 'requestCamera')).toMatchObject({ entry: log[2] })
  expect(target.client.events.filter(({ type }) => type === 'logged')).toEqual([])
})
