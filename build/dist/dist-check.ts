/**
 * `npm run dist:check`: builds every package that can be built without Electron's downloads, from stand-ins for its folders, and looks
 * into each; then damages copies of them and makes sure that it is noticed.
 */
import { writeFileSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { GENERATED_FOLDER, generatePolicyFiles } from '../policies/generated-files.ts'
import { ensureInstallerTools } from '../setup/installer-tools.ts'
import { findNsisProblem } from '../setup/nsis-version.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { SetupError } from '../setup/setup-error.ts'
import { buildDeb } from './linux/deb.ts'
import { buildTarball } from './linux/tarball.ts'
import { listFiles } from './list-files.ts'
import { buildMacosZip } from './macos/zip.ts'
import { type Packed, pack } from './pack.ts'
import { artifactName, PRODUCT, type TargetArch, type TargetPlatform } from './product.ts'
import { makeTestCertificate, type TestCertificate } from './standin/certificate.ts'
import { writeStandIn } from './standin/electron.ts'
import { type Check, type CheckReport, check } from './verify/check.ts'
import { checkTemplate } from './verify/group-policy.ts'
import { checkDeb, checkTarball, readDeb, readTarball } from './verify/linux.ts'
import { checkMacosZip, readZip } from './verify/macos-zip.ts'
import { checkMsi, readMsi } from './verify/msi.ts'
import {
  linuxMutations,
  type Mutation,
  macosMutations,
  msiMutations,
  signatureMutations,
  templateMutations,
  tryMutation,
  windowsMutations,
} from './verify/mutations.ts'
import { checkPacked } from './verify/packed.ts'
import { checkSetupFiles, readSetup, verifySignature } from './verify/windows.ts'
import { buildWindowsPackages, signFolder } from './windows/installers.ts'

const { values } = parseArgs({
  options: {
    /** Where the bundles lie, if they need not be built. */
    bundles: { type: 'string' },
    /** A file for what was looked at, as `CheckReport`. */
    report: { type: 'string' },
  },
})

const OUTPUT = join(PROJECT_ROOT, 'dist/check')
const PACKAGES = join(OUTPUT, 'packages')
const TARGETS = [
  ['windows', 'x64'],
  ['windows', 'arm64'],
  ['macos', 'arm64'],
  ['linux', 'x64'],
] as const satisfies readonly (readonly [TargetPlatform, Exclude<TargetArch, 'universal'>])[]
const { version } = PRODUCT

const started = performance.now()
const report: CheckReport = { checks: [] }
const mutations: Mutation[] = []

/** The report is whole after each part, for whoever reads it if a later part comes to nothing. */
const tell = (title: string, checks: readonly Check[]): void => {
  console.log(`\n── ${title} (${Math.round((performance.now() - started) / 1000)} s) ──`)
  for (const { what, problems } of checks) {
    report.checks.push({ of: title, what, problems: [...problems] })
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${what}`)
    for (const problem of problems) console.log(`    ${problem}`)
  }
  if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(report))
}

await ensureInstallerTools()
const nsisProblem = await findNsisProblem()
if (nsisProblem !== undefined) console.log(`${nsisProblem} What is built here is not handed out; npm run dist would refuse.`)
await rm(OUTPUT, { recursive: true, force: true })
await mkdir(PACKAGES, { recursive: true })
const bundles = values.bundles ?? (await buildBundles())
const certificate = await makeTestCertificate(OUTPUT)
// What NSIS calls for its uninstaller reads the environment.
delete process.env.PARLEY_WINDOWS_SIGN_COMMAND
process.env.PARLEY_WINDOWS_CERTIFICATE = certificate.signing.file
process.env.PARLEY_WINDOWS_CERTIFICATE_PASSWORD = certificate.signing.password
process.env.PARLEY_WINDOWS_TIMESTAMPS = 'none'

await checkTemplates()
for (const [platform, arch] of TARGETS) {
  const electronFolder = join(OUTPUT, 'electron', `${platform}-${arch}`)
  await writeStandIn(electronFolder, platform, arch)
  const packed = await pack({
    platform,
    arch,
    bundles,
    output: OUTPUT,
    electronFolder,
    macos: { identity: null, notarise: false },
  })
  if (platform === 'windows') await checkWindows(packed, arch, certificate)
  else if (platform === 'macos') await checkMacos(packed)
  else await checkLinux(packed, arch)
}
const tried: Check[] = []
for (const mutation of mutations) tried.push(await tryMutation(mutation, join(OUTPUT, 'damaged')))
tell('Damage is noticed', tried)

const failures = report.checks.filter(({ problems }) => problems.length > 0).length
console.log(
  `\n${failures === 0 ? `All ${report.checks.length} checks passed` : `${failures} of ${report.checks.length} checks failed`} after ${Math.round((performance.now() - started) / 1000)} s. Not tried here: real Electron, Windows, macOS; universal, pkg and dmg (docs/deployment.md says who tried what).`,
)
process.exitCode = failures === 0 ? 0 : 1

async function buildBundles(): Promise<string> {
  const { failed, all } = await execa('electron-vite', ['build'], {
    cwd: PROJECT_ROOT,
    preferLocal: true,
    localDir: PROJECT_ROOT,
    stdin: 'ignore',
    all: true,
    reject: false,
  })
  if (failed) throw new SetupError(`The bundles can't be built:\n${all}`)
  return join(PROJECT_ROOT, 'out')
}

async function checkTemplates(): Promise<void> {
  const templates = [...generatePolicyFiles().keys()].filter((path) => /\.adm[lx]$/.test(path))
  tell(
    'Group Policy',
    await Promise.all(
      templates.map(async (path) => await check(path, async () => await checkTemplate(join(PROJECT_ROOT, path)))),
    ),
  )
  mutations.push(...templateMutations(join(PROJECT_ROOT, GENERATED_FOLDER, 'parley.admx')))
}

async function checkWindows(packed: Packed, arch: 'x64' | 'arm64', { signing, authority }: TestCertificate): Promise<void> {
  const work = join(OUTPUT, `work-${arch}`)
  const expected = { version, signed: true, authorities: authority }
  await signFolder(packed, signing)
  const packages = await buildWindowsPackages(packed, { version, work, signing, output: PACKAGES })
  const files = await listFiles(packed.folder)
  const sizes = await Promise.all(files.map(async (path) => ({ path, size: (await stat(join(packed.folder, path))).size })))
  tell(`Windows ${arch}`, [
    ...(await checkPacked(packed, expected)),
    await check('what is in the setup program', async () => checkSetupFiles(await readSetup(packages.setup), sizes)),
    await check("the setup program's signature", async () => await verifySignature(packages.setup, authority)),
    await check("the MSI's tables", async () => checkMsi(await readMsi(packages.msi), { version, arch, files })),
    await check("the MSI's signature", async () => await verifySignature(packages.msi, authority)),
  ])
  if (arch !== 'x64') return
  mutations.push(
    ...windowsMutations(packed, expected),
    ...msiMutations(packages.msi, { version, arch, files }),
    ...signatureMutations(packages.msi, authority),
    ...signatureMutations(packages.setup, authority),
  )
}

async function checkMacos(packed: Packed): Promise<void> {
  const expected = { version, signed: false }
  const zip = join(PACKAGES, artifactName({ version, platform: 'macos', arch: packed.arch, mark: 'unsigned' }, 'zip'))
  await buildMacosZip({ folder: packed.folder, output: zip })
  tell(`macOS ${packed.arch}`, [
    ...(await checkPacked(packed, expected)),
    await check('what is in the zip', async () => checkMacosZip(await readZip(zip), await listFiles(packed.folder))),
  ])
  mutations.push(...macosMutations(packed, expected))
}

async function checkLinux(packed: Packed, arch: 'x64' | 'arm64'): Promise<void> {
  const expected = { version, signed: false }
  const name = (extension: string) => join(PACKAGES, artifactName({ version, platform: 'linux', arch, mark: '' }, extension))
  const files = await listFiles(packed.folder)
  const deb = name('deb')
  const tarball = name('tar.gz')
  const folder = `${PRODUCT.unixName}-${version}`
  await buildDeb({ version, arch, source: packed.folder, output: deb, work: join(OUTPUT, 'work-deb') })
  await buildTarball({ source: packed.folder, output: tarball, name: folder })
  tell(`Linux ${arch}`, [
    ...(await checkPacked(packed, expected)),
    await check('the Debian package', async () => checkDeb(await readDeb(deb), { version, arch, files })),
    await check('the tar.gz', async () => checkTarball(await readTarball(tarball), { name: folder, files })),
  ])
  mutations.push(...linuxMutations(packed, expected))
}
