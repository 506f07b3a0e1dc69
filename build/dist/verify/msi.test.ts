import { describe, expect, test } from 'vitest'
import { INSTALL_DEFAULTS } from '../windows/install-defaults.ts'
import { customActions, SECURE_PROPERTIES } from '../windows/msi-edits.ts'
import { componentIdOf, defaultComponentOf, defaultPropertyOf, fileIdOf, keptPropertyOf, uuidOf } from '../windows/msi-source.ts'
import { checkMsi, type MsiTables, type Row, rowsOf } from './msi.ts'

const EXPECTED = { version: '1.4.0', arch: 'x64', files: ['Parley.exe', 'resources/app.asar'] } as const
const UPGRADE_CODE = '{5B3E2C1A-4E59-4C0F-9B0B-3D6F7A0C9E11}'
const INSTALL_KEY = 'Software\\Parley\\Desktop'
const FOLDER_CONDITION = 'Installed OR NOT INSTALLDIR OR (INSTALLDIR ~<< ProgramFiles64Folder AND NOT (INSTALLDIR >< ".."))'
const DEFAULTS_KEY = `${INSTALL_KEY}\\Defaults`

const registry = (Key: string, Name: string, Value: string, Component_ = 'Registration'): Row => ({
  Root: '2',
  Key,
  Name,
  Value,
  Component_,
})

/** A package in order. */
const good: MsiTables = {
  template: 'x64;1033',
  Property: Object.entries({
    UpgradeCode: UPGRADE_CODE,
    ProductVersion: '1.4.0',
    ProductName: 'Parley',
    Manufacturer: 'Parley',
    ALLUSERS: '1',
    REINSTALLMODE: 'amus',
    SecureCustomProperties: SECURE_PROPERTIES.join(';'),
  }).map(([Property, Value]) => ({ Property, Value })),
  Directory: [{ Directory: 'INSTALLDIR', Directory_Parent: 'ProgramFiles64Folder', DefaultDir: 'Parley' }],
  Shortcut: [{ Shortcut: 'MenuShortcut' }],
  MsiShortcutProperty: [
    { Shortcut_: 'MenuShortcut', PropertyKey: 'System.AppUserModel.ID', PropVariantValue: 'app.parley.desktop' },
  ],
  Upgrade: [
    { UpgradeCode: UPGRADE_CODE, VersionMin: '', VersionMax: '1.4.0', ActionProperty: 'WIX_UPGRADE_DETECTED' },
    { UpgradeCode: UPGRADE_CODE, VersionMin: '1.4.0', VersionMax: '', ActionProperty: 'WIX_DOWNGRADE_DETECTED' },
  ],
  LaunchCondition: [
    { Condition: 'NOT WIX_DOWNGRADE_DETECTED' },
    { Condition: 'Installed OR FOUND_INSTALL_KIND <> "nsis"' },
    { Condition: FOLDER_CONDITION },
  ],
  InstallExecuteSequence: [
    { Action: 'InstallInitialize', Condition: '', Sequence: '1500' },
    { Action: 'RemoveExistingProducts', Condition: '', Sequence: '1501' },
    { Action: 'ProcessComponents', Condition: '', Sequence: '1600' },
    ...customActions().map(({ name, condition, sequence }) => ({
      Action: name,
      Condition: condition,
      Sequence: String(sequence),
    })),
  ],
  InstallUISequence: [{ Action: 'LaunchConditions', Condition: '', Sequence: '100' }],
  CustomAction: customActions().map(({ name, type, source, target }) => ({
    Action: name,
    Type: String(type),
    Source: source,
    Target: target,
  })),
  File: EXPECTED.files.map((path) => ({ File: fileIdOf(path) })),
  Component: [
    ...EXPECTED.files.map((path) => ({
      Component: componentIdOf(path),
      ComponentId: `{${uuidOf(path)}}`,
      Attributes: '256',
      Condition: '',
    })),
    // Written out: they must never change, wherever they come from.
    { Component: 'Registration', ComponentId: '{AF206BF2-4C62-571D-A767-181B381A65CB}', Attributes: '260', Condition: '' },
    { Component: 'MenuEntry', ComponentId: '{E784EA3C-3131-5116-932E-00D29CF987C5}', Attributes: '260', Condition: '' },
    ...INSTALL_DEFAULTS.map((each) => ({
      Component: defaultComponentOf(each),
      ComponentId: `{${uuidOf(`defaults/${each.policy}`)}}`,
      Attributes: '260',
      Condition: defaultPropertyOf(each),
    })),
  ],
  Registry: [
    registry(INSTALL_KEY, 'InstallKind', 'msi'),
    registry('Software\\Classes\\parley', '', 'URL:Parley meeting'),
    registry('Software\\Classes\\parley', 'URL Protocol', ''),
    registry('Software\\Classes\\parley\\shell\\open\\command', '', '"[INSTALLDIR]Parley.exe" "%1"'),
    ...INSTALL_DEFAULTS.map((each) =>
      registry(DEFAULTS_KEY, each.policy, `[${defaultPropertyOf(each)}]`, defaultComponentOf(each)),
    ),
  ],
  AppSearch: INSTALL_DEFAULTS.map((each) => ({ Property: keptPropertyOf(each), Signature_: `Kept${each.policy}` })),
  RegLocator: INSTALL_DEFAULTS.map(({ policy }) => ({
    Signature_: `Kept${policy}`,
    Root: '2',
    Key: DEFAULTS_KEY,
    Name: policy,
    Type: '18',
  })),
}

type Table = Exclude<keyof MsiTables, 'template'>

/** The same with one row changed; the row goes where nothing is given. */
const withRow = (table: Table, key: string, value: string, change?: Row): MsiTables => ({
  ...good,
  [table]: good[table].flatMap((row) => (row[key] !== value ? [row] : change === undefined ? [] : [{ ...row, ...change }])),
})

test('a package in order', () => expect(checkMsi(good, EXPECTED)).toEqual([]))

describe('what is wrong is found', () => {
  test.each<[string, MsiTables]>([
    ['another upgrade code', withRow('Property', 'Property', 'UpgradeCode', { Value: '{00000000-0000-4000-8000-000000000000}' })],
    ['for another product', withRow('Upgrade', 'ActionProperty', 'WIX_UPGRADE_DETECTED', { UpgradeCode: '{0}' })],
    ['for one person', withRow('Property', 'Property', 'ALLUSERS', { Value: '2' })],
    ['another version', withRow('Property', 'Property', 'ProductVersion', { Value: '1.4.1' })],
    ['another processor', { ...good, template: 'Intel;1033' }],
    ['in the 32-bit folder', withRow('Directory', 'Directory', 'INSTALLDIR', { Directory_Parent: 'ProgramFilesFolder' })],
    ['no name for notices', withRow('MsiShortcutProperty', 'Shortcut_', 'MenuShortcut')],
    ['replaces newer ones', withRow('LaunchCondition', 'Condition', 'NOT WIX_DOWNGRADE_DETECTED')],
    ['beside the setup program', withRow('LaunchCondition', 'Condition', 'Installed OR FOUND_INSTALL_KIND <> "nsis"')],
    ['a folder that everybody can write to', withRow('LaunchCondition', 'Condition', FOLDER_CONDITION)],
    ['no way back', withRow('InstallExecuteSequence', 'Action', 'RemoveExistingProducts', { Sequence: '1401' })],
    ['a file missing', withRow('File', 'File', fileIdOf('Parley.exe'))],
    ['a file too many', { ...good, File: [...good.File, { File: 'f0' }] }],
    ["another component's GUID", withRow('Component', 'Component', componentIdOf('Parley.exe'), { ComponentId: '{0}' })],
    ['another GUID of the registration', withRow('Component', 'Component', 'Registration', { ComponentId: '{0}' })],
    ['a component too many', { ...good, Component: [...good.Component, { Component: 'Unknown', Attributes: '256' }] }],
    ['a 32-bit component', withRow('Component', 'Component', componentIdOf('Parley.exe'), { Attributes: '0' })],
    ['no kind of installation', withRow('Registry', 'Name', 'InstallKind')],
    [
      'links open something else',
      withRow('Registry', 'Key', 'Software\\Classes\\parley\\shell\\open\\command', { Value: 'cmd' }),
    ],
    [
      'a policy written',
      { ...good, Registry: [...good.Registry, registry('Software\\Policies\\Parley\\Desktop', 'AutoUpdate', 'off')] },
    ],
    ["a person's own key", { ...good, Registry: [...good.Registry, { ...registry('Software\\Parley', 'x', 'y'), Root: '1' }] }],
    ['a default always written', withRow('Component', 'Component', 'DefaultServerUrl', { Condition: '' })],
    ['a default elsewhere', withRow('Registry', 'Name', 'ServerUrl', { Key: INSTALL_KEY })],
    ['a default forgotten by upgrades', withRow('AppSearch', 'Property', 'KEPT_SERVERURL')],
    ['a default from the 32-bit registry', withRow('RegLocator', 'Name', 'ServerUrl', { Type: '2' })],
    [
      'a default looked for without rights',
      { ...good, InstallUISequence: [{ Action: 'AppSearch', Condition: '', Sequence: '50' }] },
    ],
    [
      'a default changed by a repair',
      withRow('InstallExecuteSequence', 'Action', 'GiveServerLocked', { Condition: 'SERVERLOCKED' }),
    ],
    ['updates on by themselves', withRow('CustomAction', 'Action', 'SetAutoUpdate', { Target: 'automatic' })],
    ['an open firewall for all', withRow('CustomAction', 'Action', 'OpenFirewall', { Target: 'netsh.exe …' })],
    [
      "people's data gone unasked",
      withRow('InstallExecuteSequence', 'Action', 'RemoveUserData', { Condition: 'REMOVE = "ALL"' }),
    ],
    ['something unknown run', { ...good, CustomAction: [...good.CustomAction, { Action: 'Unknown', Type: '3106' }] }],
    ['a property lost on the way', withRow('Property', 'Property', 'SecureCustomProperties', { Value: 'SERVERURL' })],
  ])('%s', (_, tables) => expect(checkMsi(tables, EXPECTED)).not.toEqual([]))
})

test('tables are read as msiinfo writes them', () => {
  expect(rowsOf('Property\tValue\r\ns72\tl0\r\nProperty\tProperty\r\nALLUSERS\t1\r\nEmpty\t\r\n')).toEqual([
    { Property: 'ALLUSERS', Value: '1' },
    { Property: 'Empty', Value: '' },
  ])
})
