/** From the program's folder for Windows: everything signed, then the setup program and the MSI. */
import { join } from 'node:path'
import { listFiles } from '../list-files.ts'
import { type Packed, partsOf } from '../pack.ts'
import { artifactName } from '../product.ts'
import { signForWindows, type WindowsSigning } from '../signing/windows.ts'
import { buildMsi } from './msi.ts'
import { buildSetup } from './nsis.ts'
import { isPortableExecutable, readPortableExecutable } from './portable-executable.ts'

export interface FolderOptions {
  version: string
  work: string
  signing: WindowsSigning
}

/** Signs what is not signed yet: some of Electron's libraries are Microsoft's, and signed by them. */
export const signFolder = async (packed: Packed, signing: WindowsSigning): Promise<void> => {
  const { root } = partsOf(packed)
  for (const path of (await listFiles(root)).filter(isPortableExecutable)) {
    const file = join(root, path)
    if ((await readPortableExecutable(file)).signature === 0) await signForWindows(signing, file)
  }
}

export interface WindowsPackages {
  setup: string
  msi: string
}

export const buildWindowsPackages = async (
  packed: Packed,
  { version, work, signing, output }: FolderOptions & { output: string },
): Promise<WindowsPackages> => {
  const { arch, folder: source } = packed
  if (arch === 'universal') throw new Error('Windows has no programs for two processors')
  const signed = signing.kind !== 'none'
  const name = (extension: string) =>
    join(output, artifactName({ version, platform: 'windows', arch, mark: signed ? '' : 'unsigned' }, extension))
  const packages = { setup: name('exe'), msi: name('msi') }
  await Promise.all([
    buildSetup({
      version,
      arch,
      source,
      output: packages.setup,
      work: join(work, 'nsis'),
      signCommand: signed ? `"${process.execPath}" "${join(import.meta.dirname, '../signing/sign-file.ts')}"` : undefined,
    }),
    buildMsi({ version, arch, source, output: packages.msi, work: join(work, 'msi') }),
  ])
  for (const file of Object.values(packages)) await signForWindows(signing, file)
  return packages
}
