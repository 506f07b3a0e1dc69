/** The program's folder around the archive: Electron's own files, its languages, its size. */
import { ELECTRON_LANGUAGES, type TargetPlatform } from '../product.ts'

const MEGABYTE = 1024 ** 2

/** Of the archive: what Parley itself weighs. Raise it knowingly. */
export const ARCHIVE_BUDGET = 8 * MEGABYTE
/** Of what people download, with the real Electron inside. */
export const PACKAGE_BUDGET = 160 * MEGABYTE

export const checkSize = (what: string, bytes: number, budget: number): string[] =>
  bytes <= budget
    ? []
    : [`${what} has ${(bytes / MEGABYTE).toFixed(1)} MB, which is more than the ${budget / MEGABYTE} MB that it may have`]

/** @param names in the folder of Electron's own texts */
export const checkLocales = (names: readonly string[], platform: TargetPlatform): string[] => {
  const languages = Object.entries(ELECTRON_LANGUAGES)
  const expected = languages.map(([language, name]) => (platform === 'macos' ? `${language}.lproj` : `${name}.pak`))
  const found = names.filter((name) => name.endsWith(platform === 'macos' ? '.lproj' : '.pak'))
  return [
    ...expected.filter((name) => !found.includes(name)).map((name) => `the language ${name} is missing`),
    ...found.filter((name) => !expected.includes(name)).map((name) => `the language ${name} is not one of ours`),
  ]
}

/** @param files of the program's folder, with slashes */
export const checkFolder = (files: readonly string[], platform: TargetPlatform): string[] => {
  const resources = platform === 'macos' ? 'Contents/Resources/' : 'resources/'
  const stray = files.filter(
    (path) =>
      // Another program that Electron would start, or could be made to.
      path === `${resources}default_app.asar` ||
      path.startsWith(`${resources}app/`) ||
      /\.(?:map|pdb|ts|log)$/.test(path) ||
      (path.startsWith(`${resources}app.asar.unpacked/`) &&
        !(platform === 'windows' && /\/native-reg\/prebuilds\/win32-(?:x64|arm64)\/node\.napi\.node$/.test(path))),
  )
  const needed = [`${resources}app.asar`]
  const licences =
    platform === 'macos'
      ? [`${resources}LICENSE.electron.txt`, `${resources}LICENSES.chromium.html`]
      : ['LICENSE.electron.txt', 'LICENSES.chromium.html']
  return [
    ...stray.map((path) => `${path} does not belong into the program's folder`),
    ...[...needed, ...licences].filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
  ]
}
