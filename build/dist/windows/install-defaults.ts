/**
 * What can be given when Parley is installed: every policy that is one value, by its name in capitals. It is what holds where no
 * administrator and no person says otherwise.
 */
import { POLICY_NAMES, type PolicyName, policyOf } from '#shared/managed-policy/policies.ts'

export interface InstallDefault {
  policy: PolicyName
  /** As in `SERVERURL`: a property of the MSI, an option of the setup program. */
  property: string
  /** How the registry holds it: yes and no as the numbers 1 and 0. */
  kind: 'text' | 'number'
  /** What the MSI writes where nothing is given. */
  msiDefault?: string
}

/** An MSI is for computers whose software an administrator distributes: it does not change by itself. */
const MSI_DEFAULTS: Partial<Record<PolicyName, string>> = { AutoUpdate: 'off' }

export const INSTALL_DEFAULTS: readonly InstallDefault[] = POLICY_NAMES.filter((policy) => {
  const { platforms, allowed } = policyOf(policy)
  // A list is a key of its own in the registry, which neither installer can fill from one argument.
  return platforms.includes('windows') && allowed.type !== 'servers'
}).map((policy) => {
  const msiDefault = MSI_DEFAULTS[policy]
  return {
    policy,
    property: policy.toUpperCase(),
    kind: policyOf(policy).allowed.type === 'boolean' ? 'number' : 'text',
    ...(msiDefault === undefined ? {} : { msiDefault }),
  }
})
