/** The settings that administrators can preset and lock, with the policy that does. */
import type { Settings } from '../settings.ts'

export const MANAGED_SETTINGS = {
  server: 'ServerUrl',
  language: 'Language',
  startAtLogin: 'StartAtLogin',
  hardwareAcceleration: 'HardwareAcceleration',
  crashReports: 'CrashReports',
} as const satisfies Partial<Record<keyof Settings, string>>

export type ManagedSetting = keyof typeof MANAGED_SETTINGS
export const MANAGED_SETTING_NAMES = Object.keys(MANAGED_SETTINGS) as [ManagedSetting, ...ManagedSetting[]]
