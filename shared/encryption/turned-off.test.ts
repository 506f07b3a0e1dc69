import { describe, expect, test } from 'vitest'
import { de } from '../catalogue/de.ts'
import { en } from '../catalogue/en.ts'
import { type RuleSet, refusedIn, resolveOptions } from '../meeting/effective-options.ts'
import { OPTION_NAMES } from '../meeting/options.ts'
import { MOVED_TO_DEVICE, NOT_PROTECTED, PROTECTED, TURNED_OFF, WHEN_ENCRYPTED } from './turned-off.ts'

describe.each([
  ['English', en],
  ['German', de],
])('in %s', (_language, { encryption }) => {
  test('each of it has a name and a reason, and nothing else has', () => {
    expect(Object.keys(encryption.turnedOff).sort()).toEqual([...TURNED_OFF].sort())
    expect(Object.keys(encryption.moved).sort()).toEqual([...MOVED_TO_DEVICE].sort())
    expect(Object.keys(encryption.protects).sort()).toEqual([...PROTECTED].sort())
    expect(Object.keys(encryption.leaves).sort()).toEqual([...NOT_PROTECTED].sort())
    for (const { name, why } of [...Object.values(encryption.turnedOff), ...Object.values(encryption.moved)]) {
      expect(name).toMatch(/[^.]$/)
      expect(why).toMatch(/\.$/)
    }
  })
})

const bound = ['recording', 'callers', 'chatTime'] as const
const label: RuleSet = { source: 'label', name: 'Secret', rules: { encryption: { atLeast: 'on' } } }

describe('the options of an encrypted meeting', () => {
  test.each([
    ['chosen', [], { encryption: 'on' }, undefined],
    ['demanded', [label], {}, undefined],
    ['running', [], { encryption: 'off' }, 'on'],
  ] as const)('are without what is turned off: %s', (_how, sets, chosen, running) => {
    const options = resolveOptions(sets, { ...chosen, recording: 'presenters', callers: 'direct', chatTime: 'always' }, running)
    expect(options.encryption.value).toBe('on')
    expect(bound.map((name) => [options[name].value, options[name].choices, options[name].boundBy?.source])).toEqual([
      ['nobody', ['nobody'], 'encryption'],
      ['lobby', ['lobby'], 'encryption'],
      ['duringMeeting', ['duringMeeting'], 'encryption'],
    ])
  })

  test('are otherwise as they would be', () => {
    const [plain, encrypted] = [resolveOptions([], {}), resolveOptions([], { encryption: 'on' })]
    const others = OPTION_NAMES.filter((name) => name !== 'encryption' && !(name in WHEN_ENCRYPTED.rules))
    for (const name of others) expect(encrypted[name]).toEqual(plain[name])
  })

  test('can’t be chosen out of it', () => {
    expect(refusedIn([], { recording: 'presenters' }, { encryption: 'on' })).toBe('recording')
    expect(refusedIn([], { encryption: 'on', callers: 'direct' })).toBe('callers')
    expect(refusedIn([label], { chatTime: 'always' })).toBe('chatTime')
    expect(refusedIn([], { recording: 'presenters' }, { encryption: 'off' }, 'on')).toBe('recording')
    expect(refusedIn([], { recording: 'presenters' }, { encryption: 'on' }, 'off')).toBeUndefined()
    expect(refusedIn([], { encryption: 'off', recording: 'presenters' }, { encryption: 'on' })).toBeUndefined()
  })
})

test('while a meeting runs its encryption is what it was at the start, and can be chosen no other', () => {
  for (const running of ['off', 'on'] as const) {
    for (const sets of [[], [label]]) {
      const { encryption } = resolveOptions(sets, { encryption: 'on' }, running)
      expect([encryption.value, encryption.choices]).toEqual([running, [running]])
    }
    expect(refusedIn([], { encryption: running === 'on' ? 'off' : 'on' }, {}, running)).toBe('encryption')
    expect(refusedIn([], { encryption: running }, {}, running)).toBeUndefined()
  }
})
