/** What stands in an MSI's tables: the part of Windows Installer's work that can be checked without Windows. */
import { execa } from 'execa'
import { DEFAULTS_KEY, INSTALL_KEY, INSTALL_KIND_VALUE } from '#shared/managed-policy/places.ts'
import { PRODUCT, WINDOWS_IDS } from '../product.ts'
import { INSTALL_DEFAULTS } from '../windows/install-defaults.ts'
import { TEMPLATES } from '../windows/msi.ts'
import { customActions, SECURE_PROPERTIES } from '../windows/msi-edits.ts'
import { componentIdOf, defaultComponentOf, defaultPropertyOf, fileIdOf, keptPropertyOf, uuidOf } from '../windows/msi-source.ts'
import { numericVersion } from '../windows/numeric-version.ts'

const TABLES = [
  'AppSearch',
  'Component',
  'CustomAction',
  'Directory',
  'File',
  'InstallExecuteSequence',
  'InstallUISequence',
  'LaunchCondition',
  'MsiShortcutProperty',
  'Property',
  'RegLocator',
  'Registry',
  'Shortcut',
  'Upgrade',
] as const
type Table = (typeof TABLES)[number]
export type Row = Readonly<Record<string, string>>
export type MsiTables = Readonly<Record<Table, readonly Row[]>> & { readonly template: string }

/** HKEY_LOCAL_MACHINE, as the Registry table has it. */
const MACHINE = '2'
/** msidbComponentAttributes64bit */
const IS_64_BIT = 256
/** msidbLocatorTypeRawValue + msidbLocatorType64bit */
const SEARCH_64_BIT = '18'

export const readMsi = async (file: string): Promise<MsiTables> => {
  const tables = await Promise.all(
    TABLES.map(async (table) => [table, rowsOf((await execa('msiinfo', ['export', file, table])).stdout)] as const),
  )
  const { stdout } = await execa('msiinfo', ['suminfo', file])
  const template = /^Template: (.*)$/m.exec(stdout)?.[1] ?? ''
  return { ...(Object.fromEntries(tables) as Record<Table, Row[]>), template }
}

/** Of a table as text: names, kinds, keys, then the rows. */
export const rowsOf = (text: string): Row[] => {
  const [names = '', , , ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const columns = names.split('\t')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split('\t')
      return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']))
    })
}

export interface Expected {
  version: string
  arch: keyof typeof TEMPLATES
  /** Of the program's folder, with slashes. */
  files: readonly string[]
}

/** What is wrong with it. */
export const checkMsi = (tables: MsiTables, expected: Expected): string[] => [
  ...checkProduct(tables, expected),
  ...checkUpgrade(tables, expected),
  ...checkFiles(tables, expected),
  ...checkComponents(tables, expected),
  ...checkRegistry(tables),
  ...checkDefaults(tables),
  ...checkActions(tables),
]

const differs = (what: string, found: string | undefined, wanted: string): string[] =>
  found === wanted
    ? []
    : [`${what} is ${found === undefined ? 'missing' : JSON.stringify(found)}, and has to be ${JSON.stringify(wanted)}`]

const propertyOf = ({ Property }: MsiTables, name: string): string | undefined =>
  Property.find((row) => row.Property === name)?.Value

const checkProduct = (tables: MsiTables, { version, arch }: Expected): string[] => [
  ...differs('the template', tables.template, TEMPLATES[arch]),
  ...differs('UpgradeCode', propertyOf(tables, 'UpgradeCode'), `{${WINDOWS_IDS.upgradeCode}}`),
  ...differs('ProductVersion', propertyOf(tables, 'ProductVersion'), numericVersion(version)),
  ...differs('ProductName', propertyOf(tables, 'ProductName'), PRODUCT.name),
  ...differs('Manufacturer', propertyOf(tables, 'Manufacturer'), PRODUCT.company),
  // For all users, always.
  ...differs('ALLUSERS', propertyOf(tables, 'ALLUSERS'), '1'),
  ...differs('REINSTALLMODE', propertyOf(tables, 'REINSTALLMODE'), 'amus'),
  ...differs('SecureCustomProperties', propertyOf(tables, 'SecureCustomProperties'), SECURE_PROPERTIES.join(';')),
  ...(tables.InstallUISequence.some(({ Action }) => Action === 'AppSearch')
    ? ['what is in the registry would be looked for by the part without rights']
    : []),
  ...differs(
    'the folder',
    tables.Directory.find(({ Directory }) => Directory === 'INSTALLDIR')?.Directory_Parent,
    'ProgramFiles64Folder',
  ),
  ...differs("the shortcut's AppUserModelID", appUserModelIdOf(tables), PRODUCT.id),
]

const appUserModelIdOf = ({ Shortcut, MsiShortcutProperty }: MsiTables): string | undefined =>
  MsiShortcutProperty.find(
    ({ Shortcut_, PropertyKey }) =>
      PropertyKey === 'System.AppUserModel.ID' && Shortcut.some((row) => row.Shortcut === Shortcut_),
  )?.PropVariantValue

const checkUpgrade = (tables: MsiTables, { version }: Expected): string[] => {
  const number = numericVersion(version)
  const code = `{${WINDOWS_IDS.upgradeCode}}`
  const found = (property: string) => tables.Upgrade.find(({ ActionProperty }) => ActionProperty === property)
  const older = found('WIX_UPGRADE_DETECTED')
  const newer = found('WIX_DOWNGRADE_DETECTED')
  const sequence = (name: string) => Number(tables.InstallExecuteSequence.find(({ Action }) => Action === name)?.Sequence)
  const conditions = tables.LaunchCondition.map(({ Condition }) => Condition)
  return [
    ...differs('the upgrade code of older versions', older?.UpgradeCode, code),
    ...differs('the upgrade code of newer versions', newer?.UpgradeCode, code),
    ...differs('the newest version that is replaced', older?.VersionMax, number),
    ...differs('the oldest version that is not replaced', newer?.VersionMin, number),
    ...(conditions.includes('NOT WIX_DOWNGRADE_DETECTED') ? [] : ['a newer version would be replaced by this one']),
    ...(conditions.includes('Installed OR FOUND_INSTALL_KIND <> "nsis"')
      ? []
      : ['what the setup program installed would not be noticed']),
    ...(conditions.includes('Installed OR NOT INSTALLDIR OR (INSTALLDIR ~<< ProgramFiles64Folder AND NOT (INSTALLDIR >< ".."))')
      ? []
      : ['it could be installed into a folder that everybody can write to']),
    ...(sequence('RemoveExistingProducts') > sequence('InstallInitialize') &&
    sequence('RemoveExistingProducts') < sequence('ProcessComponents')
      ? []
      : ['the old version would not come back if the new one could not be installed']),
  ]
}

const checkFiles = (tables: MsiTables, { files }: Expected): string[] => {
  const found = new Map(tables.File.map((row) => [row.File, row]))
  const known = new Set(files.map(fileIdOf))
  return [
    ...files.filter((path) => !found.has(fileIdOf(path))).map((path) => `${path} is not in the package`),
    ...[...found.keys()].filter((id) => id !== undefined && !known.has(id)).map((id) => `the package has the file ${id} besides`),
    ...tables.Component.filter(({ Attributes }) => (Number(Attributes) & IS_64_BIT) === 0).map(
      ({ Component }) => `the component ${Component} would be written into the 32-bit part of Windows`,
    ),
  ]
}

/** With another GUID, what a component owns would be removed by the version before, after this one has put it there. */
const checkComponents = ({ Component }: MsiTables, { files }: Expected): string[] => {
  const expected = new Map([
    ['Registration', uuidOf('registration')],
    ['MenuEntry', uuidOf('menu')],
    ...INSTALL_DEFAULTS.map((each) => [defaultComponentOf(each), uuidOf(`defaults/${each.policy}`)] as const),
    ...files.map((path) => [componentIdOf(path), uuidOf(path)] as const),
  ])
  return [
    ...[...expected].flatMap(([id, guid]) =>
      differs(`the GUID of ${id}`, Component.find((row) => row.Component === id)?.ComponentId, `{${guid}}`),
    ),
    ...Component.filter((row) => !expected.has(row.Component ?? '')).map((row) => `nobody knows the component ${row.Component}`),
  ]
}

const checkRegistry = ({ Registry }: MsiTables): string[] => {
  const value = (key: string, name: string): string | undefined =>
    Registry.find((row) => row.Root === MACHINE && row.Key === key && (row.Name ?? '') === name)?.Value
  const scheme = `Software\\Classes\\${PRODUCT.scheme}`
  return [
    ...differs('the kind of installation', value(INSTALL_KEY, INSTALL_KIND_VALUE), 'msi'),
    ...differs('the scheme', value(scheme, ''), `URL:${PRODUCT.name} meeting`),
    ...(value(scheme, 'URL Protocol') === undefined ? ['the scheme is not registered as one'] : []),
    ...differs('what opens links', value(`${scheme}\\shell\\open\\command`, ''), `"[INSTALLDIR]${PRODUCT.name}.exe" "%1"`),
    ...Registry.filter(({ Root }) => Root !== MACHINE).map(({ Key }) => `${Key} is written for one person alone`),
    // Policies are the administrator's, and no installer's.
    ...Registry.filter(({ Key }) => /^Software\\Policies\\/i.test(Key ?? '')).map(
      ({ Key }) => `${Key} is written by the package`,
    ),
  ]
}

const checkDefaults = (tables: MsiTables): string[] =>
  INSTALL_DEFAULTS.flatMap((each) => {
    const component = defaultComponentOf(each)
    const value = tables.Registry.find(({ Component_ }) => Component_ === component)
    const kept = tables.AppSearch.find(({ Property }) => Property === keptPropertyOf(each))
    const place = tables.RegLocator.find(({ Signature_ }) => Signature_ === kept?.Signature_)
    return [
      ...differs(`the place of ${each.policy}`, value?.Key, DEFAULTS_KEY),
      ...differs(`the name of ${each.policy}`, value?.Name, each.policy),
      ...differs(`the value of ${each.policy}`, value?.Value, `[${defaultPropertyOf(each)}]`),
      ...differs(
        `when ${each.policy} is written`,
        tables.Component.find(({ Component }) => Component === component)?.Condition,
        defaultPropertyOf(each),
      ),
      ...differs(`where ${each.policy} stood before`, `${place?.Key}\\${place?.Name}`, `${DEFAULTS_KEY}\\${each.policy}`),
      ...differs(`which part of the registry ${each.policy} stood in`, place?.Type, SEARCH_64_BIT),
    ]
  })

const checkActions = (tables: MsiTables): string[] => {
  const expected = customActions()
  return [
    ...expected.flatMap(({ name, type, source, target, condition, sequence }) => {
      const action = tables.CustomAction.find(({ Action }) => Action === name)
      const step = tables.InstallExecuteSequence.find(({ Action }) => Action === name)
      return [
        ...differs(`the kind of ${name}`, action?.Type, String(type)),
        ...differs(`the source of ${name}`, action?.Source, source),
        ...differs(`the target of ${name}`, action?.Target, target),
        ...differs(`the condition of ${name}`, step?.Condition, condition),
        ...differs(`the place of ${name}`, step?.Sequence, String(sequence)),
      ]
    }),
    ...tables.CustomAction.filter(({ Action }) => !expected.some(({ name }) => name === Action)).map(
      ({ Action }) => `the package runs ${Action}, which nobody knows`,
    ),
  ]
}
