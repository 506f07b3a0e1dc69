import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DEFAULT_OPTIONS, type MeetingOptions, OPTION_NAMES, OPTION_VALUES } from './options.ts'
import { ACTIONS, type Action, type Actor, denialOf, MEETING_ACTIONS, OWN_ACTIONS, TARGETED_ACTIONS } from './permissions.ts'
import { ROLES, type Role, rankOf } from './roles.ts'

const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({ id: `the ${role}`, role, ...more })
const target = (role: Role): Actor => ({ id: `another ${role}`, role })
const may = (role: Role, action: Action, on?: Role, options: Partial<MeetingOptions> = {}): boolean =>
  denialOf(actor(role), action, { ...DEFAULT_OPTIONS, ...options }, on === undefined ? undefined : target(on)) === undefined

describe('recording', () => {
  it.each([
    ['presenters', 'organiser coOrganiser presenter'],
    ['organisers', 'organiser coOrganiser'],
    ['nobody', ''],
  ] as const)('is for %s: %s', (recording, roles) => {
    expect(ROLES.filter((role) => may(role, 'record', undefined, { recording })).join(' ')).toBe(roles)
  })

  it.each([
    ['asked', 'consent'],
    ['refused', 'consent'],
    ['agreed', undefined],
    [undefined, undefined],
  ] as const)('whoever was asked and has answered %s: %s', (consent, denial) => {
    const asked = actor('organiser', { recorded: { consent } })
    for (const action of ['speak', 'showCamera', 'shareScreen'] as const) {
      expect(denialOf(asked, action, DEFAULT_OPTIONS)).toBe(denial)
    }
    expect(denialOf(asked, 'raiseHand', DEFAULT_OPTIONS)).toBeUndefined()
  })
})

describe('the table, whole, with the default options', () => {
  it('of what one does oneself and to the meeting', () => {
    const untargeted = [...OWN_ACTIONS, ...MEETING_ACTIONS]
    expect(Object.fromEntries(untargeted.map((action) => [action, ROLES.filter((role) => may(role, action)).join(' ')]))).toEqual(
      {
        speak: 'organiser coOrganiser presenter attendee',
        showCamera: 'organiser coOrganiser presenter attendee',
        shareScreen: 'organiser coOrganiser presenter',
        raiseHand: 'organiser coOrganiser presenter attendee',
        react: 'organiser coOrganiser presenter attendee',
        writeMessage: 'organiser coOrganiser presenter attendee',
        reportMessage: 'organiser coOrganiser presenter attendee',
        admit: 'organiser coOrganiser presenter',
        muteAll: 'organiser coOrganiser presenter',
        lowerAllHands: 'organiser coOrganiser presenter',
        changeOptions: 'organiser coOrganiser',
        lockMeeting: 'organiser coOrganiser',
        reviewMessages: 'organiser coOrganiser',
        readLog: 'organiser coOrganiser',
        inviteGuests: 'organiser coOrganiser',
        readmit: 'organiser coOrganiser',
        record: 'organiser coOrganiser presenter',
        endMeeting: 'organiser coOrganiser',
      },
    )
  })

  it('of what one does to somebody, as "who > to whom"', () => {
    const pairs = ROLES.flatMap((who) => ROLES.map((whom) => [who, whom] as const))
    const short = (role: Role): string => ({ organiser: 'O', coOrganiser: 'C', presenter: 'P', attendee: 'A' })[role]
    const table = TARGETED_ACTIONS.map((action) => [
      action,
      pairs
        .filter(([who, whom]) => may(who, action, whom))
        .map(([who, whom]) => `${short(who)}>${short(whom)}`)
        .join(' '),
    ])
    const notHigher = 'O>O O>C O>P O>A C>C C>P C>A P>P P>A'
    const organising = 'O>O O>C O>P O>A C>C C>P C>A'
    const organisingLower = 'O>C O>P O>A C>P C>A'
    expect(Object.fromEntries(table)).toEqual({
      mute: notHigher,
      stopCamera: notHigher,
      stopShare: notHigher,
      lowerHand: notHigher,
      requestMicrophone: notHigher,
      requestCamera: notHigher,
      spotlight: notHigher,
      allowMicrophone: organising,
      allowCamera: organising,
      deleteMessage: organising,
      makePresenter: organisingLower,
      makeAttendee: organisingLower,
      makeCoOrganiser: 'O>C O>P O>A',
      makeOrganiser: 'O>C O>P O>A',
      sendToLobby: organisingLower,
      remove: organisingLower,
    })
  })
})

test.each([
  ['attendee', 'speak', { microphones: 'heldBack' }, false],
  ['presenter', 'speak', { microphones: 'heldBack' }, true],
  ['attendee', 'showCamera', { cameras: 'heldBack' }, false],
  ['presenter', 'showCamera', { cameras: 'heldBack' }, true],
  ['presenter', 'react', { reactions: 'off' }, false],
  ['coOrganiser', 'react', { reactions: 'off' }, true],
  ['attendee', 'writeMessage', { chat: 'presenters' }, false],
  ['presenter', 'writeMessage', { chat: 'presenters' }, true],
  ['organiser', 'writeMessage', { chat: 'nobody' }, false],
  ['presenter', 'admit', { admitting: 'organisers' }, false],
  ['coOrganiser', 'admit', { admitting: 'organisers' }, true],
] as const)('%s, %s with %j: %s', (role, action, options, allowed) => {
  expect(may(role, action, undefined, options)).toBe(allowed)
})

test('somebody excepted may speak and show themselves though the others are held back', () => {
  const options: MeetingOptions = { ...DEFAULT_OPTIONS, microphones: 'heldBack', cameras: 'heldBack' }
  const excepted = actor('attendee', { mayUnmute: true, mayShowCamera: true })
  expect(denialOf(excepted, 'speak', options)).toBeUndefined()
  expect(denialOf(excepted, 'showCamera', options)).toBeUndefined()
  expect(denialOf(actor('attendee'), 'speak', options)).toBe('option')
})

const anyRole = fc.constantFrom(...ROLES)
const anyOptions = fc.record(
  Object.fromEntries(OPTION_NAMES.map((name) => [name, fc.constantFrom(...(OPTION_VALUES[name] as readonly string[]))])),
) as unknown as fc.Arbitrary<MeetingOptions>

describe('always', () => {
  test('nobody acts on somebody of a higher role, nor on themselves', () => {
    fc.assert(
      fc.property(anyRole, anyRole, fc.constantFrom(...TARGETED_ACTIONS), anyOptions, (who, whom, action, options) => {
        const allowed = denialOf(actor(who), action, options, target(whom)) === undefined
        if (rankOf(whom) < rankOf(who)) expect(allowed).toBe(false)
        expect(denialOf(actor(who), action, options, actor(who))).toBeDefined()
        expect(denialOf(actor(who), action, options)).toBeDefined()
      }),
    )
  })

  test('a higher role may whatever a lower one may, but turn on those above', () => {
    fc.assert(
      fc.property(anyRole, anyRole, fc.constantFrom(...ACTIONS), anyOptions, (one, other, action, options) => {
        const [higher, lower] = rankOf(one) <= rankOf(other) ? [one, other] : [other, one]
        const whom = target('attendee')
        if (denialOf(actor(lower), action, options, whom) === undefined) {
          expect(denialOf(actor(higher), action, options, whom)).toBeUndefined()
        }
      }),
    )
  })

  test('an attendee gains nothing by what others become', () => {
    const organising: readonly Action[] = [...MEETING_ACTIONS, ...TARGETED_ACTIONS]
    fc.assert(
      fc.property(anyRole, fc.constantFrom(...organising), anyOptions, (whom, action, options) => {
        expect(denialOf(actor('attendee'), action, options, target(whom))).toBe('role')
      }),
    )
  })
})
