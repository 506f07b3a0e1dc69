/** The generated parts of the MSI's source: the program's files, and the values that can be given at installation. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DEFAULTS_KEY } from '#shared/managed-policy/places.ts'
import { element, XML_DECLARATION } from '../../policies/xml.ts'
import { WINDOWS_IDS } from '../product.ts'
import { INSTALL_DEFAULTS, type InstallDefault } from './install-defaults.ts'

const NAMESPACE = { xmlns: 'http://schemas.microsoft.com/wix/2006/wi' }

/** A name-based UUID (RFC 9562 §5.5). */
export const uuidOf = (name: string, namespace: string = WINDOWS_IDS.componentNamespace): string => {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex').toUpperCase()
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Identifiers are at most 72 characters of a small alphabet; paths are not. */
const idOf = (prefix: string, path: string): string => `${prefix}${createHash('sha1').update(path).digest('hex').slice(0, 24)}`

export const fileIdOf = (path: string): string => idOf('f', path)
export const componentIdOf = (path: string): string => idOf('c', path)
export const defaultComponentOf = ({ policy }: InstallDefault): string => `Default${policy}`
/** Holds what is written into the registry in the end, as Windows Installer writes registry values down. */
export const defaultPropertyOf = ({ policy }: InstallDefault): string => `DefaultOf_${policy}`
/** Holds what stands in the registry before. */
export const keptPropertyOf = ({ property }: InstallDefault): string => `KEPT_${property}`

interface Folder {
  folders: Map<string, Folder>
  files: string[]
}

const treeOf = (paths: readonly string[]): Folder => {
  const root: Folder = { folders: new Map(), files: [] }
  for (const path of paths) {
    const names = path.split('/')
    let folder = root
    for (const name of names.slice(0, -1)) {
      const next = folder.folders.get(name) ?? { folders: new Map(), files: [] }
      folder.folders.set(name, next)
      folder = next
    }
    folder.files.push(path)
  }
  return root
}

/** @param paths of the files below `source`, with slashes */
export const filesSource = (source: string, paths: readonly string[]): string => {
  const component = (path: string): string =>
    element(
      'Component',
      { Id: componentIdOf(path), Guid: uuidOf(path), Win64: 'yes' },
      element('File', { Id: fileIdOf(path), Name: path.split('/').at(-1) ?? path, Source: join(source, path), KeyPath: 'yes' }),
    )
  const contents = ({ folders, files }: Folder, path: string): string[] => [
    ...files.map(component),
    ...[...folders].map(([name, folder]) =>
      element('Directory', { Id: idOf('d', `${path}/${name}`), Name: name }, ...contents(folder, `${path}/${name}`)),
    ),
  ]
  return document(
    element('Fragment', {}, element('DirectoryRef', { Id: 'INSTALLDIR' }, ...contents(treeOf(paths), ''))),
    group('ProgramFiles', paths.map(componentIdOf)),
  )
}

export const defaultsSource = (): string =>
  document(
    element(
      'Fragment',
      {},
      element(
        'DirectoryRef',
        { Id: 'INSTALLDIR' },
        ...INSTALL_DEFAULTS.map((each) =>
          element(
            'Component',
            { Id: defaultComponentOf(each), Guid: uuidOf(`defaults/${each.policy}`), Win64: 'yes' },
            element('RegistryValue', {
              Root: 'HKLM',
              Key: DEFAULTS_KEY,
              Name: each.policy,
              Type: 'string',
              Value: `[${defaultPropertyOf(each)}]`,
              KeyPath: 'yes',
            }),
          ),
        ),
      ),
    ),
    group('InstallDefaults', INSTALL_DEFAULTS.map(defaultComponentOf)),
  )

const group = (id: string, components: readonly string[]): string =>
  element(
    'Fragment',
    {},
    element('ComponentGroup', { Id: id }, ...components.map((each) => element('ComponentRef', { Id: each }))),
  )

const document = (...fragments: readonly string[]): string => `${XML_DECLARATION}\n${element('Wix', NAMESPACE, ...fragments)}\n`
