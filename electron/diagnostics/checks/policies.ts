import type { PolicyReport } from '../../policy/policy-report.ts'
import type { Found, Look } from './found.ts'

/** What administrators have set here, and whether all of it could be read. Values that can be addresses are not told. */
export const lookAtPolicies =
  (report: () => PolicyReport): Look =>
  (): Found => {
    const { places, policies, findings } = report()
    const facts = {
      count: policies.length,
      ignored: findings.length,
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
