/** What holds of the managed policies and why, for whoever looks for the cause of something. It tells no address, path or domain. */
import { POLICY_NAMES, type PolicyName, policyOf } from '#shared/managed-policy/policies.ts'
import {
  POLICY_SOURCES,
  type PolicyFinding,
  type PolicyOrigin,
  type PolicySource,
  type ResolvedPolicies,
  type SourceReadings,
  type UnusableReason,
} from '#shared/managed-policy/resolve-policies.ts'
import type { PolicyValue } from '#shared/managed-policy/value.ts'

export interface ReportedPlace {
  readonly source: PolicySource
  readonly state: 'absent' | 'read' | 'unusable'
  readonly reason?: UnusableReason
}

export interface ReportedPolicy extends PolicyOrigin {
  readonly name: PolicyName
  /** Yes and no and choices as they are; of texts and lists only whether there is something in them. */
  readonly value: boolean | string
}

export interface PolicyReport {
  readonly places: readonly ReportedPlace[]
  /** Those that somebody set, in the table's order. */
  readonly policies: readonly ReportedPolicy[]
  /** What was ignored, and which safer values hold instead. */
  readonly findings: readonly PolicyFinding[]
}

const tellable = (name: PolicyName, value: PolicyValue): boolean | string => {
  if (typeof value === 'boolean') return value
  if (policyOf(name).allowed.type === 'choice') return String(value)
  return value.length === 0 ? 'empty' : 'set'
}

export const reportOf = (readings: SourceReadings, { values, origins, findings }: ResolvedPolicies): PolicyReport => ({
  places: POLICY_SOURCES.map((source) => {
    const reading = readings[source]
    return { source, state: reading.state, ...(reading.state === 'unusable' ? { reason: reading.reason } : {}) }
  }),
  policies: POLICY_NAMES.filter((name) => origins[name].setBy !== 'builtIn').map((name) => ({
    name,
    value: tellable(name, values[name]),
    ...origins[name],
  })),
  findings,
})
