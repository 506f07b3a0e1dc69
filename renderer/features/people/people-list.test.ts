import { describe, expect, test } from 'vitest'
import type { Participant } from '#shared/contract/signalling.ts'
import { fakeParticipant } from '../../call/fake-people.ts'
import { matchesQuery, peopleList } from './people-list.ts'

const person = (index: number, change: Partial<Participant>): Participant => ({ ...fakeParticipant(index, 0), ...change })
const compare = (one: string, other: string): number => one.localeCompare(other, 'en')

const people = [
  person(1, { id: 'zoe', name: 'Zoë Ångström', role: 'presenter' }),
  person(2, { id: 'me', name: 'Mia Own', role: 'attendee' }),
  person(3, { id: 'ann', name: 'Ann Attendee', role: 'attendee', standing: 'guest' }),
  person(4, { id: 'oda', name: 'Oda Organiser', role: 'organiser' }),
  person(5, { id: 'bea', name: 'Bea Presenter', role: 'presenter', handRaisedAt: 20 }),
  person(6, { id: 'kim', name: 'Kim Early', role: 'attendee', handRaisedAt: 10 }),
]
const ids = (list: Participant[]): string => list.map(({ id }) => id).join(' ')

test('hands first, in the order they were raised; then oneself, roles, names', () => {
  const { hands, others } = peopleList(people, 'me', '', compare)
  expect(ids(hands)).toBe('kim bea')
  expect(ids(others)).toBe('me oda zoe ann')
})

test('the search holds for both', () => {
  const { hands, others } = peopleList(people, 'me', 'o', compare)
  expect(ids(hands)).toBe('')
  expect(ids(others)).toBe('me oda')
})

describe('search', () => {
  test.each([
    ['', true],
    ['zo', true],
    ['angs', true],
    ['ÅNG', true],
    ['strom', false],
    ['zoe ang', true],
    ['ang zoe', true],
    ['alder', true],
    ['bo', false],
  ])('“%s” finds Zoë Ångström of Aldermere: %s', (query, found) => {
    expect(matchesQuery({ name: 'Zoë Ångström', organisation: 'Aldermere' }, query)).toBe(found)
  })
})
