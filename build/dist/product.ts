/** What the product is called, wherever an installer or an operating system has to know it by a name that never changes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BUNDLE_ID } from '#shared/managed-policy/places.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'

const manifest = z
  .object({
    version: z.string(),
    description: z.string(),
    license: z.string(),
    devDependencies: z.object({ electron: z.string() }),
  })
  .parse(JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')))

export const PRODUCT = {
  name: 'Parley',
  /** Bundle identifier on macOS, AppUserModelID on Windows. */
  id: BUNDLE_ID,
  /** Of files and packages on Linux. */
  unixName: 'parley',
  company: 'Parley',
  copyright: 'Copyright © the Parley authors',
  scheme: 'parley',
  description: manifest.description,
  license: manifest.license,
  version: manifest.version,
  electronVersion: manifest.devDependencies.electron,
} as const

/**
 * Names that Windows knows the product and its parts by. With another upgrade code a new version would be installed beside the old
 * one; with another component's, what it owns would be removed by the version before.
 */
export const WINDOWS_IDS = {
  upgradeCode: '5B3E2C1A-4E59-4C0F-9B0B-3D6F7A0C9E11',
  /** Components get their GUIDs from their paths in this namespace (RFC 9562 §5.5). */
  componentNamespace: 'f2b6c3de-8f0a-4c58-a1f7-0d5c6e2b9a47',
  /** Key below `…\CurrentVersion\Uninstall` of the setup program. */
  uninstallKey: 'ParleyDesktop',
  firewallRule: 'Parley (media)',
} as const

export type TargetPlatform = 'windows' | 'macos' | 'linux'
export type TargetArch = 'x64' | 'arm64' | 'universal'

/** What a name says about a package that computers will not simply trust. */
export type Mark = '' | 'unsigned' | 'not-notarised'

/** The name of a file that is handed out, as in `Parley-1.4.0-windows-x64-unsigned.msi`. */
export const artifactName = (
  { version, platform, arch, mark }: { version: string; platform: TargetPlatform; arch: TargetArch; mark: Mark },
  extension: string,
): string => `${PRODUCT.name}-${version}-${platform}-${arch}${mark === '' ? '' : `-${mark}`}.${extension}`

/** The languages of the product, as Electron names its own texts: what is neither is left out of the package. */
export const ELECTRON_LANGUAGES = { en: 'en-US', de: 'de' } as const
