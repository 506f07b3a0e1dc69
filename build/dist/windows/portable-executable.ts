/** What a Windows program or library says of itself. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

const KINDS = ['.exe', '.dll', '.node']

export const isPortableExecutable = (path: string): boolean => KINDS.includes(extname(path).toLowerCase())

/** IMAGE_DIRECTORY_ENTRY_SECURITY: where an Authenticode signature stands. */
const SECURITY_DIRECTORY = 4

export interface PortableExecutable {
  /** IMAGE_FILE_HEADER.Machine */
  machine: number
  /** Bytes of the signature; 0 where there is none. */
  signature: number
  /** Four numbers, as in `45.3.4.0`; undefined without a version resource. */
  version: string | undefined
  strings: Readonly<Record<string, string>>
  /** Electron's own resource: what the archive's header has to hash to, by the archive's path. */
  integrity: unknown
}

export const MACHINES = { x64: 0x8664, arm64: 0xaa64 } as const

export const readPortableExecutable = async (file: string): Promise<PortableExecutable> => {
  const executable = NtExecutable.from(await readFile(file), { ignoreCert: true })
  const { entries } = NtExecutableResource.from(executable, true)
  const [info] = Resource.VersionInfo.fromEntries(entries)
  const { fileVersionMS: high = 0, fileVersionLS: low = 0 } = info?.fixedInfo ?? {}
  const [language] = info?.getAllLanguagesForStringValues() ?? []
  const integrity = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR')
  return {
    machine: executable.newHeader.fileHeader.machine,
    signature: executable.newHeader.optionalHeaderDataDirectory.get(SECURITY_DIRECTORY).size,
    version: info && [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.'),
    strings: (info && language && info.getStringValues(language)) ?? {},
    integrity: integrity && JSON.parse(Buffer.from(integrity.bin).toString('utf8')),
  }
}
