import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Platform, PlatformOs } from '../contract/common.ts'
import { type RuleSet, resolveOptions } from '../meeting/effective-options.ts'
import { MEETING_KINDS } from '../meeting/kinds.ts'
import { OPTION_VALUES } from '../meeting/options.ts'
import { rulingsOf } from '../policies/rule-sets.ts'
import { NO_RULES, type OrganisationRules } from '../policies/rules.ts'
import { type EncryptionQuestion, encryptionFor, FIRST_ENCRYPTING_VERSION } from './eligibility.ts'

const WINDOWS: Platform = { kind: 'desktop', os: 'windows', version: '0.1.0' }
const optionOf = (sets: readonly RuleSet[], chosen?: 'off' | 'on') =>
  resolveOptions(sets, chosen === undefined ? {} : { encryption: chosen }).encryption
const asked = (change: Partial<EncryptionQuestion>): EncryptionQuestion => ({
  kind: 'meeting',
  option: optionOf([]),
  client: WINDOWS,
  people: 3,
  recorded: false,
  running: false,
  ...change,
})
const answer = (change: Partial<EncryptionQuestion>): string => {
  const { is, reason } = encryptionFor(asked(change))
  return `${is}: ${reason}`
}

const set = (source: RuleSet['source'], rule: NonNullable<RuleSet['rules']['encryption']>): RuleSet => ({
  source,
  name: 'x',
  rules: { encryption: rule },
})
const policyOff = set('policy', { atMost: 'off' })
const licenceOff = set('licence', { atMost: 'off' })
const label = set('label', { atLeast: 'on' })
const template = set('template', { fixed: 'on' })

test.each<[string, Partial<EncryptionQuestion>, string]>([
  ['where nothing forbids it', {}, 'offered: choice'],
  ['where it was chosen', { option: optionOf([], 'on') }, 'offered: choice'],
  ['on macOS', { client: { ...WINDOWS, os: 'macos' } }, 'offered: choice'],
  ['preset by a template', { option: optionOf([set('template', { preset: 'on' })]) }, 'offered: choice'],

  ['by a label', { option: optionOf([label]) }, 'forced: label'],
  ['by a label, against the policy', { option: optionOf([policyOff, label]) }, 'forced: label'],
  ['by a label, without the licence', { option: optionOf([licenceOff, label]) }, 'forced: label'],
  ['by a template, against the policy', { option: optionOf([policyOff, licenceOff, template]) }, 'forced: template'],
  ['by a label rather than the template', { option: optionOf([template, label]) }, 'forced: label'],
  ['by having started so', { option: optionOf([], 'on'), running: true }, 'forced: running'],

  ['in webinars', { kind: 'webinar' }, 'refused: kind'],
  ['in town halls, whatever a label says', { kind: 'townHall', option: optionOf([label]) }, 'refused: kind'],
  ['to whom must be recorded', { recorded: true, option: optionOf([label]) }, 'refused: recorded'],
  ['in a browser on Windows', { client: { ...WINDOWS, kind: 'web' } }, 'refused: browser'],
  ['on a virtual desktop', { client: { ...WINDOWS, virtual: true } }, 'refused: virtualDesktop'],
  ['on Linux', { client: { ...WINDOWS, os: 'linux' } }, 'refused: system'],
  ['on another system', { client: { ...WINDOWS, os: 'other' } }, 'refused: system'],
  ['in an old version', { client: { ...WINDOWS, version: '0.0.9' } }, 'refused: version'],
  ['to the 201st', { people: 201 }, 'refused: full'],
  ['to the 201st, whatever a label says', { people: 201, option: optionOf([label]) }, 'refused: full'],
  ['without the licence', { option: optionOf([licenceOff]) }, 'refused: licence'],
  ['by the policy', { option: optionOf([policyOff]) }, 'refused: policy'],
  ['by the policy rather than the licence', { option: optionOf([licenceOff, policyOff]) }, 'refused: policy'],
  ['by a template that fixes it off', { option: optionOf([set('template', { fixed: 'off' })]) }, 'refused: template'],
  ['once the meeting has started without', { running: true }, 'refused: running'],
])('%s', (_case, change, expected) => expect(answer(change)).toBe(expected))

test('200 people fit in', () => expect(answer({ people: 200 })).toBe('offered: choice'))

test('without a client it is the meeting itself that is asked about', () =>
  expect(answer({ client: undefined })).toBe('offered: choice'))

describe('a version', () => {
  test.each(['0.1.0', '0.1.1', '0.2.0', '1.0.0', '10.0.0', '0.1.0-beta.2', '0.1.0+build'])('%s is current', (version) =>
    expect(answer({ client: { ...WINDOWS, version } })).toBe('offered: choice'),
  )
  test.each(['', '0', '0.1', '0.0.99', 'v0.1.0', ' 0.1.0', '0.1.0.0', '00000000.1.0', 'Infinity.0.0', '-1.0.0', '0.1.x'])(
    '"%s" is not',
    (version) => expect(answer({ client: { ...WINDOWS, version } })).toBe('refused: version'),
  )
  test('is this program’s own', async () => {
    const { version } = (await import('../../package.json')).default
    expect(answer({ client: { ...WINDOWS, version } })).toBe('offered: choice')
    expect(FIRST_ENCRYPTING_VERSION <= version).toBe(true)
  })
})

const ruleSets = fc.array(
  fc.record({
    source: fc.constantFrom('licence' as const, 'policy' as const, 'template' as const, 'label' as const),
    name: fc.constant('x'),
    rules: fc.record({
      encryption: fc.oneof(
        fc.record({ atMost: fc.constantFrom(...OPTION_VALUES.encryption) }),
        fc.record({ atLeast: fc.constantFrom(...OPTION_VALUES.encryption) }),
        fc.record({ fixed: fc.constantFrom(...OPTION_VALUES.encryption) }),
        fc.record({ preset: fc.constantFrom(...OPTION_VALUES.encryption) }),
      ),
    }),
  }),
  { maxLength: 5 },
)
const questions = fc
  .record({
    kind: fc.constantFrom(...MEETING_KINDS),
    sets: ruleSets,
    chosen: fc.constantFrom('off' as const, 'on' as const, undefined),
    client: fc.record({
      kind: fc.constantFrom('desktop' as const, 'web' as const),
      os: fc.constantFrom(...PlatformOs.options),
      version: fc.constantFrom('0.0.9', '0.1.0', '1.2.3', 'x'),
      virtual: fc.constantFrom(true, false, undefined),
    }),
    people: fc.integer({ min: 0, max: 400 }),
    recorded: fc.boolean(),
    running: fc.boolean(),
  })
  .map(({ sets, chosen, ...rest }) => ({ ...rest, option: optionOf(sets, chosen) }))

describe('whatever is asked', () => {
  test('nobody but a current desktop client on Windows or macOS is ever offered or given it', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { is } = encryptionFor(question)
        const { kind, os, version, virtual } = question.client
        const fits =
          kind === 'desktop' && (os === 'windows' || os === 'macos') && version !== 'x' && version !== '0.0.9' && !virtual
        if (!fits || question.kind !== 'meeting' || question.recorded || question.people > 200) expect(is).toBe('refused')
      }),
    )
  })

  test('who is offered it can choose both, and who is not can’t', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { is } = encryptionFor(question)
        if (is === 'offered') expect([question.option.choices, question.running]).toEqual([['off', 'on'], false])
        if (is === 'forced') expect(question.option.value).toBe('on')
      }),
    )
  })

  test('nothing that runs is offered another state', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(encryptionFor({ ...question, running: true }).is).not.toBe('offered')
      }),
    )
  })
})

describe('what an organisation rules', () => {
  const organiser = { id: 'ada', groups: new Set<string>() }
  const rules: OrganisationRules = {
    ...NO_RULES,
    encryption: { policies: [], default: 'notEnabled' },
    licences: { ...NO_RULES.licences, default: 'standard' },
    labels: { list: [{ id: 'l', name: 'Secret', description: '', atLeast: { encryption: 'on' } }] },
  }
  const ruled = (changes: Partial<OrganisationRules>, labelId?: string) => {
    const question = { organiser, kind: 'meeting', templateId: undefined, labelId } as const
    return answer({ option: optionOf(rulingsOf({ ...rules, ...changes }, question).ruleSets) })
  }

  test('needs the licence', () => expect(ruled({ encryption: NO_RULES.encryption })).toBe('refused: licence'))
  test('needs the policy', () => expect(ruled({ licences: NO_RULES.licences })).toBe('refused: policy'))
  test('with both is offered', () =>
    expect(ruled({ encryption: NO_RULES.encryption, licences: NO_RULES.licences })).toBe('offered: choice'))
  test('with neither, a label forces it all the same', () => expect(ruled({}, 'l')).toBe('forced: label'))
})
