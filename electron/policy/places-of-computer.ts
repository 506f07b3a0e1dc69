import { userInfo } from 'node:os'
import { join } from 'node:path'
import { BUNDLE_ID } from '#shared/managed-policy/places.ts'
import { LinuxPolicies } from './linux-policies.ts'
import { MacosPolicies } from './macos-policies.ts'
import type { PolicyPlaces } from './policy-places.ts'
import { readPropertyListFile } from './property-list-file.ts'
import { WindowsPolicies } from './windows-policies.ts'
import type { WindowsRegistry } from './windows-registry.ts'

export interface Computer {
  platform: NodeJS.Platform
  /** Windows. */
  registry: WindowsRegistry | undefined
  /**
   * In place of what the system has: a folder with `policy.json`, `user-policy.json` and `defaults.json`, to try policies out
   * with. Only a build in development has one; the files must be root's own there, too.
   */
  triedOut: string | undefined
}

/** Where administrators put policies on this computer. */
export const placesOf = ({ platform, registry, triedOut }: Computer): PolicyPlaces => {
  if (triedOut !== undefined) {
    return new LinuxPolicies({
      machinePolicy: join(triedOut, 'policy.json'),
      userPolicy: join(triedOut, 'user-policy.json'),
      installDefault: join(triedOut, 'defaults.json'),
    })
  }
  if (registry !== undefined) return new WindowsPolicies(registry)
  if (platform === 'darwin') return new MacosPolicies(readPropertyListFile, { bundleId: BUNDLE_ID, user: userInfo().username })
  return new LinuxPolicies()
}
