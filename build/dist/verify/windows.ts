/** Windows programs: what they say of themselves, whether they are signed, what the setup program holds. */
import { execa } from 'execa'
import { PRODUCT, type TargetArch } from '../product.ts'
import { MACHINES, type PortableExecutable } from '../windows/portable-executable.ts'

/** Of Electron's, which are signed where they come from. */
export const checkProgram = (
  { machine, strings }: Pick<PortableExecutable, 'machine' | 'strings'>,
  { version, arch }: { version: string; arch: Exclude<TargetArch, 'universal'> },
): string[] => {
  const expected: Readonly<Record<string, string>> = {
    ProductName: PRODUCT.name,
    FileDescription: PRODUCT.name,
    CompanyName: PRODUCT.company,
    LegalCopyright: PRODUCT.copyright,
    FileVersion: version,
  }
  return [
    ...Object.entries(expected)
      .filter(([key, value]) => strings[key] !== value)
      .map(([key]) => `${key} of the program is ${JSON.stringify(strings[key])}`),
    ...(machine === MACHINES[arch] ? [] : [`the program is for another processor than ${arch}`]),
  ]
}

export interface SignedFile {
  path: string
  /** Bytes; 0 where there is none. */
  signature: number
}

/** Whether each is signed at all; `verifySignature` says by whom. */
export const checkSigned = (files: readonly SignedFile[]): string[] =>
  files.filter(({ signature }) => signature === 0).map(({ path }) => `${path} is not signed`)

/** Whether a file's signature is valid and leads to one of the authorities in `authorities` (PEM). */
export const verifySignature = async (file: string, authorities: string): Promise<string[]> => {
  const { failed, all } = await execa('osslsigncode', ['verify', '-in', file, '-CAfile', authorities], {
    stdin: 'ignore',
    all: true,
    reject: false,
  })
  return failed ? [`the signature of ${file} is not valid: ${lastWords(all)}`] : []
}

const lastWords = (text: string): string => text.trim().split('\n').slice(-2).join(' ').slice(0, 200)

export interface PackedFile {
  path: string
  /** bytes */
  size: number
}

/** What 7-Zip finds in a setup program. */
export const readSetup = async (file: string): Promise<PackedFile[]> => {
  const { stdout } = await execa('7zz', ['l', '-slt', '-ba', file], { stdin: 'ignore' })
  return stdout.split(/\n\n+/).flatMap((entry) => {
    const path = /^Path = (.*)$/m.exec(entry)?.[1]
    const size = /^Size = (\d+)$/m.exec(entry)?.[1]
    return path === undefined ? [] : [{ path: path.replaceAll('\\', '/'), size: Number(size ?? 0) }]
  })
}

/** NSIS's own parts are in a folder of their own; everything else is the program, and the uninstaller. */
export const checkSetupFiles = (found: readonly PackedFile[], expected: readonly PackedFile[]): string[] => {
  const prefix = /^(?:\$INSTDIR)?\.new\//
  const inside = new Map(
    found.filter(({ path }) => !path.startsWith('$PLUGINSDIR/')).map(({ path, size }) => [path.replace(prefix, ''), size]),
  )
  return [
    ...expected.flatMap(({ path, size }) =>
      !inside.has(path)
        ? [`${path} is not in the setup program`]
        : inside.get(path) === size
          ? []
          : [`${path} in the setup program is another one`],
    ),
    ...[...inside.keys()]
      .filter((path) => path !== 'uninstall.exe' && !expected.some((each) => each.path === path))
      .map((path) => `the setup program has ${path} besides`),
  ]
}
