/** Builds the Debian package with dpkg-deb, from the program's folder and `build/installers/linux`. */
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { INSTALLERS } from '../configuration.ts'
import { listFiles } from '../list-files.ts'
import { PRODUCT, type TargetArch } from '../product.ts'

const SOURCES = join(INSTALLERS, 'linux')
/** Where the program is installed. */
export const INSTALL_FOLDER = `/opt/${PRODUCT.name}`
const NAME = PRODUCT.unixName
const MAINTAINER = 'Parley <maintainers@parley.invalid>'
/** What Electron is linked against, and what keeps secrets. */
const DEPENDS = [
  'libasound2',
  'libatspi2.0-0',
  'libgbm1',
  'libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libsecret-1-0',
  'libuuid1',
  'libxss1',
  'libxtst6',
  'xdg-utils',
].map(
  // Debian 13 and Ubuntu 24.04 gave some of them new names, without a new interface.
  (name) => (['libasound2', 'libatspi2.0-0', 'libgtk-3-0'].includes(name) ? `${name} | ${name}t64` : name),
)
export const DEBIAN_ARCHS = { x64: 'amd64', arm64: 'arm64' } as const

/** Debian sorts `~` before nothing, as a beta version comes before its release. */
export const debianVersion = (version: string): string => version.replace('-', '~')

export interface DebOptions {
  version: string
  arch: Exclude<TargetArch, 'universal'>
  source: string
  output: string
  work: string
}

export const controlOf = ({ version, arch, size }: { version: string; arch: DebOptions['arch']; size: number }): string =>
  [
    `Package: ${NAME}`,
    `Version: ${debianVersion(version)}`,
    `Architecture: ${DEBIAN_ARCHS[arch]}`,
    'Section: net',
    'Priority: optional',
    `Maintainer: ${MAINTAINER}`,
    `Installed-Size: ${Math.ceil(size / 1024)}`,
    `Depends: ${DEPENDS.join(', ')}`,
    'Recommends: libpipewire-0.3-0 | libpipewire-0.3-0t64, xdg-desktop-portal',
    `Description: ${PRODUCT.name}, the desktop client`,
    ` ${PRODUCT.description}.`,
    '',
  ].join('\n')

export const buildDeb = async ({ version, arch, source, output, work }: DebOptions): Promise<void> => {
  await rm(work, { recursive: true, force: true })
  const program = join(work, INSTALL_FOLDER)
  await mkdir(dirname(program), { recursive: true })
  await cp(source, program, { recursive: true, verbatimSymlinks: true })
  await placeFiles(work)
  await setModes(work)

  const control = join(work, 'DEBIAN')
  const files = (await listFiles(work)).filter((path) => !path.startsWith('DEBIAN/'))
  await mkdir(control)
  await writeFile(join(control, 'control'), controlOf({ version, arch, size: await sizeOf(work, files) }))
  await writeFile(join(control, 'md5sums'), await md5sumsOf(work, files))
  for (const script of ['postinst', 'postrm']) {
    await cp(join(SOURCES, script), join(control, script))
    await chmod(join(control, script), 0o755)
  }
  await chmod(control, 0o755)
  await mkdir(dirname(output), { recursive: true })
  await execa('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', work, output], { stdin: 'ignore', all: true })
}

/** What lies outside the program's folder. */
const placeFiles = async (work: string): Promise<void> => {
  const place = async (source: string, target: string): Promise<void> => {
    await mkdir(dirname(join(work, target)), { recursive: true })
    await cp(source, join(work, target))
  }
  await place(join(SOURCES, `${NAME}.desktop`), `/usr/share/applications/${NAME}.desktop`)
  await place(join(SOURCES, 'apparmor'), `${INSTALL_FOLDER}/resources/apparmor-profile`)
  const icons = join(INSTALLERS, 'icons')
  for (const icon of (await readdir(icons)).filter((name) => name.endsWith('.png'))) {
    await place(join(icons, icon), `/usr/share/icons/hicolor/${icon.replace('.png', '')}/apps/${NAME}.png`)
  }
  const copyright = `/usr/share/doc/${NAME}/copyright`
  await place(join(INSTALLERS, '../../LICENSE'), copyright)
  await mkdir(join(work, 'usr/bin'), { recursive: true })
  await symlink(`${INSTALL_FOLDER}/${NAME}`, join(work, 'usr/bin', NAME))
}

/** Nobody but root writes; Chromium's own sandbox helper runs as root where the kernel has no other way. */
const setModes = async (work: string): Promise<void> => {
  for (const entry of await readdir(work, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) continue
    const isExecutable = entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0
    await chmod(path, isExecutable ? 0o755 : 0o644)
  }
  await chmod(work, 0o755)
  await chmod(join(work, INSTALL_FOLDER, 'chrome-sandbox'), 0o4755)
}

const md5sumsOf = async (work: string, files: readonly string[]): Promise<string> => {
  const lines: string[] = []
  for (const path of files) {
    if (path === `usr/bin/${NAME}`) continue
    lines.push(
      `${createHash('md5')
        .update(await readFile(join(work, path)))
        .digest('hex')}  ${path}\n`,
    )
  }
  return lines.join('')
}

const sizeOf = async (work: string, files: readonly string[]): Promise<number> => {
  let size = 0
  for (const path of files) {
    if (path !== `usr/bin/${NAME}`) size += (await stat(join(work, path))).size
  }
  return size
}
