// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeCallEngine } from '../../call/fake-call-engine.ts'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import type { Abilities, Platform } from '../../platform/platform.ts'
import { unmanaged } from '../../platform/unmanaged.ts'
import { createStageView } from '../stage/stage-view.ts'
import { type ActionId, actionOf, actions, type Situation } from './actions.ts'
import type { KeyPress } from './keys.ts'
import { actionForKey, runAction, runMenuAction } from './run-action.ts'

const surroundings = (scenario: FakeScenario = {}, abilities: Partial<Abilities> = {}) => {
  const engine = FakeCallEngine.joined(scenario)
  const setFullScreen = vi.fn(async () => undefined)
  const platform = {
    serviceOrigin: 'https://meet.example.org',
    abilities: { shareScreen: true, ownScreenPicker: false, shareSystemAudio: false, ...abilities },
    policies: unmanaged,
    setFullScreen,
  } as unknown as Platform
  const view = createStageView()
  const app = { openSettings: vi.fn(), openDiagnostics: vi.fn(), newMeeting: vi.fn() }
  const context = { engine, platform, view, app }
  return { ...context, context, setFullScreen, run: (id: ActionId) => runAction(actionOf(id), context) }
}

describe('what each action does', () => {
  let place: ReturnType<typeof surroundings>
  const local = () => place.engine.store.getState().local
  beforeEach(() => {
    place = surroundings()
  })

  test('microphone and camera go off and on', () => {
    place.run('toggleMicrophone')
    place.run('toggleCamera')
    expect(local()).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } })
    place.run('toggleMicrophone')
    expect(local().microphone.state).toBe('on')
  })

  test('a share starts where the system picks, and stops', () => {
    place.run('toggleShare')
    expect(local().screen.state).toBe('on')
    place.run('toggleShare')
    expect(local().screen.state).toBe('off')
  })

  test('where the page picks, nothing is shared before something was picked', () => {
    place = surroundings({}, { ownScreenPicker: true })
    place.run('toggleShare')
    expect(local().screen.state).toBe('off')
    expect(place.view.getState().dialog).toBe('screenPicker')
  })

  test('the hand goes up and down', () => {
    const hand = () => place.engine.store.getState().participants[0]?.handRaisedAt
    place.run('toggleHand')
    expect(hand()).toBeDefined()
    place.run('toggleHand')
    expect(hand()).toBeUndefined()
  })

  test('the meeting is not ended before that was confirmed', () => {
    place.run('endMeeting')
    expect(place.view.getState().dialog).toBe('endMeeting')
    expect(place.engine.store.getState().phase).toBe('joined')
  })

  test('leaving is at once', () => {
    place.run('leave')
    expect(place.engine.store.getState().phase).toBe('ended')
  })

  test('panel, view and full screen', async () => {
    place.run('togglePeople')
    place.run('toggleView')
    place.run('toggleFullScreen')
    expect(place.view.getState()).toMatchObject({ panel: 'people', mode: 'speaker' })
    await vi.waitFor(() => expect(place.view.getState().fullScreen).toBe(true))
    expect(place.setFullScreen).toHaveBeenCalledWith(true)
    place.run('closePanel')
    expect(place.view.getState().panel).toBeUndefined()
  })

  test('back to the gallery, nobody is pinned', () => {
    place.view.setState({ mode: 'speaker', pinnedId: 'participant-1' })
    place.run('toggleView')
    expect(place.view.getState()).toMatchObject({ mode: 'gallery', pinnedId: undefined })
  })

  test('the link of the meeting is copied', async () => {
    const writeText = vi.fn(async () => undefined)
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
    place.run('copyLink')
    await vi.waitFor(() => expect(place.view.getState().outcome?.kind).toBe('linkCopied'))
    expect(writeText).toHaveBeenCalledWith('https://meet.example.org/join/fkd-mpqr-tuv')
    vi.unstubAllGlobals()
  })

  test('a failure is told', async () => {
    vi.spyOn(place.engine, 'setHand').mockRejectedValue(new Error('no'))
    place.run('toggleHand')
    await vi.waitFor(() => expect(place.view.getState().outcome).toMatchObject({ kind: 'failed', code: 'INTERNAL' }))
  })

  test('the application menu asks by id, and nothing else is run', () => {
    expect(runMenuAction('toggleMicrophone', place.context)).toBe(true)
    expect(local().microphone.state).toBe('off')
    expect(runMenuAction('constructor', place.context)).toBe(false)
    expect(runMenuAction('newMeeting', place.context)).toBe(false)
  })
})

describe('who may do what, when', () => {
  const runs = (id: ActionId, scenario: FakeScenario, abilities: Partial<Abilities> = {}): boolean =>
    surroundings(scenario, abilities).run(id)

  test.each<{ id: ActionId; scenario: FakeScenario; abilities?: Partial<Abilities>; allowed: boolean }>([
    { id: 'toggleShare', scenario: { role: 'presenter' }, allowed: true },
    { id: 'toggleShare', scenario: { role: 'attendee' }, allowed: false },
    { id: 'toggleShare', scenario: {}, abilities: { shareScreen: false }, allowed: false },
    { id: 'endMeeting', scenario: { role: 'organiser' }, allowed: true },
    { id: 'endMeeting', scenario: { role: 'presenter' }, allowed: false },
    { id: 'toggleMicrophone', scenario: { role: 'attendee' }, allowed: true },
    { id: 'toggleMicrophone', scenario: { reconnectingFor: 9000 }, allowed: true },
    { id: 'leave', scenario: { reconnectingFor: 9000 }, allowed: true },
    { id: 'toggleHand', scenario: { reconnectingFor: 9000 }, allowed: false },
    { id: 'toggleShare', scenario: { reconnectingFor: 9000 }, allowed: false },
    { id: 'toggleShare', scenario: { reconnectingFor: 9000, sharing: [0] }, allowed: true },
    { id: 'closePanel', scenario: {}, allowed: false },
  ])('$id with $scenario $abilities: $allowed', ({ id, scenario, abilities, allowed }) => {
    expect(runs(id, scenario, abilities)).toBe(allowed)
  })

  test('outside a meeting, nothing of a meeting', async () => {
    const place = surroundings()
    await place.engine.leave()
    const situation: Situation = {
      call: place.engine.store.getState(),
      view: place.view.getState(),
      abilities: place.platform.abilities,
      allows: unmanaged.current().allows,
    }
    const available = actions.filter((action) => action.isAvailable(situation)).map(({ id }) => id)
    expect(available).toEqual(['showShortcuts', 'openSettings', 'openDiagnostics', 'newMeeting'])
  })
})

describe('keys', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    code: `Key${key.toUpperCase()}`,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  })
  const ctrl = { ctrlKey: true }
  const ctrlShift = { ctrlKey: true, shiftKey: true }

  test.each<[string, KeyPress, ActionId | undefined]>([
    ['Ctrl+D', press('d', ctrl), 'toggleMicrophone'],
    ['Ctrl+E', press('e', ctrl), 'toggleCamera'],
    ['Ctrl+Shift+E', press('E', ctrlShift), 'toggleShare'],
    ['Ctrl+Shift+K', press('K', ctrlShift), 'toggleHand'],
    ['Ctrl+Shift+H', press('H', ctrlShift), 'leave'],
    ['Ctrl+Alt+P', press('p', { ctrlKey: true, altKey: true }), 'togglePeople'],
    ['Esc', press('Escape'), 'closePanel'],
    ['?', press('?', { shiftKey: true }), 'showShortcuts'],
    ['d', press('d'), undefined],
  ])('%s', (_name, key, id) => {
    expect(actionForKey(key, null, false)?.id).toBe(id)
  })

  test('in a text field ? is a character, Ctrl+D still mutes', () => {
    const field = document.createElement('input')
    expect(actionForKey(press('?', { shiftKey: true }), field, false)).toBeUndefined()
    expect(actionForKey(press('d', ctrl), field, false)?.id).toBe('toggleMicrophone')
  })

  test('no two actions have the same keys', () => {
    const shortcuts = actions.flatMap(({ shortcut }) => (shortcut === undefined ? [] : [JSON.stringify(shortcut)]))
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })

  test.each([
    ['toggleMicrophone', 'microphone'],
    ['toggleCamera', 'camera'],
    ['toggleShare', 'screenShare'],
  ] as const)('%s is there and can’t be used where administrators don’t allow it', (id, what) => {
    const place = surroundings()
    const situation: Situation = {
      call: place.engine.store.getState(),
      view: place.view.getState(),
      abilities: place.platform.abilities,
      allows: { ...unmanaged.current().allows, [what]: false },
    }
    expect(actionOf(id).isAvailable(situation)).toBe(true)
    expect(actionOf(id).disabledReason?.(situation)).toBe('managed')
  })
})
