import { isPolicyName } from '#shared/managed-policy/policies.ts'
import type { PolicyReport } from '../../policy/policy-report.ts'
import type { Found, Look } from './found.ts'

/** Characters of a fact. */
const LONGEST = 80

/** What was ignored, by the kind of the problem: names of ours, and of what has no such name the place where it stands. */
const ignoredOf = (findings: PolicyReport['findings']): Record<string, string> => {
  const byProblem = Map.groupBy(findings, ({ problem }) => problem)
  return Object.fromEntries(
    [...byProblem].map(([problem, each]) => {
      const words = each.map((finding) => {
        if ('name' in finding && isPolicyName(finding.name)) return finding.name
        return 'source' in finding ? finding.source : problem
      })
      return [problem, [...new Set(words)].join(', ').slice(0, LONGEST)]
    }),
  )
}

/** What administrators have set here, and whether all of it could be read. Values that can be addresses are not told. */
export const lookAtPolicies =
  (report: () => PolicyReport): Look =>
  (): Found => {
    const { places, policies, findings } = report()
    const facts = {
      count: policies.length,
      ignored: findings.length,
      ...ignoredOf(findings),
      ...Object.fromEntries(
        places.map(({ source, state, reason }) => [source, reason === undefined ? state : `${state}: ${reason}`]),
      ),
      ...Object.fromEntries(
        policies.map(({ name, value, setBy, locked }) => [name, `${value} (${setBy}${locked ? ', locked' : ''})`]),
      ),
    }
    if (places.some(({ state }) => state === 'unusable')) return { finding: 'policiesUnusable', facts }
    if (findings.length > 0) return { finding: 'policiesIgnored', facts }
    return { finding: policies.length === 0 ? 'policiesNone' : 'policiesRead', facts }
  }
