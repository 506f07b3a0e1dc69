import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RULES_FILE_LIMIT, readRulesFile, writeRulesFile } from './rules-file.ts'
import { sampleRules } from './testing/sample-rules.ts'

test('what is written is read', () => {
  expect(readRulesFile(writeRulesFile(sampleRules()))).toEqual({ rules: sampleRules() })
  expect(readRulesFile(`\uFEFF${writeRulesFile(sampleRules())}`)).toEqual({ rules: sampleRules() })
})

type Broken = (file: { format: string; version: number; rules: ReturnType<typeof sampleRules> & Record<string, unknown> }) => void

const BROKEN: Record<string, [place: string, how: Broken]> = {
  'another format': ['format', (file) => Object.assign(file, { format: 'other' })],
  'a later version': ['version', (file) => Object.assign(file, { version: 2 })],
  'no rules': ['rules', (file) => Reflect.deleteProperty(file, 'rules')],
  'rules that are a list': ['rules', (file) => Object.assign(file, { rules: [] })],
  'something besides': ['', (file) => Object.assign(file, { more: 1 })],
  'a section that is missing': ['rules.labels', ({ rules }) => Reflect.deleteProperty(rules, 'labels')],
  'a section too many': ['rules', ({ rules }) => Object.assign(rules, { extra: {} })],
  'a default that is none': ['rules.encryption.default', ({ rules }) => Object.assign(rules.encryption, { default: 'maybe' })],
  'no default': ['rules.encryption.default', ({ rules }) => Reflect.deleteProperty(rules.encryption, 'default')],
  'a policy without a name': [
    'rules.encryption.policies[0].name',
    ({ rules }) => Object.assign(rules.encryption.policies[0] ?? {}, { name: ' ' }),
  ],
  'a name that is too long': [
    'rules.groups[0].name',
    ({ rules }) => Object.assign(rules.groups[0] ?? {}, { name: 'x'.repeat(61) }),
  ],
  'a notice that is empty': [
    'rules.settings.recordingNotice.text',
    ({ rules }) => Object.assign(rules.settings, { recordingNotice: { text: ' ' } }),
  ],
  'an address of a notice that is no https': [
    'rules.settings.recordingNotice.address',
    ({ rules }) => Object.assign(rules.settings, { recordingNotice: { address: 'javascript:alert(1)' } }),
  ],
  'a name that is a number': ['rules.templates[0].name', ({ rules }) => Object.assign(rules.templates[0] ?? {}, { name: 1 })],
  'a name twice': ['rules.labels.list', ({ rules }) => Object.assign(rules.labels.list[0] ?? {}, { name: 'general' })],
  'an id twice': ['rules.meetings.policies', ({ rules }) => Object.assign(rules.meetings.policies[0] ?? {}, { id: 'm-staff' })],
  'a group that is not there': ['rules.licences.premium.groups', ({ rules }) => rules.licences.premium.groups.push('g-x')],
  'a group of a policy that is not there': [
    'rules.meetings.policies[1].assignedTo.groups',
    ({ rules }) => rules.groups.splice(2),
  ],
  'an option that is none': [
    'rules.meetings.default.options',
    ({ rules }) => Object.assign(rules.meetings.default.options, { colour: {} }),
  ],
  'a value that is none': [
    'rules.meetings.default.options.lobby.atLeast',
    ({ rules }) => Object.assign(rules.meetings.default.options, { lobby: { atLeast: 'friends' } }),
  ],
  'a rule that is none': [
    'rules.meetings.default.options.lobby',
    ({ rules }) => Object.assign(rules.meetings.default.options, { lobby: { never: 'everyone' } }),
  ],
  'encryption in a meeting policy': [
    'rules.meetings.default.options',
    ({ rules }) => Object.assign(rules.meetings.default.options, { encryption: { fixed: 'on' } }),
  ],
  'a size of one': [
    'rules.meetings.default.maximumSize',
    ({ rules }) => Object.assign(rules.meetings.default, { maximumSize: 1 }),
  ],
  'a size beyond the service’s': [
    'rules.templates[0].maximumSize',
    ({ rules }) => Object.assign(rules.templates[0] ?? {}, { maximumSize: 301 }),
  ],
  'half a person': [
    'rules.meetings.default.maximumSize',
    ({ rules }) => Object.assign(rules.meetings.default, { maximumSize: 2.5 }),
  ],
  'a mode that is none': [
    'rules.templates[0].options.lobby.mode',
    ({ rules }) => Object.assign(rules.templates[0]?.options ?? {}, { lobby: { mode: 'loose', value: 'everyone' } }),
  ],
  'a kind that is none': ['rules.templates[0].kind', ({ rules }) => Object.assign(rules.templates[0] ?? {}, { kind: 'party' })],
  'a label with a value that is none': [
    'rules.labels.list[1].atLeast.lobby',
    ({ rules }) => Object.assign(rules.labels.list[1]?.atLeast ?? {}, { lobby: true }),
  ],
  'a default label that is not there': ['rules.labels.default', ({ rules }) => Object.assign(rules.labels, { default: 'l-x' })],
  'a licence that is none': ['rules.licences.default', ({ rules }) => Object.assign(rules.licences, { default: 'gold' })],
  'a role that is none': [
    'rules.administrators[0].role',
    ({ rules }) => Object.assign(rules.administrators[0] ?? {}, { role: 'root' }),
  ],
  'an administrator twice': [
    'rules.administrators',
    ({ rules }) => rules.administrators.push({ personId: 'ada', role: 'reader' }),
  ],
  'a language that is none': [
    'rules.settings.defaultLanguage',
    ({ rules }) => Object.assign(rules.settings, { defaultLanguage: 'xx' }),
  ],
  'trust in nobody': ['rules.settings.trusts[0]', ({ rules }) => rules.settings.trusts.push('')],
  'members that are no list': ['rules.groups[0].members', ({ rules }) => Object.assign(rules.groups[0] ?? {}, { members: 'bo' })],
  'a member without an id': [
    'rules.groups[0].members[0]',
    ({ rules }) => Object.assign(rules.groups[0] ?? {}, { members: [''] }),
  ],
  'a prototype': [
    'rules.settings',
    ({ rules }) => Object.defineProperty(rules.settings, '__proto__', { value: { a: 1 }, enumerable: true }),
  ],
}

const TEXTS: Record<string, [place: string, text: string]> = {
  nothing: ['', ''],
  'a list': ['', '[]'],
  'a number': ['', '1'],
  null: ['', 'null'],
  'half a file': ['', writeRulesFile(sampleRules()).slice(0, 400)],
  'a comment': ['', `// rules\n${writeRulesFile(sampleRules())}`],
  'a comma too many': ['', '{\n"format": "parley.rules",\n}'],
  'single quotes': ['', `{'format': 'parley.rules'}`],
  'another program’s file': ['format', '{"name": "x", "version": "1.0.0"}'],
  YAML: ['', 'format: parley.rules\nversion: 1\n'],
  CSV: ['', 'id,name\n1,Board\n'],
  'a page': ['', '<!doctype html><title>Sign in</title>'],
  'a binary': ['', '\u0000\u0001\u0002PNG'],
  'two files': ['', `${writeRulesFile(sampleRules())}${writeRulesFile(sampleRules())}`],
  'one that is too large': ['', ' '.repeat(RULES_FILE_LIMIT + 1)],
}

const problemsOf = (text: string) => {
  const read = readRulesFile(text)
  return 'problems' in read ? read.problems : []
}

describe('a broken file says where it is broken', () => {
  test.each(Object.entries(BROKEN))('%s', (_case, [place, how]) => {
    const file = JSON.parse(writeRulesFile(sampleRules()))
    how(file)
    expect(problemsOf(JSON.stringify(file)).map((problem) => problem.place)).toContain(place)
  })

  test.each(Object.entries(TEXTS))('%s', (_case, [place, text]) => {
    const problems = problemsOf(text)
    expect(problems.length).toBeGreaterThan(0)
    if (place !== '') expect(problems.map((problem) => problem.place)).toContain(place)
  })

  test.each<[problem: string, what: object]>([
    ['no rules', { what: 'missing' }],
    ['something besides', { what: 'unknownField', detail: { name: 'more' } }],
    ['no default', { what: 'missing' }],
    ['a default that is none', { what: 'notAllowed', detail: { allowed: ['notEnabled', 'usersCanEnable'] } }],
    ['a policy without a name', { what: 'empty' }],
    ['a name that is too long', { what: 'tooLong', detail: { most: 60 } }],
    ['a name that is a number', { what: 'notText' }],
    ['a name twice', { what: 'nameTwice' }],
    ['an id twice', { what: 'idTwice' }],
    ['a group that is not there', { what: 'groupGone' }],
    ['encryption in a meeting policy', { what: 'encryptionElsewhere' }],
    ['a size of one', { what: 'tooLow', detail: { least: 2 } }],
    ['a size beyond the service’s', { what: 'tooHigh', detail: { most: 300 } }],
    ['half a person', { what: 'notWhole' }],
    ['a default label that is not there', { what: 'labelGone' }],
    ['an administrator twice', { what: 'personTwice' }],
    ['members that are no list', { what: 'notList' }],
  ])('%s: says what is wrong', (name, wrong) => {
    const [place, how] = BROKEN[name] ?? ['', () => undefined]
    const file = JSON.parse(writeRulesFile(sampleRules()))
    how(file)
    expect(problemsOf(JSON.stringify(file)).filter((problem) => problem.place === place)).toContainEqual({
      place,
      detail: {},
      ...wrong,
    })
  })

  test('what is no JSON says where it stops to be', () => {
    expect(problemsOf(TEXTS['a comma too many']?.[1] ?? '')).toEqual([
      { place: '', what: 'notJson', detail: { line: 3, column: 1 } },
    ])
    expect(problemsOf('')).toMatchObject([{ what: 'notJson' }])
    expect(problemsOf(TEXTS['one that is too large']?.[1] ?? '')).toMatchObject([{ what: 'tooLarge' }])
  })

  test('all of them are fifty-two', () => {
    expect(Object.keys(BROKEN).length + Object.keys(TEXTS).length).toBe(52)
  })

  test('whatever it is, reading it does not throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(problemsOf(text).length).toBeGreaterThan(0)
      }),
    )
  })
})
