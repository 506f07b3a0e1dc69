/** The program's archive: what is in it, and whether the program knows its hash. */
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { PROJECT_ROOT } from '../../setup/paths.ts'
import { applicationManifest, SHIPPED_KINDS, windowsModules } from '../application-folder.ts'
import type { TargetArch, TargetPlatform } from '../product.ts'

export interface Archive {
  /** Files alone, without the first slash. */
  files: readonly string[]
  /** Of those that are texts. */
  read(path: string): string
  /** SHA-256 of the header, which holds the hashes of all files; in hexadecimal. */
  headerHash: string
  /** bytes */
  size: number
}

const REQUIRED = ['package.json', 'out/main/main.cjs', 'out/preload/preload.cjs', 'out/renderer/index.html']

export const readArchive = (file: string, size: number): Archive => {
  const entries = listPackage(file, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
  // Folders are those that something lies in.
  const files = entries.filter((path) => !entries.some((other) => other.startsWith(`${path}/`)))
  return {
    files,
    read: (path) => extractFile(file, path).toString('utf8'),
    headerHash: createHash('sha256').update(getRawHeader(file).headerString).digest('hex'),
    size,
  }
}

export const checkArchiveFiles = (files: readonly string[], platform: TargetPlatform, arch: TargetArch): string[] => {
  const modules = platform === 'windows' ? windowsModules(arch).map((path) => `out/node_modules/${path}`) : []
  const missing = [...REQUIRED, ...modules].filter((path) => !files.includes(path))
  const known = (path: string): boolean =>
    path === 'package.json' ||
    modules.includes(path) ||
    (/^out\/(?:main|preload|renderer)\/[^/]/.test(path) && SHIPPED_KINDS.includes(extname(path)))
  return [
    ...missing.map((path) => `${path} is not in the archive`),
    ...files.filter((path) => !known(path)).map((path) => `${path} does not belong into the archive`),
  ]
}

/** A path into the project's folder; not every text in which the name of a short folder turns up. */
const OWN_PATH = new RegExp(
  `(?:file://|(?<![\\w.~:/-]))${PROJECT_ROOT.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=[\\\\/"'\`]|$)`,
  'm',
)

export const checkArchiveTexts = ({ files, read }: Pick<Archive, 'files' | 'read'>): string[] => [
  ...files
    .filter((path) => /^out\/.*\.(?:cjs|css|html|js)$/.test(path))
    .flatMap((path) => {
      const text = read(path)
      return [
        ...(/^\s*(?:\/\/|\/\*)# sourceMappingURL=/m.test(text) ? [`${path} speaks of a source map`] : []),
        ...(OWN_PATH.test(text) ? [`${path} holds a path of the computer that it was built on`] : []),
      ]
    }),
  ...checkManifest(read('package.json')),
]

const checkManifest = (text: string): string[] => {
  const found: Record<string, unknown> = JSON.parse(text)
  const expected: Record<string, string> = applicationManifest()
  return [...new Set([...Object.keys(found), ...Object.keys(expected)])]
    .filter((key) => found[key] !== expected[key])
    .map((key) => `package.json in the archive has ${key}: ${JSON.stringify(found[key])}`)
}

/** @param found what the program has to compare with, by the archive's path: Windows' resource or macOS's property list */
export const checkIntegrity = (found: unknown, headerHash: string): string[] => {
  const entries = integrityEntries(found)
  if (entries.length !== 1) return ['the program does not know the hash of exactly one archive']
  return entries.flatMap(({ file, algorithm, hash }) => [
    ...(/^resources[\\/]app\.asar$/i.test(file) ? [] : [`the program knows the hash of ${file}, which is not its archive`]),
    ...(algorithm === 'SHA256' ? [] : [`the archive's hash is by ${algorithm}`]),
    ...(hash === headerHash ? [] : ['the archive is not the one whose hash the program knows']),
  ])
}

interface IntegrityEntry {
  file: string
  algorithm: string
  hash: string
}

const integrityEntries = (found: unknown): IntegrityEntry[] => {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  if (Array.isArray(found)) {
    return found.map((entry) => ({ file: text(entry?.file), algorithm: text(entry?.alg), hash: text(entry?.value) }))
  }
  if (typeof found !== 'object' || found === null) return []
  return Object.entries(found).map(([file, entry]) => ({ file, algorithm: text(entry?.algorithm), hash: text(entry?.hash) }))
}
