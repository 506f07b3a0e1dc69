/** What administrators say about updates: all that the part which updates Parley is told of the managed policies. */
import type { PolicyValues } from './policies.ts'

export const UPDATE_POLICIES = [
  'AutoUpdate',
  'UpdateChannel',
  'UpdateUrl',
  'TargetVersionPrefix',
  'UpdateWindow',
  'MinimumVersion',
] as const

export type UpdatePolicies = Pick<PolicyValues, (typeof UPDATE_POLICIES)[number]>

export const updatePoliciesOf = (values: PolicyValues): UpdatePolicies => ({
  AutoUpdate: values.AutoUpdate,
  UpdateChannel: values.UpdateChannel,
  UpdateUrl: values.UpdateUrl,
  TargetVersionPrefix: values.TargetVersionPrefix,
  UpdateWindow: values.UpdateWindow,
  MinimumVersion: values.MinimumVersion,
})
