/** Whether the person sits at another computer, which gets what is shown here; decided from what the system says of itself. */
import type { Platform } from '#shared/contract/common.ts'

/** `other`: from afar, by a way that is not known. */
export type VirtualDesktop = 'remoteDesktop' | 'citrix' | 'vmware' | 'azureVirtualDesktop' | 'other'

export interface VirtualDesktopFacts {
  os: Platform['os']
  env: Readonly<Record<string, string | undefined>>
  /** Windows: keys of HKEY_LOCAL_MACHINE that are there, of those in `AGENT_KEYS`. Their case does not matter. */
  registryKeys: readonly string[]
}

/**
 * What the makers' agents leave in the registry of the computers that they show elsewhere. A computer with such an agent counts
 * even when somebody sits at it: the session does not reliably tell, and what is decrypted could leave at any time.
 */
const AGENTS = {
  'SOFTWARE\\Microsoft\\RDInfraAgent': 'azureVirtualDesktop',
  'SOFTWARE\\Citrix\\VirtualDesktopAgent': 'citrix',
  'SOFTWARE\\VMware, Inc.\\VMware VDM\\Agent': 'vmware',
  'SOFTWARE\\Omnissa\\Horizon\\Agent': 'vmware',
} as const satisfies Record<string, VirtualDesktop>

export const AGENT_KEYS = Object.keys(AGENTS)

/**
 * Windows names the session after the way to its screen: `Console` at the computer itself, `RDP-Tcp#0`, `ICA-tcp#1` or, on Azure
 * Virtual Desktop, `RDP-Sxs123#0` from afar.
 */
const bySession = (session: string): VirtualDesktop | undefined => {
  if (/^console$/i.test(session)) return undefined
  if (/^rdp-sxs/i.test(session)) return 'azureVirtualDesktop'
  if (/^rdp-/i.test(session)) return 'remoteDesktop'
  if (/^ica-/i.test(session)) return 'citrix'
  return 'other'
}

const byAgent = (registryKeys: readonly string[]): VirtualDesktop | undefined => {
  const present = new Set(registryKeys.map((key) => key.toLowerCase()))
  return Object.entries(AGENTS).find(([key]) => present.has(key.toLowerCase()))?.[1]
}

const onWindows = ({ env, registryKeys }: VirtualDesktopFacts): VirtualDesktop | undefined => {
  // VMware's client writes down what it runs on, in a session that can call itself the console.
  if (Object.keys(env).some((name) => /^viewclient_/i.test(name))) return 'vmware'
  const session = bySession(env.SESSIONNAME ?? 'Console')
  const agent = byAgent(registryKeys)
  // An agent knows its maker better than a plain remote session does.
  return session === undefined || session === 'remoteDesktop' || session === 'other' ? (agent ?? session) : session
}

const onLinux = ({ env }: VirtualDesktopFacts): VirtualDesktop | undefined => {
  if (env.XRDP_SESSION !== undefined) return 'remoteDesktop'
  return Object.keys(env).some((name) => /^viewclient_/i.test(name)) ? 'vmware' : undefined
}

/** Undefined at the computer itself, and where there is no sign: macOS gives none of somebody who shares its screen. */
export const virtualDesktopOf = (facts: VirtualDesktopFacts): VirtualDesktop | undefined => {
  if (facts.os === 'windows') return onWindows(facts)
  return facts.os === 'linux' ? onLinux(facts) : undefined
}
