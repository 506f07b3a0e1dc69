/**
 * What holds of the managed policies on this computer, who set it and whether the person can change it. Machine policy wins over
 * user policy, over the person's setting, over what was given at installation, over what is built in. Whatever can't be used
 * counts as the policy's safer value, at the place where it stands: a mistake never opens what a lower place would have opened.
 */
import { isPolicyName, type ManagedPlatform, POLICY_NAMES, type PolicyName, type PolicyValues, policyOf } from './policies.ts'
import { isServerAllowed, type PolicyValue, readValue } from './value.ts'

/** From the strongest to the weakest. */
export const POLICY_SOURCES = ['machinePolicy', 'userPolicy', 'userSetting', 'installDefault'] as const
export type PolicySource = (typeof POLICY_SOURCES)[number]

/** `untrusted`: somebody who is no administrator could have written it. */
export type UnusableReason = 'untrusted' | 'unreadable' | 'malformed'

/** What was found at one place. An unusable one is not an absent one: its values are not known, and the safer ones hold. */
export type SourceReading =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly state: 'unusable'; readonly reason: UnusableReason }

export type SourceReadings = Readonly<Record<PolicySource, SourceReading>>

export interface PolicyOrigin {
  readonly setBy: PolicySource | 'builtIn'
  /** The person can't change it. Always false for what people have no setting for. */
  readonly locked: boolean
}

/** Something that was ignored, for the log and the diagnostics. It holds no value: values can be secret. */
export type PolicyFinding =
  | { readonly problem: 'sourceUnusable'; readonly source: PolicySource; readonly reason: UnusableReason }
  /** `name` is whatever stood there, up to 60 characters. */
  | { readonly problem: 'unknownPolicy'; readonly source: PolicySource; readonly name: string }
  | { readonly problem: 'notOnThisPlatform' | 'valueUnusable'; readonly source: PolicySource; readonly name: PolicyName }
  /** A value that is right in itself does not go with the others. */
  | { readonly problem: 'serverNotAllowed' | 'proxyMissing'; readonly name: PolicyName }

export interface ResolvedPolicies {
  readonly values: PolicyValues
  readonly origins: Readonly<Record<PolicyName, PolicyOrigin>>
  readonly findings: readonly PolicyFinding[]
}

interface Resolved extends PolicyOrigin {
  readonly value: PolicyValue
}

const isPolicy = (source: PolicySource): boolean => source === 'machinePolicy' || source === 'userPolicy'

/** What one place says about a policy; undefined where it says nothing. */
const valueAt = (reading: SourceReading, name: PolicyName): { value: PolicyValue; usable: boolean } | undefined => {
  const { allowed, safer } = policyOf(name)
  if (reading.state === 'absent') return undefined
  if (reading.state === 'unusable') return { value: safer, usable: true }
  if (!Object.hasOwn(reading.values, name)) return undefined
  const value = readValue(allowed, reading.values[name])
  return value === undefined ? { value: safer, usable: false } : { value, usable: true }
}

const resolveOne = (name: PolicyName, readings: SourceReadings, platform: ManagedPlatform, settingCounts: boolean): Resolved => {
  const { lockable, platforms, default: builtIn } = policyOf(name)
  if (platforms.includes(platform)) {
    for (const source of POLICY_SOURCES) {
      if (source === 'userSetting' && !settingCounts) continue
      const found = valueAt(readings[source], name)
      if (found !== undefined) return { value: found.value, setBy: source, locked: lockable && isPolicy(source) }
    }
  }
  return { value: builtIn, setBy: 'builtIn', locked: false }
}

const findingsAt = (source: PolicySource, reading: SourceReading, platform: ManagedPlatform): PolicyFinding[] => {
  if (reading.state === 'absent') return []
  if (reading.state === 'unusable') return [{ problem: 'sourceUnusable', source, reason: reading.reason }]
  return Object.keys(reading.values).flatMap((name): PolicyFinding[] => {
    if (!isPolicyName(name)) return [{ problem: 'unknownPolicy', source, name: name.slice(0, 60) }]
    if (!policyOf(name).platforms.includes(platform)) return [{ problem: 'notOnThisPlatform', source, name }]
    return valueAt(reading, name)?.usable === false ? [{ problem: 'valueUnusable', source, name }] : []
  })
}

/** Values that are right by themselves, and not together. */
const bringTogether = (values: PolicyValues): { values: PolicyValues; findings: PolicyFinding[] } => {
  const findings: PolicyFinding[] = []
  let { ServerUrl, ProxyMode } = values
  if (ServerUrl !== '' && !isServerAllowed(ServerUrl, values.AllowedServers)) {
    findings.push({ problem: 'serverNotAllowed', name: 'ServerUrl' })
    ServerUrl = ''
  }
  if ((ProxyMode === 'fixed' && values.ProxyServer === '') || (ProxyMode === 'pac' && values.ProxyPac === '')) {
    findings.push({ problem: 'proxyMissing', name: 'ProxyMode' })
    ProxyMode = 'system'
  }
  return { values: { ...values, ServerUrl, ProxyMode }, findings }
}

export const resolvePolicies = (readings: SourceReadings, platform: ManagedPlatform): ResolvedPolicies => {
  const serverLocked = resolveOne('ServerLocked', readings, platform, false).value === true
  const resolved = POLICY_NAMES.map((name): readonly [PolicyName, Resolved] => {
    const fixed = name === 'ServerUrl' && serverLocked
    const one = resolveOne(name, readings, platform, policyOf(name).lockable && !fixed)
    return [name, fixed ? { ...one, locked: true } : one]
  })
  // Each value was checked against its own row of the table, which is where the types come from.
  const own = Object.fromEntries(resolved.map(([name, { value }]) => [name, value])) as unknown as PolicyValues
  const together = bringTogether(own)
  return {
    values: together.values,
    origins: Object.fromEntries(resolved.map(([name, { setBy, locked }]) => [name, { setBy, locked }])) as Record<
      PolicyName,
      PolicyOrigin
    >,
    findings: [...POLICY_SOURCES.flatMap((source) => findingsAt(source, readings[source], platform)), ...together.findings],
  }
}
