/**
 * What wixl can't write, as changes to the finished tables: what stood in the registry before, conditions of components, custom actions, when the old version goes,
 * the shortcut's AppUserModelID, versions of files. Sequence numbers are Windows Installer's suggested ones, and places between them.
 */
import { DEFAULTS_KEY } from '#shared/managed-policy/places.ts'
import { PRODUCT, WINDOWS_IDS } from '../product.ts'
import { INSTALL_DEFAULTS } from './install-defaults.ts'
import { defaultComponentOf, defaultPropertyOf, keptPropertyOf } from './msi-source.ts'
import { REMOVE_USER_DATA } from './user-data.ts'

/** Kinds of custom actions and how they run (Windows Installer's names in the comments). */
const SET_PROPERTY = 51 // msidbCustomActionTypeTextData + Property
const RUN_PROGRAM = 34 // msidbCustomActionTypeExe + Directory
const CONTINUE = 64
const DEFERRED = 1024
const AS_SYSTEM = 2048 // msidbCustomActionTypeNoImpersonate
const AS_SYSTEM_AND_GO_ON = RUN_PROGRAM + CONTINUE + DEFERRED + AS_SYSTEM

/** HKEY_LOCAL_MACHINE, and msidbLocatorTypeRawValue + msidbLocatorType64bit. */
const LOCAL_MACHINE = 2
const RAW_VALUE_64_BIT = 18

/** After the search for what is there (50) and the launch conditions (100), before components are decided about (800). */
const FIRST_SET = 200
const REMOVE_OLD_VERSION = 1501 // Right after InstallInitialize (1500), so that it comes back if the new one fails.
const CLEAR_FIREWALL = 5801
const OPEN_FIREWALL = 5802
const REMOVE_DATA = 6501

/**
 * Public properties that are handed from the part without rights to the one that has them, whoever gave them. What was found in the
 * registry is none of them: the part with rights looks for itself.
 */
export const SECURE_PROPERTIES = [
  'WIX_DOWNGRADE_DETECTED',
  'WIX_UPGRADE_DETECTED',
  'FIREWALL',
  'REMOVEUSERDATA',
  ...INSTALL_DEFAULTS.map(({ property }) => property),
] as const

/** Of a file with a version resource; Windows Installer would otherwise keep an older file that has one. */
export interface VersionedFile {
  fileId: string
  /** Four numbers. */
  version: string
}

const text = (value: string): string => {
  if (value.includes("'")) throw new Error(`${value} can't be written into a query`)
  return `'${value}'`
}

const insert = (table: string, row: Record<string, string | number>): string =>
  `INSERT INTO \`${table}\` (${Object.keys(row)
    .map((column) => `\`${column}\``)
    .join(', ')}) VALUES (${Object.values(row)
    .map((value) => (typeof value === 'number' ? String(value) : text(value)))
    .join(', ')})`

const update = (table: string, column: string, value: string | number, key: string, row: string): string =>
  `UPDATE \`${table}\` SET \`${column}\` = ${typeof value === 'number' ? value : text(value)} WHERE \`${key}\` = ${text(row)}`

interface Action {
  name: string
  type: number
  source: string
  target: string
  condition: string
  sequence: number
}

const setProperty = (name: string, property: string, target: string, condition: string, sequence: number): Action => ({
  name,
  type: SET_PROPERTY,
  source: property,
  target,
  condition,
  sequence,
})

/**
 * What is given wins, then what was there before this version, then what the package writes by itself. Given is only what is given
 * when this version is installed: its repair is open to people without rights, and changes nothing for the others.
 */
const defaultActions = (): Action[] =>
  INSTALL_DEFAULTS.flatMap((each, index) => {
    const property = defaultPropertyOf(each)
    const kept = keptPropertyOf(each)
    const notGiven = `(Installed OR NOT ${each.property})`
    const sequence = FIRST_SET + index * 4
    return [
      setProperty(`Give${each.policy}`, property, `[${each.property}]`, `${each.property} AND NOT Installed`, sequence),
      // Windows Installer writes a number down as #1. What is neither yes nor no stays text: unusable, and reported.
      ...(each.kind === 'number'
        ? [
            setProperty(
              `Number${each.policy}`,
              property,
              `#[${each.property}]`,
              `(${each.property} = "0" OR ${each.property} = "1") AND NOT Installed`,
              sequence + 1,
            ),
          ]
        : []),
      setProperty(`Keep${each.policy}`, property, `[${kept}]`, `${kept} AND ${notGiven}`, sequence + 2),
      ...(each.msiDefault === undefined
        ? []
        : [setProperty(`Set${each.policy}`, property, each.msiDefault, `NOT ${kept} AND ${notGiven}`, sequence + 3)]),
    ]
  })

/** A rule that can't be made is no reason not to install: media then go by way of the service's TCP. A repair leaves it as it is. */
const systemActions = (): Action[] => {
  const netsh = '"[System64Folder]netsh.exe" advfirewall firewall'
  const rule = `name="${WINDOWS_IDS.firewallRule}"`
  return [
    {
      name: 'ClearFirewall',
      type: AS_SYSTEM_AND_GO_ON,
      source: 'System64Folder',
      target: `${netsh} delete rule ${rule}`,
      condition: 'NOT Installed OR REMOVE = "ALL"',
      sequence: CLEAR_FIREWALL,
    },
    {
      name: 'OpenFirewall',
      type: AS_SYSTEM_AND_GO_ON,
      source: 'System64Folder',
      target: `${netsh} add rule ${rule} dir=in action=allow program="[INSTALLDIR]${PRODUCT.name}.exe" protocol=UDP profile=any enable=yes`,
      condition: 'NOT Installed AND NOT (FIREWALL = "0")',
      sequence: OPEN_FIREWALL,
    },
    {
      name: 'RemoveUserData',
      type: AS_SYSTEM_AND_GO_ON,
      source: 'System64Folder',
      target: `"[System64Folder]cmd.exe" ${REMOVE_USER_DATA}`,
      condition: 'REMOVE = "ALL" AND REMOVEUSERDATA = "1" AND NOT UPGRADINGPRODUCTCODE',
      sequence: REMOVE_DATA,
    },
  ]
}

export const customActions = (): readonly Action[] => [...defaultActions(), ...systemActions()]

export const msiEdits = ({ version, files }: { version: string; files: readonly VersionedFile[] }): string[] => [
  ...customActions().flatMap(({ name, type, source, target, condition, sequence }) => [
    insert('CustomAction', { Action: name, Type: type, Source: source, Target: target }),
    insert('InstallExecuteSequence', {
      Action: name,
      Condition: condition,
      Sequence: sequence,
    }),
  ]),
  ...INSTALL_DEFAULTS.flatMap((each) => [
    insert('RegLocator', {
      Signature_: `Kept${each.policy}`,
      Root: LOCAL_MACHINE,
      Key: DEFAULTS_KEY,
      Name: each.policy,
      Type: RAW_VALUE_64_BIT,
    }),
    insert('AppSearch', { Property: keptPropertyOf(each), Signature_: `Kept${each.policy}` }),
  ]),
  // Searched for once: by the part that has rights.
  `DELETE FROM \`InstallUISequence\` WHERE \`Action\` = 'AppSearch'`,
  ...INSTALL_DEFAULTS.map((each) =>
    update('Component', 'Condition', defaultPropertyOf(each), 'Component', defaultComponentOf(each)),
  ),
  update('InstallExecuteSequence', 'Sequence', REMOVE_OLD_VERSION, 'Action', 'RemoveExistingProducts'),
  update('Property', 'Value', SECURE_PROPERTIES.join(';'), 'Property', 'SecureCustomProperties'),
  // All files are ours alone: the package's own replace whatever lies there.
  insert('Property', { Property: 'REINSTALLMODE', Value: 'amus' }),
  // A package of the same version that was built anew takes the place of the first one (513: migrate features, up to and with it).
  `DELETE FROM \`Upgrade\` WHERE \`ActionProperty\` = 'WIX_UPGRADE_DETECTED'`,
  insert('Upgrade', {
    UpgradeCode: `{${WINDOWS_IDS.upgradeCode}}`,
    VersionMax: version,
    Attributes: 513,
    ActionProperty: 'WIX_UPGRADE_DETECTED',
  }),
  'CREATE TABLE `MsiShortcutProperty` (`MsiShortcutProperty` CHAR(72) NOT NULL, `Shortcut_` CHAR(72) NOT NULL, `PropertyKey` CHAR(0) NOT NULL, `PropVariantValue` CHAR(0) NOT NULL PRIMARY KEY `MsiShortcutProperty`)',
  insert('MsiShortcutProperty', {
    MsiShortcutProperty: 'MenuShortcutName',
    Shortcut_: 'MenuShortcut',
    PropertyKey: 'System.AppUserModel.ID',
    PropVariantValue: PRODUCT.id,
  }),
  ...files.flatMap((file) => [
    update('File', 'Version', file.version, 'File', file.fileId),
    // Hashes are for files without a version.
    `DELETE FROM \`MsiFileHash\` WHERE \`File_\` = ${text(file.fileId)}`,
  ]),
]
