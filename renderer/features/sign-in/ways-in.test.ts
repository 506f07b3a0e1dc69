import { expect, test } from 'vitest'
import type { Person } from '#shared/contract/common.ts'
import { waysIn } from './ways-in.ts'

const ADA: Person = { id: 'ada', kind: 'member', name: 'Ada Moreau' }

test.each([
  ['preset', true, false, 'preset', false, 'preset'],
  ['preset', true, true, 'preset', false, 'preset'],
  ['byEmail', true, false, 'byEmail', false, 'byEmail'],
  ['preset', false, false, undefined, true, 'membersOnDesktop'],
  ['byEmail', false, true, undefined, false, 'membersOnDesktop'],
  ['none', true, true, undefined, false, 'samplesOnly'],
  ['none', true, false, undefined, true, 'noSignIn'],
  ['none', false, true, undefined, false, 'samplesOnly'],
  ['none', false, false, undefined, true, 'guestsOnly'],
] as const)('%s, on the desktop %s, sample people %s', (signIn, desktop, samples, provider, guestsFirst, words) => {
  const samplePeople = samples ? [ADA] : []
  expect(waysIn({ signIn, samplePeople }, desktop)).toEqual({
    samplePeople,
    guestsFirst,
    words,
    ...(provider === undefined ? {} : { provider }),
  })
})
