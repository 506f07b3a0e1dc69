/** The report of a self-check, as text for whoever helps: always in English and codes, whatever language the person reads. */
import { CHECKS, type Check, type CheckResult, type Facts, type Outcome, outcomeOf } from './checks.ts'

export interface ReportContents {
  /** ms since 1970 */
  at: number
  results: Readonly<Partial<Record<Check, CheckResult>>>
  /** What the person adds, and nothing of it by itself. */
  added: { name?: string | undefined; email?: string | undefined; note?: string | undefined; log?: string | undefined }
}

const OUTCOMES = ['bad', 'notice', 'good', 'skipped'] as const satisfies readonly Outcome[]

const factsOf = (facts: Facts): string =>
  Object.entries(facts)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`)
    .join('')

export const reportOf = ({ at, results, added }: ReportContents): string => {
  const known = CHECKS.flatMap((check) => {
    const result = results[check]
    return result === undefined ? [] : [{ check, result, outcome: outcomeOf(result) }]
  })
  const counts = OUTCOMES.map((outcome) => `${known.filter((each) => each.outcome === outcome).length} ${outcome}`)
  const lines = known.map(
    ({ check, result, outcome }) => `${outcome.padEnd(7)} ${check}: ${result.finding}${factsOf(result.facts)} (${result.ms} ms)`,
  )
  const own = [
    ...(added.name === undefined ? [] : [`name: ${added.name}`]),
    ...(added.email === undefined ? [] : [`e-mail: ${added.email}`]),
    ...(added.note === undefined || added.note.trim() === '' ? [] : ['note:', added.note.trim()]),
  ]
  return [
    'Parley self-check',
    `made: ${new Date(at).toISOString()}`,
    `found: ${counts.join(', ')}`,
    '',
    ...lines,
    ...(own.length === 0 ? [] : ['', 'Added by the person', ...own]),
    ...(added.log === undefined ? [] : ['', 'Log', added.log.trimEnd()]),
    '',
  ].join('\n')
}
