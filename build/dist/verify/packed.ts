/** Everything that is checked about a program's folder, before and after packages are made from it. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'simple-plist'
import { INSTALLERS } from '../configuration.ts'
import { checkFuses, readFuses } from '../fuses.ts'
import { listFiles } from '../list-files.ts'
import { type Packed, partsOf } from '../pack.ts'
import { isPortableExecutable, readPortableExecutable } from '../windows/portable-executable.ts'
import { checkArchiveFiles, checkArchiveTexts, checkIntegrity, readArchive } from './archive.ts'
import { type Check, check } from './check.ts'
import { ARCHIVE_BUDGET, checkFolder, checkLocales, checkSize } from './folder.ts'
import { checkEntitlements, checkInfoPlist, checkUsageStrings } from './macos.ts'
import { checkProgram, checkSigned, verifySignature } from './windows.ts'

export interface PackedExpectation {
  version: string
  /** Certificates that signatures have to lead to (PEM); undefined where nothing was signed. */
  authorities?: string | undefined
  /** Windows programs have to be signed. */
  signed: boolean
  /** Where the entitlements for macOS lie, if not where they are signed with. */
  entitlements?: string
}

/** What a program for macOS is signed with. */
export const ENTITLEMENTS_FOLDER = join(INSTALLERS, 'macos')

type PropertyList = Record<string, unknown>

const readPlist = async (file: string): Promise<PropertyList> => parse<PropertyList>(await readFile(file))

export const checkPacked = async (packed: Packed, expected: PackedExpectation): Promise<Check[]> => {
  const { platform, arch } = packed
  const parts = partsOf(packed)
  const archive = async () => readArchive(parts.archive, (await stat(parts.archive)).size)
  const checks = [
    check('only what belongs into the archive', async () => checkArchiveFiles((await archive()).files, platform, arch)),
    check('no trace of the build in the archive', async () => checkArchiveTexts(await archive())),
    check('size of the archive', async () => checkSize('the archive', (await archive()).size, ARCHIVE_BUDGET)),
    check("only what belongs into the program's folder", async () => checkFolder(await listFiles(parts.root), platform)),
    check('languages', async () => checkLocales(await readdir(parts.locales), platform)),
    check('fuses', async () => checkFuses(await readFuses(parts.program))),
  ]
  if (platform === 'macos') checks.push(...checkMacos(packed, expected, archive))
  if (platform === 'windows') checks.push(...checkWindows(packed, expected, archive))
  return await Promise.all(checks)
}

type ReadArchive = () => Promise<ReturnType<typeof readArchive>>

const checkMacos = (
  packed: Packed,
  { version, entitlements = ENTITLEMENTS_FOLDER }: PackedExpectation,
  archive: ReadArchive,
): Promise<Check>[] => {
  const { infoPlist = '', resources } = partsOf(packed)
  return [
    check('Info.plist', async () => checkInfoPlist(await readPlist(infoPlist), version)),
    check('the archive is the one that the program knows', async () =>
      checkIntegrity((await readPlist(infoPlist)).ElectronAsarIntegrity, (await archive()).headerHash),
    ),
    check('what macOS tells people, in their language', async () => {
      const files = new Map<string, string>()
      for (const path of (await listFiles(resources)).filter((name) => name.endsWith('.strings'))) {
        files.set(path, await readFile(join(resources, path), 'utf8'))
      }
      return checkUsageStrings((path) => files.get(path))
    }),
    check('entitlements', async () => [
      ...checkEntitlements(await readPlist(join(entitlements, 'entitlements.plist')), 'program'),
      ...checkEntitlements(await readPlist(join(entitlements, 'entitlements.inherit.plist')), 'helpers'),
    ]),
  ]
}

const checkWindows = (packed: Packed, expected: PackedExpectation, archive: ReadArchive): Promise<Check>[] => {
  const { program, root } = partsOf(packed)
  const { arch } = packed
  if (arch === 'universal') throw new Error('Windows has no programs for two processors')
  const programs = async () => (await listFiles(root)).filter(isPortableExecutable)
  return [
    check('what the program says of itself', async () =>
      checkProgram(await readPortableExecutable(program), { version: expected.version, arch }),
    ),
    check('the archive is the one that the program knows', async () =>
      checkIntegrity((await readPortableExecutable(program)).integrity, (await archive()).headerHash),
    ),
    ...(expected.signed
      ? [
          check('every program and library is signed', async () => {
            const files = await Promise.all(
              (await programs()).map(async (path) => ({ path, ...(await readPortableExecutable(join(root, path))) })),
            )
            return checkSigned(files)
          }),
        ]
      : []),
    ...(expected.authorities === undefined
      ? []
      : [check("the program's signature", async () => await verifySignature(program, expected.authorities ?? ''))]),
  ]
}
