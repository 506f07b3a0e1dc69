import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { countChecks, countPlaywright, countStage, countVitest } from './report.ts'

const vitest = (tests: string[][], files = tests.map((file) => (file.includes('failed') ? 'failed' : 'passed'))) => ({
  numPassedTests: tests.flat().filter((status) => status === 'passed').length,
  numFailedTests: tests.flat().filter((status) => status === 'failed').length,
  numPendingTests: tests.flat().filter((status) => status === 'pending').length,
  testResults: tests.map((file, index) => ({
    name: join(PROJECT_ROOT, `shared/${index}.test.ts`),
    status: files[index],
    assertionResults: file.map((status, number) => ({
      status,
      fullName: `number ${number}`,
      failureMessages: status === 'failed' ? ['Error: no\n    at somewhere'] : [],
    })),
  })),
})

describe('counting a Vitest report', () => {
  it.each([
    ['all passed', vitest([['passed', 'passed'], ['passed']]), { passed: 3, failed: 0, failures: [], skipped: 0 }],
    ['some left out', vitest([['passed', 'pending'], ['pending']]), { passed: 1, failed: 0, failures: [], skipped: 2 }],
    [
      'some failed',
      vitest([['passed', 'failed'], ['failed']]),
      {
        passed: 1,
        failed: 2,
        failures: ['shared/0.test.ts: number 1: Error: no', 'shared/1.test.ts: number 0: Error: no'],
        skipped: 0,
      },
    ],
    [
      'a file that does not load',
      vitest([['passed'], []], ['passed', 'failed']),
      { passed: 1, failed: 1, failures: ['shared/1.test.ts'], skipped: 0 },
    ],
    [
      'a hook that threw after passing tests',
      vitest([['passed']], ['failed']),
      { passed: 1, failed: 1, failures: ['shared/0.test.ts'], skipped: 0 },
    ],
  ])('%s', (_, report, expected) => {
    expect(countVitest(report)).toEqual(expected)
  })
})

describe('counting a Playwright report', () => {
  const journey = (status: string, message?: string) => ({
    title: status,
    file: 'journeys/chat.spec.ts',
    tests: [{ status, results: [message === undefined ? {} : { error: { message } }] }],
  })

  it.each([
    [
      'all passed',
      { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0 }, suites: [], errors: [] },
      { passed: 4, failed: 0, failures: [], skipped: 0 },
    ],
    [
      'one left out',
      { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 1 }, suites: [], errors: [] },
      { passed: 4, failed: 0, failures: [], skipped: 1 },
    ],
    [
      'failures, and one that passed on a second try',
      {
        stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 },
        suites: [
          {
            specs: [journey('expected'), journey('unexpected', 'Error: \u001b[31mno\u001b[39m\n\n  at somewhere')],
            suites: [{ specs: [journey('flaky', 'Error: not yet')] }],
          },
        ],
        errors: [],
      },
      {
        passed: 4,
        failed: 2,
        failures: ['e2e/journeys/chat.spec.ts: unexpected: Error: no', 'e2e/journeys/chat.spec.ts: flaky: Error: not yet'],
        skipped: 0,
      },
    ],
    [
      'an error outside of the tests',
      { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, suites: [], errors: [{ message: 'Error: no\nat' }] },
      { passed: 0, failed: 1, failures: ['outside of the journeys: Error: no'], skipped: 0 },
    ],
  ])('%s', (_, report, expected) => {
    expect(countPlaywright(report)).toEqual(expected)
  })
})

test('counting the checks of packages', () => {
  const checks = [
    { of: 'Windows x64', what: 'fuses', problems: [] },
    { of: 'Windows x64', what: "the MSI's signature", problems: ['the signature is not valid\nat all', 'and more'] },
    { of: 'Damage is noticed', what: 'noticed: a fuse is flipped', problems: ['it was not noticed'] },
  ]
  expect(countChecks({ checks })).toEqual({
    passed: 1,
    failed: 2,
    failures: [
      "Windows x64: the MSI's signature: the signature is not valid",
      'Damage is noticed: noticed: a fuse is flipped: it was not noticed',
    ],
    skipped: 0,
  })
})

describe('counting a stage', () => {
  const reportFile = async (content: string) => {
    const file = join(await mkdtemp(join(tmpdir(), 'parley-report-')), 'report.json')
    await writeFile(file, content)
    return file
  }
  const passed = JSON.stringify(vitest([['passed']]))

  it('takes the report where everything ended well', async () => {
    expect(await countStage(await reportFile(passed), countVitest, true)).toEqual({
      passed: 1,
      failed: 0,
      failures: [],
      skipped: 0,
    })
  })

  it.each([
    ['ended badly although its report names no failure', passed, false, { passed: 1, failed: 1, failures: [], skipped: 0 }],
    ['wrote half a report', passed.slice(0, 40), true, { passed: 0, failed: 1, failures: [], skipped: 0 }],
    ['wrote something else', '{}', true, { passed: 0, failed: 1, failures: [], skipped: 0 }],
    ['checked nothing', JSON.stringify(vitest([])), true, { passed: 0, failed: 1, failures: [], skipped: 0 }],
  ])('fails one that %s', async (_, content, exitedWell, expected) => {
    expect(await countStage(await reportFile(content), countVitest, exitedWell)).toEqual(expected)
  })

  it('fails one that died without a report', async () => {
    expect(await countStage(join(tmpdir(), 'parley-no-such-report.json'), countVitest, true)).toEqual({
      passed: 0,
      failed: 1,
      failures: [],
      skipped: 0,
    })
  })
})
