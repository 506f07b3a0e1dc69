/** The Debian package and the archive for other Linux systems. */
import { execa } from 'execa'
import { controlOf, type DEBIAN_ARCHS, INSTALL_FOLDER } from '../linux/deb.ts'
import { PRODUCT } from '../product.ts'

export interface TarEntry {
  /** As in `-rwxr-xr-x`. */
  mode: string
  /** `0/0` for root. */
  owner: string
  /** With a slash at the beginning, without one at the end. */
  path: string
  /** Of a link. */
  target: string | undefined
}

const parseTar = (text: string): TarEntry[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode = '', owner = '', rest = ''] = /^(\S+)\s+(\S+)\s+\d+\s+\S+\s+\S+\s+(.*)$/.exec(line) ?? []
      const [path = '', target] = rest.split(' -> ')
      return { mode, owner, path: `/${path.replace(/^\.?\//, '').replace(/\/$/, '')}`, target }
    })

export interface DebPackage {
  control: string
  scripts: readonly string[]
  entries: readonly TarEntry[]
  desktopEntry: string
}

export const readDeb = async (file: string): Promise<DebPackage> => {
  const contents = { shell: '/bin/bash', stdin: 'ignore', env: { DEB: file } } as const
  const list = async (part: string) =>
    parseTar((await execa(`dpkg-deb --${part}-tarfile "$DEB" | tar --list --verbose --numeric-owner --file=-`, contents)).stdout)
  const desktop = `./usr/share/applications/${PRODUCT.unixName}.desktop`
  return {
    control: (await execa('dpkg-deb', ['--info', file, 'control'])).stdout,
    scripts: (await list('ctrl')).map(({ path }) => path.slice(1)).filter((name) => /^(?:pre|post)(?:inst|rm)$/.test(name)),
    entries: await list('fsys'),
    desktopEntry: (await execa(`dpkg-deb --fsys-tarfile "$DEB" | tar --extract --to-stdout --file=- ${desktop}`, contents))
      .stdout,
  }
}

export const readTarball = async (file: string): Promise<TarEntry[]> =>
  parseTar((await execa('tar', ['--list', '--verbose', '--numeric-owner', `--file=${file}`])).stdout)

/** Nobody but root may change what everybody runs. Chromium's own sandbox helper alone runs as root. */
const checkModes = (entries: readonly TarEntry[], helper: string | undefined): string[] =>
  entries.flatMap(({ mode, owner, path }) => [
    ...(owner === '0/0' ? [] : [`${path} belongs to ${owner}`]),
    ...(mode.startsWith('l') || (mode[5] === '-' && mode[8] === '-') ? [] : [`${path} can be written to by others (${mode})`]),
    ...((mode[3] === 's' || mode[6] === 's') && path !== helper ? [`${path} runs with its owner's rights (${mode})`] : []),
  ])

export const checkDeb = (
  { control, scripts, entries, desktopEntry }: DebPackage,
  { version, arch, files }: { version: string; arch: keyof typeof DEBIAN_ARCHS; files: readonly string[] },
): string[] => {
  const helper = `${INSTALL_FOLDER}/chrome-sandbox`
  const paths = new Set(entries.map(({ path }) => path))
  const fields = (text: string): Map<string, string> =>
    new Map([...text.matchAll(/^([A-Z][A-Za-z-]*): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
  const found = fields(control)
  return [
    ...[...fields(controlOf({ version, arch, size: 0 }))]
      .filter(([name, value]) => name !== 'Installed-Size' && found.get(name) !== value)
      .map(([name]) => `${name} of the package is ${found.get(name)}`),
    ...files
      .map((path) => `${INSTALL_FOLDER}/${path}`)
      .filter((path) => !paths.has(path))
      .map((path) => `${path} is not in the package`),
    ...[...paths].filter((path) => !/^\/(?:opt|usr)?(?:\/|$)/.test(path)).map((path) => `the package writes to ${path}`),
    ...checkModes(entries, helper),
    ...(entries.find(({ path }) => path === helper)?.mode === '-rwsr-xr-x' ? [] : [`${helper} does not run as root`]),
    ...(entries.find(({ path }) => path === `/usr/bin/${PRODUCT.unixName}`)?.target === `${INSTALL_FOLDER}/${PRODUCT.unixName}`
      ? []
      : ['the program can’t be started by its name']),
    ...['postinst', 'postrm'].filter((name) => !scripts.includes(name)).map((name) => `${name} is missing`),
    ...checkDesktopEntry(desktopEntry),
  ]
}

const checkDesktopEntry = (text: string): string[] => [
  ...(text.includes(`\nMimeType=x-scheme-handler/${PRODUCT.scheme};\n`) ? [] : ['links are not opened by the program']),
  ...(text.includes(`\nExec=${INSTALL_FOLDER}/${PRODUCT.unixName} %U\n`) ? [] : ['the menu starts another program']),
]

export const checkTarball = (
  entries: readonly TarEntry[],
  { name, files }: { name: string; files: readonly string[] },
): string[] => {
  const paths = new Set(entries.map(({ path }) => path))
  return [
    ...files
      .map((path) => `/${name}/${path}`)
      .filter((path) => !paths.has(path))
      .map((path) => `${path} is not in the archive`),
    ...[...paths]
      .filter((path) => path !== `/${name}` && !path.startsWith(`/${name}/`))
      .map((path) => `${path} lies outside the folder`),
    ...checkModes(entries, undefined),
  ]
}
