import { describe, expect, test } from 'vitest'
import type { CallState } from '../call-state.ts'
import { fakeCallState } from '../fake-scenario.ts'
import { type FakeEncryption, fakeGuest, fakeVerified } from './fake-encryption.ts'
import { isWithoutKeys, knownMember, knownPerson, nameOf, peopleIn, standingBy } from './known-person.ts'

const call = (encryption?: FakeEncryption): CallState =>
  fakeCallState({ participants: 5, ...(encryption === undefined ? {} : { encryption }) }, 1_700_000_000_000)
const shownName = (state: CallState, at: number): string => {
  const participant = state.participants[at]
  if (participant === undefined) throw new Error('nobody there')
  return nameOf(state, participant)
}

describe('in an encrypted meeting', () => {
  test.each<[string, FakeEncryption['verdicts'], string, string]>([
    ['the provider’s name', { 1: fakeVerified('Somebody Else') }, 'verified', 'Somebody Else'],
    ['what a guest calls themselves, not what the service does', { 1: fakeGuest('Robin') }, 'guest', 'Robin'],
    ['no name of somebody who could not be verified', { 1: { status: 'failed', reason: 'nonce' } }, 'failed', ''],
    ['no name of somebody without keys', { 1: 'none' }, 'checking', ''],
  ])('%s', (_case, verdicts = {}, is, name) => {
    const state = call({ verdicts })
    expect(knownPerson(state, 'participant-1')?.is).toBe(is)
    expect(shownName(state, 1)).toBe(name)
    expect(peopleIn(state)[1]?.name).toBe(name)
  })

  test('the organisation is the one that is verified', () => {
    const state = call({
      verdicts: { 1: fakeVerified('Bo Lindqvist', 'Northwind'), 2: fakeVerified('Chen Wei', null), 4: 'none' },
    })
    expect(peopleIn(state).map(({ organisation }) => organisation)).toEqual([
      'Aldermere',
      'Northwind',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('who is there by two devices is told from who is there once', () => {
    const state = call({ verdicts: { 2: fakeVerified('Bo Lindqvist') } })
    expect(['participant-0', 'participant-1', 'participant-2'].map((id) => knownPerson(state, id)?.twice)).toEqual([
      false,
      true,
      true,
    ])
  })

  test('of two for whom the service names one tile, neither is believed', () => {
    const state = call({})
    const [self, bo, chen, ...others] = state.encryption?.members ?? []
    if (state.encryption === undefined || self === undefined || bo === undefined || chen === undefined) throw new Error('nobody')
    const members = [self, bo, { ...chen, participantId: 'participant-1' }, ...others]
    const encryption = { ...state.encryption, members }
    expect(knownPerson({ ...state, encryption }, 'participant-1')).toEqual({ is: 'ambiguous', twice: false })
    expect(shownName({ ...state, encryption }, 1)).toBe('')
    expect(members.slice(1, 3).map((member) => knownMember(encryption, member).name)).toEqual(['Bo Lindqvist', 'Chen Wei'])
  })

  test('one’s own name is known before there are keys, and nobody else’s', () => {
    const state = call({ status: 'settling' })
    expect([0, 1].map((at) => shownName(state, at))).toEqual(['Ada Moreau', ''])
  })

  test('nobody takes the place of oneself', () => {
    const state = call({})
    const members = (state.encryption?.members ?? []).map((member) =>
      member.isSelf ? member : { ...member, participantId: 'participant-0' },
    )
    if (state.encryption === undefined) throw new Error('not encrypted')
    expect(shownName({ ...state, encryption: { ...state.encryption, members } }, 0)).toBe('Ada Moreau')
  })

  test('the same is found again, so that nothing renders for nothing', () => {
    const state = call({})
    expect(peopleIn({ ...state, locked: true } as CallState)).toBe(peopleIn(state))
    expect(knownPerson({ ...state }, 'participant-1')).toBe(knownPerson(state, 'participant-1'))
  })

  test.each([
    ['settling', true],
    ['lost', true],
    ['protected', false],
  ] as const)('%s: without keys is %s', (status, expected) => {
    expect(isWithoutKeys(call({ status }))).toBe(expected)
  })
})

test('in any other meeting, people are as the service says', () => {
  const state = call()
  expect(peopleIn(state)).toBe(state.participants)
  expect([knownPerson(state, 'participant-1'), shownName(state, 1), isWithoutKeys(state)]).toEqual([
    undefined,
    'Bo Lindqvist',
    false,
  ])
})

test.each([
  ['of the organisation', fakeVerified('Bo Lindqvist'), 'member'],
  ['of another that the same provider signs in', fakeVerified('Chen Wei', null), 'external'],
  ['a guest', fakeGuest('Robin'), 'anonymous'],
  ['not verified', { status: 'failed', reason: 'tooOld' } as const, 'anonymous'],
] as const)('who writes is %s by the credential alone', (_case, verdict, standing) => {
  expect(standingBy(verdict)).toBe(standing)
})
