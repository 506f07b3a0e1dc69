import { describe, expect, test } from 'vitest'
import { type Bound, boundOf, type MeetingRule, withBound, withPreset } from './option-edits.ts'

const both: MeetingRule = { fixed: 'nobody', atLeast: 'organisers', preset: 'presenters' }

describe('what may be chosen', () => {
  test.each<{ name: string; rule: MeetingRule; bound: Bound }>([
    { name: 'anything', rule: {}, bound: { how: 'free' } },
    { name: 'anything, whatever it starts as', rule: { preset: 'nobody' }, bound: { how: 'free' } },
    { name: 'nothing below a demand', rule: { atLeast: 'organisers' }, bound: { how: 'atLeast', value: 'organisers' } },
    { name: 'nothing, where it is fixed', rule: both, bound: { how: 'fixed', value: 'nobody' } },
  ])('$name', ({ rule, bound }) => expect(boundOf(rule)).toEqual(bound))

  test.each<{ name: string; rule: MeetingRule; bound: Bound; after: MeetingRule | undefined }>([
    {
      name: 'another fixed value leaves the demand beside it, and what it starts as',
      rule: both,
      bound: { how: 'fixed', value: 'organisers' },
      after: { fixed: 'organisers', atLeast: 'organisers', preset: 'presenters' },
    },
    {
      name: 'a fixed value takes the place of a demand',
      rule: { atLeast: 'organisers' },
      bound: { how: 'fixed', value: 'nobody' },
      after: { fixed: 'nobody' },
    },
    {
      name: 'a demand takes the place of a fixed value, and of the demand beside it',
      rule: both,
      bound: { how: 'atLeast', value: 'nobody' },
      after: { atLeast: 'nobody', preset: 'presenters' },
    },
    { name: 'free is free', rule: both, bound: { how: 'free' }, after: { preset: 'presenters' } },
    { name: 'free without anything else is no rule', rule: { fixed: 'nobody' }, bound: { how: 'free' }, after: undefined },
  ])('$name', ({ rule, bound, after }) => expect(withBound(rule, bound)).toEqual(after))
})

describe('what it starts as', () => {
  test.each<{ name: string; rule: MeetingRule; preset: string | undefined; after: MeetingRule | undefined }>([
    {
      name: 'leaves the demand',
      rule: { atLeast: 'organisers' },
      preset: 'nobody',
      after: { atLeast: 'organisers', preset: 'nobody' },
    },
    {
      name: 'leaves what is fixed and demanded',
      rule: both,
      preset: undefined,
      after: { fixed: 'nobody', atLeast: 'organisers' },
    },
    { name: 'as usual, without anything else, is no rule', rule: { preset: 'nobody' }, preset: undefined, after: undefined },
  ])('$name', ({ rule, preset, after }) => expect(withPreset(rule, preset)).toEqual(after))
})
