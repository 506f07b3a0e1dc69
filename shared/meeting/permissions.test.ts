import { expect, it } from 'vitest'
import { ACTIONS, isAllowed, ROLES } from './permissions.ts'

it('is this table, whole', () => {
  const table = Object.fromEntries(ROLES.map((role) => [role, ACTIONS.filter((action) => isAllowed(role, action))]))
  expect(table).toEqual({
    organiser: ['speak', 'showCamera', 'shareScreen', 'raiseHand', 'react', 'endMeeting'],
    presenter: ['speak', 'showCamera', 'shareScreen', 'raiseHand', 'react'],
    attendee: ['speak', 'showCamera', 'raiseHand', 'react'],
  })
})
