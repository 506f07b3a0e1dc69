import { expect, test } from 'vitest'
import { type AtTheDoor, entryOf } from './lobby.ts'
import { OPTION_VALUES } from './options.ts'
import { STANDINGS, type Standing, standingOf } from './standing.ts'

const attendee = (standing: Standing, more: Partial<AtTheDoor> = {}): AtTheDoor => ({
  standing,
  role: 'attendee',
  named: false,
  caller: false,
  ...more,
})

test('who comes in directly', () => {
  const table = OPTION_VALUES.lobby.map((lobby) => [
    lobby,
    STANDINGS.filter((standing) => entryOf(attendee(standing), { lobby, callers: 'lobby', locked: false }) === 'direct').join(
      ' ',
    ),
  ])
  expect(Object.fromEntries(table)).toEqual({
    everyone: 'member trusted external guest anonymous',
    organisationTrustedAndGuests: 'member trusted guest',
    organisationAndGuests: 'member guest',
    organisation: 'member',
    invited: 'guest',
    organisers: '',
  })
})

test.each([
  ['invited', 'direct'],
  ['organisation', 'direct'],
  ['organisers', 'waits'],
] as const)('somebody named, with %s: %s', (lobby, entry) => {
  expect(entryOf(attendee('external', { named: true }), { lobby, callers: 'lobby', locked: false })).toBe(entry)
})

test.each([
  ['direct', 'direct'],
  ['lobby', 'waits'],
] as const)('callers, with %s: %s', (callers, entry) => {
  expect(entryOf(attendee('anonymous', { caller: true }), { lobby: 'everyone', callers, locked: false })).toBe(entry)
})

test('a locked meeting is open to organisers alone', () => {
  const door = { lobby: 'everyone', callers: 'direct', locked: true } as const
  expect(entryOf(attendee('member', { named: true }), door)).toBe('locked')
  for (const role of ['organiser', 'coOrganiser'] as const)
    expect(entryOf({ ...attendee('external'), role }, door)).toBe('direct')
})

test.each([
  ['northwind', false, 'member'],
  ['contrail', false, 'trusted'],
  ['contrail', true, 'trusted'],
  ['fabrik', false, 'external'],
  [undefined, true, 'guest'],
  [undefined, false, 'anonymous'],
] as const)('tenant %s, invited %s: %s', (tenant, invited, standing) => {
  expect(standingOf({ tenant, invited }, { tenant: 'northwind', trustedTenants: ['contrail'] })).toBe(standing)
})
