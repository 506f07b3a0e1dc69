import { expect, test } from 'vitest'
import { CHECKS, SYSTEM_CHECKS } from './checks.ts'
import { reportOf } from './report.ts'

const AT = Date.parse('2026-05-12T07:41:00Z')
const results = {
  versions: { finding: 'versionsFine', facts: { client: '1.4.0', virtual: false }, ms: 12 },
  mediaUdp: { finding: 'udpBlocked', facts: {}, ms: 3_001 },
  signIn: { finding: 'signedIn', facts: {}, ms: 40 },
} as const

test('every check of the main process is one of all, and devices are the page’s', () =>
  expect(CHECKS.filter((check) => check !== 'devices')).toEqual(SYSTEM_CHECKS))

test('it says what was found, and nothing else', () =>
  expect(reportOf({ at: AT, results, added: {} })).toBe(`Parley self-check
made: 2026-05-12T07:41:00.000Z
found: 1 bad, 0 notice, 2 good, 0 skipped

good    versions: versionsFine client="1.4.0" virtual=false (12 ms)
good    signIn: signedIn (40 ms)
bad     mediaUdp: udpBlocked (3001 ms)
`))

test('with what the person adds', () => {
  const text = reportOf({
    at: AT,
    results: {},
    added: { name: 'Ada Moreau', email: 'ada@northwind.example', note: ' It stutters. ', log: '{"event":"x"}\n' },
  })
  expect(text.split('\n').slice(3)).toEqual([
    '',
    '',
    'Added by the person',
    'name: Ada Moreau',
    'e-mail: ada@northwind.example',
    'note:',
    'It stutters.',
    '',
    'Log',
    '{"event":"x"}',
    '',
  ])
})
