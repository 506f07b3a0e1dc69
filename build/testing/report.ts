import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** How many checks of a stage held and how many did not. */
export interface Count {
  passed: number
  failed: number
  /** Left out, because something that only some machines have is not here. */
  skipped: number
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
})

/** Of a stage that came to nothing, whatever it would have checked. */
export const oneFailure: Count = { passed: 0, failed: 1, skipped: 0 }

/** Reads Vitest's JSON report. A file that failed outside of its tests (it does not load, a hook threw) is one failure. */
export function countVitest(json: unknown): Count {
  const report = vitestReport.parse(json)
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length, skipped: report.numPendingTests }
}

/** Reads Playwright's JSON report. An error outside of any test is one failure; a journey that needed a second try is one, too. */
export function countPlaywright(json: unknown): Count {
  const { stats, errors } = playwrightReport.parse(json)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}

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
