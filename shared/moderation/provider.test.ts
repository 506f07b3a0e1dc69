import { describe, expect, test } from 'vitest'
import { OBJECTIONS } from '../contract/chat.ts'
import { ALLOW, CONSEQUENCES, GRAVITY, gravest, objectTo, stricter, type Verdict } from './provider.ts'

test('each objection has one place in the order of gravity', () => {
  expect([...GRAVITY].sort()).toEqual([...OBJECTIONS].sort())
})

test('what can harm by being read is refused, the rest is held', () => {
  expect(CONSEQUENCES).toEqual({ profanity: 'hold', insult: 'hold', other: 'hold', threat: 'refuse', selfHarm: 'refuse' })
})

test('the gravest objection is named', () => {
  expect(gravest(new Set(['profanity', 'threat', 'insult']))).toBe('threat')
  expect(gravest(new Set())).toBeUndefined()
})

describe('the stricter verdict', () => {
  const heldThreat: Verdict = { verdict: 'hold', objection: 'threat' }
  const refusedOther: Verdict = { verdict: 'refuse', objection: 'other' }
  test.each<[Verdict, Verdict, Verdict]>([
    [ALLOW, ALLOW, ALLOW],
    [ALLOW, objectTo('other'), objectTo('other')],
    [objectTo('insult'), objectTo('threat'), objectTo('threat')],
    [objectTo('insult'), objectTo('profanity'), objectTo('insult')],
    [objectTo('selfHarm'), objectTo('threat'), objectTo('threat')],
    [heldThreat, refusedOther, refusedOther],
  ])('of %o and %o', (one, other, result) => {
    expect(stricter(one, other)).toEqual(result)
    expect(stricter(other, one)).toEqual(result)
  })
})
