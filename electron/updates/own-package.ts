/** Whether the package that this client came in is one that it may replace by itself. */
import { accessSync, constants, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UpdatesOff } from '#shared/updates/update-state.ts'

export interface OwnPackage {
  platform: NodeJS.Platform
  /** Electron's folder of resources: administrators alone can write there, where the program is installed for all. */
  resources: string
}

/** The set-up program leaves it there. The MSI does not: what IT deploys, IT replaces. */
const MARKER = 'package-type'

const isFromSetup = (resources: string): boolean => {
  try {
    return readFileSync(join(resources, MARKER), 'utf8').trim() === 'nsis'
  } catch {
    return false
  }
}

/** What device management puts into /Applications belongs to root; what a person drags there is theirs. */
const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Undefined where it may. What is not known to be a package of that kind is taken for one that IT replaces. */
export const keptFromUpdating = ({ platform, resources }: OwnPackage): UpdatesOff | undefined => {
  if (platform === 'win32') return isFromSetup(resources) ? undefined : 'managed'
  // <bundle>/Contents/Resources
  if (platform === 'darwin')
    return isWritable(join(resources, '../..')) && isWritable(join(resources, '../../..')) ? undefined : 'managed'
  return 'unsupported'
}
