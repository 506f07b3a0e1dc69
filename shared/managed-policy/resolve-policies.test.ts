import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POLICY_NAMES, type PolicyName, policyOf } from './policies.ts'
import { type PolicySource, resolvePolicies, type SourceReading, type SourceReadings } from './resolve-policies.ts'
import { type PolicyValue, readValue } from './value.ts'

const ABSENT: SourceReading = { state: 'absent' }
const NOTHING: SourceReadings = { machinePolicy: ABSENT, userPolicy: ABSENT, userSetting: ABSENT, installDefault: ABSENT }
const read = (values: Record<string, unknown>): SourceReading => ({ state: 'read', values })
const UNUSABLE: SourceReading = { state: 'unusable', reason: 'malformed' }
const resolve = (readings: Partial<SourceReadings>) => resolvePolicies({ ...NOTHING, ...readings }, 'windows')

test('where nobody says anything, what is built in holds', () => {
  const { values, origins, findings } = resolve({})
  for (const name of POLICY_NAMES) {
    expect(values[name]).toEqual(policyOf(name).default)
    expect(origins[name]).toEqual({ setBy: 'builtIn', locked: false })
  }
  expect(findings).toEqual([])
})

test.each<[PolicySource, PolicySource[], boolean]>([
  ['machinePolicy', ['machinePolicy', 'userPolicy', 'userSetting', 'installDefault'], true],
  ['userPolicy', ['userPolicy', 'userSetting', 'installDefault'], true],
  ['userSetting', ['userSetting', 'installDefault'], false],
  ['installDefault', ['installDefault'], false],
])('%s wins over what is below it', (winner, present, locked) => {
  const readings = Object.fromEntries(
    present.map((source) => [source, read({ ServerUrl: `https://${source.toLowerCase()}.example` })]),
  )
  const { values, origins } = resolve(readings)
  expect(values.ServerUrl).toBe(`https://${winner.toLowerCase()}.example`)
  expect(origins.ServerUrl).toEqual({ setBy: winner, locked })
})

test('what people have no setting for is not taken from their settings, and is not called locked', () => {
  const { values, origins } = resolve({ userSetting: read({ RequireMfa: true }), installDefault: read({ AllowCamera: false }) })
  expect([values.RequireMfa, values.AllowCamera]).toEqual([false, false])
  expect(origins.AllowCamera).toEqual({ setBy: 'installDefault', locked: false })
})

describe('a server that is locked', () => {
  test.each<[PolicySource, boolean]>([
    ['machinePolicy', true],
    ['userPolicy', true],
    ['installDefault', true],
    ['userSetting', false],
  ])('by %s: %s', (source, holds) => {
    const installed = { ServerUrl: 'https://meet.example.org' }
    const own = { ServerUrl: 'https://other.example' }
    const readings = { installDefault: read(installed), userSetting: read(own) }
    const where = source === 'installDefault' ? installed : source === 'userSetting' ? own : {}
    const { values, origins } = resolve({ ...readings, [source]: read({ ...where, ServerLocked: true }) })
    expect(values.ServerUrl).toBe(holds ? installed.ServerUrl : own.ServerUrl)
    expect(origins.ServerUrl.locked).toBe(holds)
  })

  test('stays so when the value can not be read', () =>
    expect(
      resolve({ machinePolicy: read({ ServerLocked: 'yes' }), userSetting: read({ ServerUrl: 'https://other.example' }) }),
    ).toMatchObject({ values: { ServerUrl: '', ServerLocked: true }, origins: { ServerUrl: { locked: true } } }))
})

test('a server that is not among those allowed is not used, whoever set it', () => {
  const machinePolicy = read({ AllowedServers: ['https://meet.example.org'] })
  for (const source of ['userPolicy', 'userSetting', 'installDefault'] as const) {
    const { values, findings } = resolve({ machinePolicy, [source]: read({ ServerUrl: 'https://other.example' }) })
    expect(values.ServerUrl).toBe('')
    expect(findings).toEqual([{ problem: 'serverNotAllowed', name: 'ServerUrl' }])
  }
})

test.each([
  [{ ProxyMode: 'fixed' }, 'system'],
  [{ ProxyMode: 'pac', ProxyServer: 'proxy.example.org:3128' }, 'system'],
  [{ ProxyMode: 'fixed', ProxyServer: 'proxy.example.org:3128' }, 'fixed'],
  [{ ProxyMode: 'pac', ProxyPac: 'https://proxy.example.org/x.pac' }, 'pac'],
])('%j: the proxy is %s', (values, mode) => expect(resolve({ machinePolicy: read(values) }).values.ProxyMode).toBe(mode))

test('what was ignored is said, without values', () => {
  const machinePolicy = read({ AllowCamera: 'secret', Nonsense: 'secret', ContentProtection: true })
  const { findings, values } = resolvePolicies({ ...NOTHING, machinePolicy, userPolicy: UNUSABLE }, 'linux')
  expect(findings).toEqual([
    { problem: 'valueUnusable', source: 'machinePolicy', name: 'AllowCamera' },
    { problem: 'unknownPolicy', source: 'machinePolicy', name: 'Nonsense' },
    { problem: 'notOnThisPlatform', source: 'machinePolicy', name: 'ContentProtection' },
    { problem: 'sourceUnusable', source: 'userPolicy', reason: 'malformed' },
  ])
  expect(JSON.stringify(findings)).not.toContain('secret')
  expect(values.ContentProtection).toBe(false)
})

test('names from a prototype are no policies', () => {
  const { findings, values } = resolve({ machinePolicy: read(JSON.parse('{"__proto__":{"AllowCamera":false},"constructor":1}')) })
  expect(values.AllowCamera).toBe(true)
  expect(findings.map(({ problem }) => problem)).toEqual(['unknownPolicy', 'unknownPolicy'])
})

describe('for all values', () => {
  const name = fc.constantFrom(...POLICY_NAMES)
  const good = (policy: PolicyName) =>
    fc.constantFrom<PolicyValue>(policyOf(policy).default, policyOf(policy).safer, policyOf(policy).example)
  /** Right, broken or foreign. */
  const values = fc.dictionary(
    fc.oneof(name, fc.string()),
    fc.oneof(fc.anything(), fc.constantFrom(...POLICY_NAMES.map((each) => policyOf(each).example))),
  )
  const reading: fc.Arbitrary<SourceReading> = fc.oneof(values.map(read), fc.constant(ABSENT), fc.constant(UNUSABLE))
  const readings: fc.Arbitrary<SourceReadings> = fc.record({
    machinePolicy: reading,
    userPolicy: reading,
    userSetting: reading,
    installDefault: reading,
  })
  const platform = fc.constantFrom('windows', 'macos', 'linux')

  test('nothing throws, and every value that holds is one that the table allows', () =>
    fc.assert(
      fc.property(readings, platform, (all: SourceReadings, on) => {
        const resolved = resolvePolicies(all, on)
        for (const policy of POLICY_NAMES) {
          expect(readValue(policyOf(policy).allowed, resolved.values[policy])).toEqual(resolved.values[policy])
        }
      }),
    ))

  test('a broken value never opens up: the safer one holds, whatever stands below', () =>
    fc.assert(
      fc.property(
        name.chain((policy) => fc.tuple(fc.constant(policy), fc.anything(), good(policy), good(policy))),
        fc.constantFrom('machinePolicy', 'userPolicy'),
        fc.boolean(),
        ([policy, broken, setting, installed], source, wholeSource) => {
          fc.pre(readValue(policyOf(policy).allowed, broken) === undefined)
          const resolved = resolve({
            [source]: wholeSource ? UNUSABLE : read({ [policy]: broken }),
            userSetting: read({ [policy]: setting }),
            installDefault: read({ [policy]: installed }),
          })
          expect(resolved.values[policy]).toEqual(policyOf(policy).safer)
          expect(resolved.origins[policy].setBy).toBe(source)
          expect(resolved.findings.length).toBeGreaterThan(0)
        },
      ),
    ))

  test('a locked value is never overridden: no setting changes anything about it', () =>
    fc.assert(
      fc.property(readings, values, platform, (all: SourceReadings, setting, on) => {
        const before = resolvePolicies({ ...all, userSetting: ABSENT }, on)
        const after = resolvePolicies({ ...all, userSetting: read(setting) }, on)
        for (const policy of POLICY_NAMES) {
          if (!before.origins[policy].locked && policyOf(policy).lockable) continue
          expect(after.values[policy]).toEqual(before.values[policy])
          expect(after.origins[policy]).toEqual(before.origins[policy])
        }
      }),
    ))
})
