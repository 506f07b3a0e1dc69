import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import { CheckReport } from '../dist/verify/check.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'

/** How many checks of a stage held, and which did not. */
export interface Count {
  passed: number
  failed: number
  /** What failed, a line each; only of what has a name. */
  failures: readonly string[]
  /** Left out, because something that only some machines have is not here. */
  skipped: number
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) })),
    }),
  ),
})

const playwrightError = z.object({ message: z.string().optional() })

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ status: z.string(), results: z.array(z.object({ error: playwrightError.optional() })) })),
})

interface PlaywrightSuite {
  specs: z.infer<typeof playwrightSpec>[]
  suites?: PlaywrightSuite[] | undefined
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional()
  },
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
  errors: z.array(playwrightError),
})

/** Of a stage that came to nothing, whatever it would have checked. */
export const oneFailure: Count = { passed: 0, failed: 1, failures: [], skipped: 0 }

/** Of a stage that this machine has not the means for, and that therefore says nothing about the tree. */
export const leftOut: Count = { passed: 0, failed: 0, failures: [], skipped: 1 }

/** Several counts as one. */
export const total = (counts: readonly Count[]): Count => {
  const sum = (key: 'passed' | 'failed' | 'skipped') => counts.reduce((so, count) => so + count[key], 0)
  const failures = counts.flatMap((count) => count.failures)
  return { passed: sum('passed'), failed: sum('failed'), failures, skipped: sum('skipped') }
}

/** Reads Vitest's JSON report. A file that failed outside of its tests (it does not load, a hook threw) is one failure. */
export function countVitest(json: unknown): Count {
  const report = vitestReport.parse(json)
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const failedTests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages: [why] }) => line(relative(PROJECT_ROOT, name), fullName, why)),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    failures: [...failedTests, ...brokenFiles.map(({ name }) => relative(PROJECT_ROOT, name))],
    skipped: report.numPendingTests,
  }
}

/** Reads Playwright's JSON report. An error outside of any test is one failure; a journey that needed a second try is one, too. */
export function countPlaywright(json: unknown): Count {
  const { stats, suites, errors } = playwrightReport.parse(json)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    failures: [...suites.flatMap(failedIn), ...errors.map(({ message }) => line('outside of the journeys', '', message))],
    skipped: stats.skipped,
  }
}

/** Reads the report of `build/dist/dist-check.ts`. */
export function countChecks(json: unknown): Count {
  const { checks } = CheckReport.parse(json)
  const failed = checks.filter(({ problems }) => problems.length > 0)
  return {
    passed: checks.length - failed.length,
    failed: failed.length,
    failures: failed.map(({ of, what, problems: [why] }) => line(of, what, why)),
    skipped: 0,
  }
}

const failedIn = ({ specs, suites = [] }: PlaywrightSuite): string[] => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => line(`e2e/${file}`, title, results.find(({ error }) => error !== undefined)?.error?.message)),
  ),
  ...suites.flatMap(failedIn),
]

/** Where, what, and the first line of why. */
const line = (file: string, name: string, why = ''): string =>
  stripVTControlCharacters([file, name, why.split('\n', 1)[0]].filter(Boolean).join(': '))

/**
 * The count of a stage that ended. Never better than its exit code: a stage that died without a readable report, or that ended
 * badly although its report names no failure, is one failure; so is one that checked nothing.
 */
export async function countStage(reportFile: string, count: (json: unknown) => Count, exitedWell: boolean): Promise<Count> {
  const counted = await readFile(reportFile, 'utf8')
    .then((text) => count(JSON.parse(text)))
    .catch(() => oneFailure)
  if (counted.failed === 0 && (!exitedWell || counted.passed === 0)) return { ...counted, failed: 1 }
  return counted
}
