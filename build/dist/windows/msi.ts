/** Builds the MSI by msitools, from the program's folder and `build/installers/windows/parley.wxs`. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { execa } from 'execa'
import { INSTALL_KEY, INSTALL_KIND_VALUE } from '#shared/managed-policy/places.ts'
import { INSTALLERS } from '../configuration.ts'
import { listFiles } from '../list-files.ts'
import { PRODUCT, type TargetArch, WINDOWS_IDS } from '../product.ts'
import { msiEdits, type VersionedFile } from './msi-edits.ts'
import { defaultsSource, fileIdOf, filesSource, uuidOf } from './msi-source.ts'
import { numericVersion } from './numeric-version.ts'
import { isPortableExecutable, readPortableExecutable } from './portable-executable.ts'

/** Windows Installer's name of the processor, in the summary of a package. */
export const TEMPLATES = { x64: 'x64;1033', arm64: 'Arm64;1033' } as const

export interface MsiOptions {
  version: string
  arch: Exclude<TargetArch, 'universal'>
  /** The program's folder. */
  source: string
  output: string
  /** For what is generated. */
  work: string
}

export const buildMsi = async ({ version, arch, source, output, work }: MsiOptions): Promise<void> => {
  const number = numericVersion(version)
  const files = await listFiles(source)
  await mkdir(work, { recursive: true })
  await rm(output, { force: true })
  // wixl knows no absolute paths: all sources lie in one folder, and it is started there.
  const here = (path: string): string => relative(work, path)
  const sources = {
    'parley.wxs': await readFile(join(INSTALLERS, 'windows/parley.wxs'), 'utf8'),
    'files.wxs': filesSource(here(source), files),
    'defaults.wxs': defaultsSource(),
  }
  for (const [name, content] of Object.entries(sources)) await writeFile(join(work, name), content)

  const variables = {
    PRODUCT: PRODUCT.name,
    COMPANY: PRODUCT.company,
    SCHEME: PRODUCT.scheme,
    VERSION: number,
    UPGRADE_CODE: WINDOWS_IDS.upgradeCode,
    REGISTRATION_GUID: uuidOf('registration'),
    MENU_GUID: uuidOf('menu'),
    ICON: here(join(INSTALLERS, 'icons/icon.ico')),
    INSTALL_KEY,
    INSTALL_KIND_VALUE,
  }
  await execa(
    'wixl',
    [
      '--arch=x64',
      `--output=${output}`,
      ...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
      ...Object.keys(sources),
    ],
    { cwd: work, stdin: 'ignore', all: true },
  )
  await execa('msibuild', [output, '-q', ...msiEdits({ version: number, files: await versionsOf(source, files) })], {
    stdin: 'ignore',
    all: true,
  })
  if (arch === 'arm64') await nameProcessor(output, arch)
}

const versionsOf = async (source: string, files: readonly string[]): Promise<VersionedFile[]> => {
  const found: VersionedFile[] = []
  for (const path of files.filter(isPortableExecutable)) {
    const { version } = await readPortableExecutable(join(source, path))
    if (version !== undefined) found.push({ fileId: fileIdOf(path), version })
  }
  return found
}

/** wixl knows the processors of its time. A 64-bit package differs by this name alone. */
const nameProcessor = async (file: string, arch: keyof typeof TEMPLATES): Promise<void> => {
  const { stdout } = await execa('msiinfo', ['suminfo', file])
  const code = /^Revision number \(UUID\): (\{[0-9A-F-]{36}\})$/m.exec(stdout)?.[1]
  if (code === undefined) throw new Error(`${file} has no package code`)
  await execa('msibuild', [file, '-s', PRODUCT.name, PRODUCT.company, TEMPLATES[arch], code])
}
