import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'simple-plist'
import { describe, expect, test } from 'vitest'
import { INSTALLERS } from '../configuration.ts'
import { APP_TRANSPORT_SECURITY, infoPlistAdditions, infoPlistStrings } from '../macos/info-plist.ts'
import { checkEntitlements, checkInfoPlist, checkUsageStrings, ENTITLEMENTS } from './macos.ts'

const read = (name: string) => parse<Record<string, unknown>>(readFileSync(join(INSTALLERS, 'macos', name)))

describe('entitlements', () => {
  const program = read('entitlements.plist')
  const helpers = read('entitlements.inherit.plist')

  test('of the files that are signed with', () => {
    expect(checkEntitlements(program, 'program')).toEqual([])
    expect(checkEntitlements(helpers, 'helpers')).toEqual([])
  })

  test.each(ENTITLEMENTS.program)('%s is missed', (key) => {
    const { [key]: _, ...rest } = program
    expect(checkEntitlements(rest, 'program')).toEqual([`the entitlement ${key} is missing (program)`])
    expect(checkEntitlements({ ...program, [key]: false }, 'program')).toHaveLength(1)
  })

  test.each([
    'com.apple.security.cs.allow-unsigned-executable-memory',
    'com.apple.security.cs.disable-library-validation',
    'com.apple.security.cs.allow-dyld-environment-variables',
    'com.apple.security.get-task-allow',
  ])('%s is found', (key) => {
    expect(checkEntitlements({ ...program, [key]: true }, 'program')).toHaveLength(1)
    expect(checkEntitlements({ ...helpers, [key]: true }, 'helpers')).toHaveLength(1)
  })
})

describe('Info.plist', () => {
  const good = {
    ...Object.fromEntries(Object.entries(infoPlistAdditions()).filter(([, value]) => value !== null)),
    CFBundleIdentifier: 'app.parley.desktop',
    CFBundleName: 'Parley',
    CFBundleExecutable: 'Parley',
    CFBundleShortVersionString: '1.2.3',
    LSMinimumSystemVersion: '13.0',
    NSAppTransportSecurity: APP_TRANSPORT_SECURITY,
    CFBundleURLTypes: [{ CFBundleURLName: 'Parley meeting', CFBundleURLSchemes: ['parley'] }],
  }

  test('as it has to be', () => expect(checkInfoPlist(good, '1.2.3')).toEqual([]))

  test.each([
    ['NSCameraUsageDescription', undefined],
    ['NSMicrophoneUsageDescription', ''],
    ['NSAudioCaptureUsageDescription', undefined],
    ['CFBundleIdentifier', 'com.github.Electron'],
    ['CFBundleShortVersionString', '1.2.4'],
    ['NSAppTransportSecurity', { NSAllowsArbitraryLoads: true }],
    ['NSAppTransportSecurity', { NSAllowsArbitraryLoads: false, NSExceptionDomains: { 'example.org': {} } }],
    ['NSAppTransportSecurity', undefined],
    ['NSBluetoothAlwaysUsageDescription', 'This app needs access to Bluetooth'],
    ['CFBundleURLTypes', [{ CFBundleURLSchemes: ['parley', 'https'] }]],
    ['CFBundleURLTypes', undefined],
  ])('%s: %j is found', (key, value) => expect(checkInfoPlist({ ...good, [key]: value }, '1.2.3')).toHaveLength(1))

  test('every language has its own words for why', () => {
    const strings = infoPlistStrings()
    expect(checkUsageStrings((path) => strings.get(path))).toEqual([])
    expect(checkUsageStrings(() => undefined)).toEqual([
      'en.lproj/InfoPlist.strings is not as the catalogue has it',
      'de.lproj/InfoPlist.strings is not as the catalogue has it',
    ])
  })
})
