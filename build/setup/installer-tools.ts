import { execa } from 'execa'
import { ensureDebianPackages, isDebian } from './debian.ts'
import { findNsisProblem } from './nsis-version.ts'
import { SetupError } from './setup-error.ts'

/** What builds the packages for Windows, and what they are looked into with. */
const DEBIAN_PACKAGES = ['7zip', 'libxml2-utils', 'msitools', 'nsis', 'openssl', 'osslsigncode', 'wixl'] as const

/** Of those, what a package for Windows is built with; elsewhere they come from other package managers. */
const WINDOWS_TOOLS = ['makensis', 'wixl', 'msibuild', 'msiinfo'] as const

/**
 * Gets what `npm run dist:check` needs: Debian's packages.
 *
 * @throws SetupError where this is not Debian, or its packages can't be had
 */
export async function ensureInstallerTools(): Promise<void> {
  if (!(await isDebian())) throw new SetupError('The installers are checked with Debian’s tools, and this is another system.')
  await ensureDebianPackages(DEBIAN_PACKAGES, 'to build and check the installers')
}

/**
 * Makes sure that packages for Windows can be built here, and handed out.
 *
 * @throws SetupError with what is missing or too old
 */
export async function ensureWindowsTools(): Promise<void> {
  if (await isDebian()) await ensureDebianPackages(DEBIAN_PACKAGES, 'to build the installers for Windows')
  else await findWindowsTools()
  const problem = await findNsisProblem()
  if (problem === undefined) return
  throw new SetupError(
    `${problem} Put the makensis of a newer one into PATH before this one: built from its sources on Linux, or on a Mac by brew install makensis.`,
  )
}

async function findWindowsTools(): Promise<void> {
  const missing: string[] = []
  for (const tool of WINDOWS_TOOLS) {
    const { code } = await execa(tool, [tool === 'makensis' ? '-VERSION' : '--version'], { stdio: 'ignore', reject: false })
    if (code === 'ENOENT') missing.push(tool)
  }
  if (missing.length === 0) return
  throw new SetupError(
    `Packages for Windows need ${missing.join(', ')}. macOS: brew install makensis msitools. Windows: build them in its Linux (WSL); msitools has no Windows program.`,
  )
}
