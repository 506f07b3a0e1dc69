import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RULE_SOURCES, type RuleSet, type Rules, refusedIn, resolveOptions, valuesOf } from './effective-options.ts'
import { DEFAULT_OPTIONS, OPTION_NAMES, OPTION_VALUES, type OptionsChange, strictnessOf } from './options.ts'

const set = (source: RuleSet['source'], name: string, rules: Rules): RuleSet => ({ source, name, rules })
const policy = (rules: Rules) => set('policy', 'Sales', rules)
const template = (rules: Rules) => set('template', 'Board', rules)
const label = (rules: Rules) => set('label', 'Confidential', rules)

test('without rules it is as the organiser chose, and the default where they did not', () => {
  const effective = resolveOptions([], { lobby: 'everyone' })
  expect(valuesOf(effective)).toEqual({ ...DEFAULT_OPTIONS, lobby: 'everyone' })
  expect(effective.lobby).toMatchObject({ choices: OPTION_VALUES.lobby, boundBy: undefined })
})

describe('watermark', () => {
  test.each([
    ['preset by the policy', [policy({ watermark: { preset: 'on' } })], {}, 'on', undefined],
    ['preset, and chosen otherwise', [policy({ watermark: { preset: 'on' } })], { watermark: 'off' }, 'off', undefined],
    [
      'the closer preset holds',
      [policy({ watermark: { preset: 'on' } }), template({ watermark: { preset: 'off' } })],
      {},
      'off',
      undefined,
    ],
    ['fixed by the template', [template({ watermark: { fixed: 'on' } })], { watermark: 'off' }, 'on', 'Board'],
    ['fixed off', [policy({ watermark: { fixed: 'off' } })], { watermark: 'on' }, 'off', 'Sales'],
    [
      'fixed off, but the label wants it',
      [policy({ watermark: { fixed: 'off' } }), label({ watermark: { atLeast: 'on' } })],
      {},
      'on',
      'Confidential',
    ],
    [
      'a label is not weakened by a template',
      [label({ watermark: { fixed: 'on' } }), template({ watermark: { fixed: 'off' } })],
      {},
      'on',
      'Confidential',
    ],
  ] as const)('%s', (_case, sets, chosen, value, by) => {
    const { watermark } = resolveOptions(sets, chosen)
    expect([watermark.value, watermark.boundBy?.name]).toEqual([value, by])
  })
})

describe('encryption, which the policy leaves to nobody', () => {
  const off = policy({ encryption: { atMost: 'off' } })
  test.each([
    ['is off', [off], { encryption: 'on' }, 'off', 'Sales', ['off']],
    ['is on where a label demands it', [off, label({ encryption: { atLeast: 'on' } })], {}, 'on', 'Confidential', ['on']],
    ['is on where a template fixes it', [off, template({ encryption: { fixed: 'on' } })], {}, 'on', 'Board', ['on']],
    ['is not preset by a template', [off, template({ encryption: { preset: 'on' } })], {}, 'off', 'Sales', ['off']],
  ] as const)('%s', (_case, sets, chosen, value, by, choices) => {
    const { encryption } = resolveOptions(sets, chosen)
    expect([encryption.value, encryption.boundBy?.name, encryption.choices]).toEqual([value, by, choices])
  })
})

test('a bound leaves what is wider to choose, and cuts off what is stricter', () => {
  const sets = [policy({ lobby: { atMost: 'organisationAndGuests' } })]
  const { lobby } = resolveOptions(sets, { lobby: 'organisers' })
  expect([lobby.value, lobby.choices.length, lobby.boundBy?.name]).toEqual(['organisationAndGuests', 3, 'Sales'])
  expect(refusedIn(sets, { lobby: 'invited' })).toBe('lobby')
})

test('an option is hidden where a template hides it', () => {
  expect(resolveOptions([template({ callers: { fixed: 'lobby', hidden: true } })], {}).callers).toMatchObject({ hidden: true })
})

test('a demand for strictness leaves what is stricter to choose', () => {
  const sets = [policy({ lobby: { atLeast: 'organisation' } })]
  expect(resolveOptions(sets, {}).lobby).toEqual({
    value: 'organisation',
    choices: ['organisation', 'invited', 'organisers'],
    boundBy: { source: 'policy', name: 'Sales' },
    hidden: false,
  })
  expect(resolveOptions(sets, { lobby: 'organisers' }).lobby.value).toBe('organisers')
  expect(refusedIn(sets, { lobby: 'everyone' })).toBe('lobby')
  expect(refusedIn(sets, { lobby: 'invited', chat: 'nobody' })).toBeUndefined()
})

const anyValue = (name: (typeof OPTION_NAMES)[number]) => fc.constantFrom(...(OPTION_VALUES[name] as readonly string[]))
const anyRules = fc.record(
  Object.fromEntries(
    OPTION_NAMES.map((name) => [
      name,
      fc.record(
        { preset: anyValue(name), fixed: anyValue(name), atLeast: anyValue(name), atMost: anyValue(name) },
        { requiredKeys: [] },
      ),
    ]),
  ),
  { requiredKeys: [] },
) as unknown as fc.Arbitrary<Rules>
const anySet = fc.record({ source: fc.constantFrom(...RULE_SOURCES), name: fc.string(), rules: anyRules })
const anyChoice = fc.record(Object.fromEntries(OPTION_NAMES.map((name) => [name, anyValue(name)])), {
  requiredKeys: [],
}) as unknown as fc.Arbitrary<OptionsChange>

describe('whatever the rules', () => {
  test('the value is one that may be chosen, and no demand is weakened', () => {
    fc.assert(
      fc.property(fc.array(anySet, { maxLength: 5 }), anyChoice, (sets, chosen) => {
        const effective = resolveOptions(sets, chosen)
        for (const name of OPTION_NAMES) {
          const { value, choices } = effective[name]
          expect(choices).toContain(value)
          for (const { rules } of sets) {
            for (const demand of [rules[name]?.fixed, rules[name]?.atLeast]) {
              if (demand !== undefined) expect(strictnessOf(name, value)).toBeGreaterThanOrEqual(strictnessOf(name, demand))
            }
          }
        }
      }),
    )
  })

  test('what is chosen and allowed is what it is', () => {
    fc.assert(
      fc.property(fc.array(anySet, { maxLength: 5 }), anyChoice, (sets, chosen) => {
        const refused = refusedIn(sets, chosen)
        const effective = resolveOptions(sets, chosen)
        if (refused === undefined)
          for (const [name, value] of Object.entries(chosen)) expect(Reflect.get(effective, name).value).toBe(value)
      }),
    )
  })

  test('rules of different sources hold in whatever order they are given', () => {
    fc.assert(
      fc.property(anyRules, anyRules, anyRules, anyChoice, (one, two, three, chosen) => {
        const sets = [policy(one), template(two), label(three)]
        expect(resolveOptions(sets, chosen)).toEqual(resolveOptions(sets.toReversed(), chosen))
      }),
    )
  })

  test('without its rules it is as if they had never been', () => {
    fc.assert(
      fc.property(anyChoice, (chosen) => {
        expect(resolveOptions([policy({}), label({})], chosen)).toEqual(resolveOptions([], chosen))
      }),
    )
  })
})
