import { expect, test, vi } from 'vitest'
import { FakeCallEngine } from '../../call/fake-call-engine.ts'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import type { Platform } from '../../platform/platform.ts'
import { createStageView } from '../stage/stage-view.ts'
import { mayManage, PERSON_ACTION_IDS, personActionsFor, runPersonAction } from './person-actions.ts'

const place = (scenario: FakeScenario) => {
  const engine = FakeCallEngine.joined({ participants: 4, ...scenario })
  const app = { openSettings: vi.fn(), openDiagnostics: vi.fn(), newMeeting: vi.fn() }
  const context = { engine, platform: {} as Platform, view: createStageView(), app }
  const call = () => engine.store.getState()
  return {
    call,
    context,
    on: (index: number) => personActionsFor(call(), `participant-${index}`),
    run: (id: (typeof PERSON_ACTION_IDS)[number], index: number) => runPersonAction(id, `participant-${index}`, context),
  }
}

test.each<[string, FakeScenario, string]>([
  ['who is muted is asked', { muted: [1] }, 'requestMicrophone stopCamera spotlight'],
  ['who shows no camera is asked', { withoutCamera: [1] }, 'mute requestCamera spotlight'],
  ['who shares is stopped', { sharing: [1] }, 'mute stopCamera stopShare spotlight'],
  ['a hand is lowered', { hands: [1] }, 'mute stopCamera lowerHand spotlight'],
  ['a spotlight is ended', { spotlight: 1 }, 'mute stopCamera endSpotlight'],
  ['nothing while one is cut off', { reconnectingFor: 9_000 }, ''],
])('%s', (_what, scenario, expected) => {
  expect(
    place({ role: 'presenter', ...scenario })
      .on(1)
      .join(' '),
  ).toBe(expected)
})

test('what is held back is allowed, and is not asked for', () => {
  const { on } = place({
    roles: { 1: 'attendee' },
    muted: [1],
    withoutCamera: [1],
    options: { microphones: 'heldBack', cameras: 'heldBack' },
  })
  expect(on(1).slice(0, 2)).toEqual(['allowMicrophone', 'allowCamera'])
})

test('oneself is only taken out of the spotlight', async () => {
  const { on, run, call } = place({ role: 'attendee', spotlight: 0 })
  expect(on(0)).toEqual(['endSpotlight'])
  await run('endSpotlight', 0)
  expect(call().spotlightId).toBeUndefined()
  expect(on(0)).toEqual([])
})

test('there is a menu exactly where there is something in it', () => {
  for (const role of ['organiser', 'coOrganiser', 'presenter', 'attendee'] as const) {
    for (const other of ['coOrganiser', 'presenter', 'attendee'] as const) {
      const { call, on } = place({ role, roles: { 1: other } })
      expect(mayManage(call(), 'participant-1'), `${role} ${other}`).toBe(on(1).length > 0)
    }
  }
})

test('what may not be done any more is not done', async () => {
  const { run, call, context } = place({ role: 'attendee' })
  for (const id of PERSON_ACTION_IDS) await run(id, 1)
  expect(call().participants).toHaveLength(4)
  expect(context.view.getState().asked).toBeUndefined()
})
