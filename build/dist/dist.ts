/** `npm run dist -- --win --mac --linux`: the packages that are handed out, for the platforms that this computer can build for. */
import { cp, mkdir, rename, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { GENERATED_FOLDER } from '../policies/generated-files.ts'
import { ensureWindowsTools } from '../setup/installer-tools.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { SetupError } from '../setup/setup-error.ts'
import { buildDeb } from './linux/deb.ts'
import { buildTarball } from './linux/tarball.ts'
import { pack } from './pack.ts'
import { planOf, type Step } from './plan.ts'
import { artifactName, type Mark, PRODUCT } from './product.ts'
import { macosSigningOf, notarisationOf } from './signing/macos.ts'
import { windowsSigningOf } from './signing/windows.ts'
import { type Check, check } from './verify/check.ts'
import { checkSize, PACKAGE_BUDGET } from './verify/folder.ts'
import { checkPacked } from './verify/packed.ts'
import { buildWindowsPackages, signFolder } from './windows/installers.ts'

const { values } = parseArgs({
  options: { win: { type: 'boolean' }, mac: { type: 'boolean' }, linux: { type: 'boolean' }, arch: { type: 'string' } },
})

const OUTPUT = join(PROJECT_ROOT, 'dist')
const PACKAGES = join(OUTPUT, 'packages')
const { version } = PRODUCT

const plan = planOf(values, process.platform)
const windows = windowsSigningOf(process.env)
const macos = macosSigningOf(process.env, process.platform)
if (plan.some(({ platform }) => platform === 'windows')) await ensureWindowsTools()
const { exitCode } = await execa('electron-vite', ['build'], {
  cwd: PROJECT_ROOT,
  preferLocal: true,
  localDir: PROJECT_ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
  reject: false,
})
if (exitCode !== 0) throw new SetupError("The bundles can't be built.")

await mkdir(PACKAGES, { recursive: true })
await cp(join(PROJECT_ROOT, GENERATED_FOLDER), join(PACKAGES, 'policies'), { recursive: true })
for (const step of plan) {
  const files = await make(step)
  for (const file of files) {
    refuse([
      await check(basename(file), async () =>
        checkSize(basename(file), (await stat(file)).size, PACKAGE_BUDGET * sizeFactor(step)),
      ),
    ])
    console.log(`Made ${file}`)
  }
}

/** A universal program holds two. */
function sizeFactor({ arch }: Step): number {
  return arch === 'universal' ? 2 : 1
}

async function make({ platform, arch }: Step): Promise<string[]> {
  const work = join(OUTPUT, `work-${platform}-${arch}`)
  const name = (mark: Mark, extension: string) => join(PACKAGES, artifactName({ version, platform, arch, mark }, extension))
  const packed = await pack({
    platform,
    arch,
    bundles: join(PROJECT_ROOT, 'out'),
    output: OUTPUT,
    macos,
    ...(platform === 'macos' ? { targets: ['pkg', 'dmg', 'zip'] } : {}),
  })
  if (platform === 'windows') await signFolder(packed, windows)
  refuse(await checkPacked(packed, { version, signed: platform === 'windows' && windows.kind !== 'none' }))
  if (platform === 'windows') {
    return Object.values(await buildWindowsPackages(packed, { version, work, signing: windows, output: PACKAGES }))
  }
  if (platform === 'macos') return await takeMacosPackages(packed.artifacts, (extension) => name(macosMark(), extension))
  if (arch === 'universal') throw new Error('Linux has no programs for two processors')
  const files = { deb: name('', 'deb'), tarball: name('', 'tar.gz') }
  await buildDeb({ version, arch, source: packed.folder, output: files.deb, work })
  await buildTarball({ source: packed.folder, output: files.tarball, name: `${PRODUCT.unixName}-${version}` })
  return Object.values(files)
}

function macosMark(): Mark {
  if (macos.identity !== undefined) return 'unsigned'
  return macos.notarise ? '' : 'not-notarised'
}

/** What electron-builder made, under our names. The program inside is notarised by then; pkg and dmg are by themselves. */
async function takeMacosPackages(made: readonly string[], nameOf: (extension: string) => string): Promise<string[]> {
  const files: string[] = []
  for (const file of made.filter((path) => ['.pkg', '.dmg', '.zip'].includes(extname(path)))) {
    const target = nameOf(extname(file).slice(1))
    await rename(file, target)
    if (macos.notarise && extname(file) !== '.zip') {
      for (const [command = '', ...args] of notarisationOf(target, process.env)) await execa(command, args, { stdio: 'inherit' })
    }
    files.push(target)
  }
  return files
}

/** Nothing is handed out that is not in order. */
function refuse(checks: readonly Check[]): void {
  const problems = checks.flatMap((each) => each.problems)
  if (problems.length > 0) throw new SetupError(`Not in order, and not handed out:\n  ${problems.join('\n  ')}`)
}
