/** The zip for macOS: one bundle, whose links are links. A framework whose links were followed has no valid signature. */
import { execa } from 'execa'
import { PRODUCT } from '../product.ts'

export interface ZipEntry {
  path: string
  isLink: boolean
}

export const readZip = async (file: string): Promise<ZipEntry[]> => {
  const { stdout } = await execa('7zz', ['l', '-slt', '-ba', file], { stdin: 'ignore' })
  return stdout.split(/\n\n+/).flatMap((entry) => {
    const path = /^Path = (.*)$/m.exec(entry)?.[1]
    const attributes = /^Attributes = (.*)$/m.exec(entry)?.[1] ?? ''
    return path === undefined || /^D|\bd[rwx-]{9}/.test(attributes)
      ? []
      : [{ path, isLink: / l[rwx-]{9}/.test(` ${attributes}`) }]
  })
}

const FRAMEWORK = `${PRODUCT.name}.app/Contents/Frameworks/Electron Framework.framework`
const LINKS = ['Versions/Current', 'Electron Framework', 'Helpers', 'Libraries', 'Resources']

/** @param files of the folder that holds the bundle, with slashes */
export const checkMacosZip = (entries: readonly ZipEntry[], files: readonly string[]): string[] => {
  const found = new Map(entries.map((entry) => [entry.path, entry]))
  const expected = files.filter((path) => path.startsWith(`${PRODUCT.name}.app/`))
  return [
    ...expected.filter((path) => !found.has(path)).map((path) => `${path} is not in the zip`),
    ...entries.filter(({ path }) => !expected.includes(path)).map(({ path }) => `${path} is in the zip besides`),
    ...LINKS.map((name) => `${FRAMEWORK}/${name}`)
      .filter((path) => !found.get(path)?.isLink)
      .map((path) => `${path} is not a link`),
  ]
}
