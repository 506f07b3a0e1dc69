/**
 * Damage on purpose: each is done to a copy of what was just built and found to be in order, and has to be noticed. A check that
 * never says no proves nothing.
 */
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createPackage, extractAll } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { execa } from 'execa'
import { parse, stringify } from 'simple-plist'
import { type Packed, partsOf } from '../pack.ts'
import { type Check, check } from './check.ts'
import { checkTemplate } from './group-policy.ts'
import { checkMsi, type Expected, readMsi } from './msi.ts'
import { checkPacked, ENTITLEMENTS_FOLDER, type PackedExpectation } from './packed.ts'
import { verifySignature } from './windows.ts'

export interface Mutation {
  what: string
  /** Damages a copy in `folder`, and looks at it. */
  look: (folder: string) => Promise<readonly Check[]>
}

/** Damages the copy of a program's folder. */
type Damage = (parts: ReturnType<typeof partsOf>) => Promise<void>

const damaged = (packed: Packed, expected: PackedExpectation, what: string, damage: Damage): Mutation => ({
  what: `${packed.platform}: ${what}`,
  look: async (folder) => {
    const copy = { ...packed, folder: join(folder, basename(packed.folder)) }
    await cp(packed.folder, copy.folder, { recursive: true, verbatimSymlinks: true })
    await damage(partsOf(copy))
    return await checkPacked(copy, expected)
  },
})

const fuseFlipped: Damage = async ({ program }) => {
  await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true })
}

const fileInArchive =
  (path: string): Damage =>
  async ({ archive }) => {
    const unpacked = `${archive}.contents`
    extractAll(archive, unpacked)
    await writeFile(join(unpacked, path), '{}')
    await rm(archive)
    await createPackage(unpacked, archive)
    await rm(unpacked, { recursive: true })
  }

/** One letter of the program's code, without another length. */
const letterInArchive: Damage = async ({ archive }) => {
  const content = await readFile(archive)
  const header = content.readUInt32LE(12)
  const place = content.indexOf('"hash":"', 16) + '"hash":"'.length
  if (place > header) throw new Error('the archive has no hashes')
  content.write(content.toString('latin1', place, place + 1) === 'a' ? 'b' : 'a', place, 'latin1')
  await writeFile(archive, content)
}

type PlistChange = (content: Record<string, unknown>) => void

const changePlist = async (file: string, change: PlistChange): Promise<void> => {
  const content = parse<Record<string, unknown>>(await readFile(file))
  change(content)
  await writeFile(file, stringify(content))
}

const inPlist =
  (change: PlistChange): Damage =>
  async ({ infoPlist = '' }) =>
    await changePlist(infoPlist, change)

/** What the program is signed with lies beside it, until Apple's tools put it in. */
const inEntitlements = (packed: Packed, expected: PackedExpectation, what: string, change: PlistChange): Mutation => ({
  what: `${packed.platform}: ${what}`,
  look: async (folder) => {
    await cp(ENTITLEMENTS_FOLDER, folder, { recursive: true })
    await changePlist(join(folder, 'entitlements.plist'), change)
    return await checkPacked(packed, { ...expected, entitlements: folder })
  },
})

const anywhere = (packed: Packed, expected: PackedExpectation): Mutation[] => [
  damaged(packed, expected, 'a fuse is flipped', fuseFlipped),
  damaged(packed, expected, 'a source map is in the archive', fileInArchive('out/main/main.cjs.map')),
  damaged(packed, expected, 'a source file is in the archive', fileInArchive('out/main/main.ts')),
  damaged(packed, expected, 'another program lies beside the archive', async ({ resources }) => {
    await mkdir(join(resources, 'app'))
    await writeFile(join(resources, 'app/package.json'), '{}')
  }),
]

export const windowsMutations = (packed: Packed, expected: PackedExpectation): Mutation[] => [
  ...anywhere(packed, expected),
  damaged(packed, expected, 'a hash in the archive is another', letterInArchive),
  damaged(packed, expected, 'a library is not signed', async ({ root }) => {
    const file = join(root, 'ffmpeg.dll')
    await execa('osslsigncode', ['remove-signature', '-in', file, '-out', `${file}.bare`])
    await rename(`${file}.bare`, file)
  }),
  damaged(packed, expected, 'the program was changed after it was signed', async ({ program }) => {
    const content = await readFile(program)
    // The first letter of its own name, in what it says of itself.
    content.write('B', content.indexOf(Buffer.from('Parley', 'utf16le')), 'latin1')
    await writeFile(program, content)
  }),
  damaged(packed, expected, 'a language too many', async ({ locales }) => await writeFile(join(locales, 'fr.pak'), '')),
]

export const macosMutations = (packed: Packed, expected: PackedExpectation): Mutation[] => [
  ...anywhere(packed, expected),
  damaged(packed, expected, 'a hash in the archive is another', letterInArchive),
  damaged(
    packed,
    expected,
    'no reason for the camera',
    inPlist((info) => {
      delete info.NSCameraUsageDescription
    }),
  ),
  damaged(
    packed,
    expected,
    'plain HTTP is allowed',
    inPlist((info) => {
      info.NSAppTransportSecurity = { NSAllowsArbitraryLoads: true }
    }),
  ),
  inEntitlements(packed, expected, 'an entitlement is missing', (entitlements) => {
    delete entitlements['com.apple.security.device.camera']
  }),
  inEntitlements(packed, expected, 'an entitlement too many', (entitlements) => {
    entitlements['com.apple.security.cs.disable-library-validation'] = true
  }),
  damaged(packed, expected, 'no reasons in German', async ({ resources }) => {
    await rm(join(resources, 'de.lproj/InfoPlist.strings'))
  }),
]

export const linuxMutations = anywhere

/** @param queries that change the tables */
const inTables = (file: string, expected: Expected, what: string, ...queries: string[]): Mutation => ({
  what: `MSI: ${what}`,
  look: async (folder) => {
    const copy = join(folder, basename(file))
    await cp(file, copy)
    await execa('msibuild', [copy, '-q', ...queries])
    return [await check('tables', async () => checkMsi(await readMsi(copy), expected))]
  },
})

const OTHER_GUID = '{00000000-0000-4000-8000-000000000000}'

export const msiMutations = (file: string, expected: Expected): Mutation[] => [
  inTables(
    file,
    expected,
    'another upgrade code',
    `UPDATE \`Property\` SET \`Value\` = '${OTHER_GUID}' WHERE \`Property\` = 'UpgradeCode'`,
  ),
  inTables(
    file,
    expected,
    "another component's GUID",
    `UPDATE \`Component\` SET \`ComponentId\` = '${OTHER_GUID}' WHERE \`Component\` = 'Registration'`,
  ),
  inTables(
    file,
    expected,
    'a default is always written',
    "UPDATE `Component` SET `Condition` = '1' WHERE `Component` = 'DefaultServerUrl'",
  ),
  inTables(
    file,
    expected,
    'a default is written elsewhere',
    "UPDATE `Registry` SET `Key` = 'Software\\Elsewhere' WHERE `Component_` = 'DefaultAutoUpdate'",
  ),
  inTables(
    file,
    expected,
    'a repair changes a default',
    "UPDATE `InstallExecuteSequence` SET `Condition` = 'SERVERLOCKED' WHERE `Action` = 'GiveServerLocked'",
  ),
  inTables(
    file,
    expected,
    'updates are on by themselves',
    "UPDATE `CustomAction` SET `Target` = 'automatic' WHERE `Action` = 'SetAutoUpdate'",
  ),
  inTables(
    file,
    expected,
    'an older version replaces a newer',
    "DELETE FROM `LaunchCondition` WHERE `Condition` = 'NOT WIX_DOWNGRADE_DETECTED'",
  ),
  inTables(
    file,
    expected,
    'it can be installed anywhere',
    "DELETE FROM `LaunchCondition` WHERE `Description` = 'Parley is only installed in Program Files: in another folder everybody could change it.'",
  ),
  inTables(file, expected, 'it is for one person alone', "UPDATE `Property` SET `Value` = '2' WHERE `Property` = 'ALLUSERS'"),
  inTables(
    file,
    expected,
    'it runs what nobody knows',
    "INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Unknown', 3106, 'System64Folder', 'cmd.exe')",
  ),
]

/** Of a setup program or an MSI. */
export const signatureMutations = (file: string, authority: string): Mutation[] => [
  {
    what: `${basename(file)}: not signed`,
    look: async (folder) => {
      const copy = join(folder, basename(file))
      await execa('osslsigncode', ['remove-signature', '-in', file, '-out', copy])
      return [await check('signature', async () => await verifySignature(copy, authority))]
    },
  },
  {
    what: `${basename(file)}: signed by somebody else`,
    look: async () => [await check('signature', async () => await verifySignature(file, '/etc/ssl/certs/ca-certificates.crt'))],
  },
]

export const templateMutations = (file: string): Mutation[] =>
  [
    ['a policy of a category that is not there', 'ref="Category_server"', 'ref="Category_none"'],
    ['a policy outside Software\\Policies', 'key="Software\\Policies\\Parley\\Desktop"', 'key="Software\\Parley\\Desktop"'],
    ['a kind of policy that there is not', 'class="Both"', 'class="All"'],
  ].map(([what = '', from = '', to = '']) => ({
    what: `Group Policy: ${what}`,
    look: async (folder) => {
      const copy = join(folder, basename(file))
      const content = await readFile(file, 'utf8')
      if (!content.includes(from)) throw new Error(`${from} is not in ${file}`)
      await writeFile(copy, content.replace(from, to))
      return [await check('schema', async () => await checkTemplate(copy))]
    },
  }))

/** Whether it was noticed. */
export const tryMutation = async ({ what, look }: Mutation, folder: string): Promise<Check> =>
  await check(`noticed: ${what}`, async () => {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const checks = await look(folder)
    return checks.some(({ problems }) => problems.length > 0) ? [] : ['it was not noticed']
  })
