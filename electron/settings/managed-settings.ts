/** How what the person has set and what administrators have set make up the settings that hold. */
import { z } from 'zod'
import { MANAGED_SETTING_NAMES, MANAGED_SETTINGS, type ManagedSetting } from '#shared/managed-policy/managed-settings.ts'
import type { PolicyValues } from '#shared/managed-policy/policies.ts'
import type { ResolvedPolicies } from '#shared/managed-policy/resolve-policies.ts'
import { Settings } from '#shared/settings.ts'

const { server, language, startAtLogin, hardwareAcceleration, crashReports } = Settings.shape
const ManagedOnes = z.object({ server, language, startAtLogin, hardwareAcceleration, crashReports })
type ManagedOnes = z.infer<typeof ManagedOnes>

const withoutDefaults = z.object({
  server: server.removeDefault(),
  language: language.removeDefault(),
  startAtLogin: startAtLogin.removeDefault(),
  hardwareAcceleration: hardwareAcceleration.removeDefault(),
  crashReports: crashReports.removeDefault(),
})

/** What the person has set. Of what can be managed, only what they have set themselves: the rest is left to administrators. */
export const OwnSettings = Settings.extend(withoutDefaults.partial().shape)
export type OwnSettings = z.infer<typeof OwnSettings>

/** By the names of policies, as a source for `resolvePolicies`. */
export const asPolicies = (own: OwnSettings): Record<string, unknown> =>
  Object.fromEntries(
    MANAGED_SETTING_NAMES.filter((name) => own[name] !== undefined).map((name) => [MANAGED_SETTINGS[name], own[name]]),
  )

const managedOnes = (values: PolicyValues): ManagedOnes => ({
  server: values.ServerUrl,
  language: values.Language,
  startAtLogin: values.StartAtLogin,
  hardwareAcceleration: values.HardwareAcceleration,
  crashReports: values.CrashReports,
})

export const settingsThatHold = (own: OwnSettings, values: PolicyValues): Settings => ({ ...own, ...managedOnes(values) })

export const lockedSettings = ({ origins }: ResolvedPolicies): ManagedSetting[] =>
  MANAGED_SETTING_NAMES.filter((name) => origins[MANAGED_SETTINGS[name]].locked)

/**
 * What the person has set, once they have made these of the settings that hold. What is as it was they did not set; what is
 * locked they can't.
 */
export const ownAfter = (own: OwnSettings, changed: Settings, resolved: ResolvedPolicies): OwnSettings => {
  const held = managedOnes(resolved.values)
  const locked = lockedSettings(resolved)
  const { server: _1, language: _2, startAtLogin: _3, hardwareAcceleration: _4, crashReports: _5, ...others } = changed
  const kept = MANAGED_SETTING_NAMES.map((name) => {
    const isSet = !locked.includes(name) && changed[name] !== held[name]
    return [name, isSet ? changed[name] : own[name]] as const
  }).filter(([, value]) => value !== undefined)
  return OwnSettings.parse({ ...others, ...Object.fromEntries(kept) })
}
