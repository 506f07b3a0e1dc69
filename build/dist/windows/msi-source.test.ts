import { expect, test } from 'vitest'
import { INSTALL_DEFAULTS } from './install-defaults.ts'
import { msiEdits } from './msi-edits.ts'
import { defaultsSource, filesSource, uuidOf } from './msi-source.ts'
import { nsisDefinitions } from './nsis.ts'
import { numericVersion } from './numeric-version.ts'
import { REMOVE_USER_DATA } from './user-data.ts'

test('name-based identifiers, as RFC 9562 has them', () => {
  // The example of its appendix A.4: the DNS namespace and www.example.com.
  expect(uuidOf('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('2ED6657D-E927-568B-95E1-2665A8AEA6A2')
})

test('every file is in the source once, in its folder', () => {
  const source = filesSource('/unpacked', ['Parley.exe', 'locales/de.pak', 'resources/a/b.node'])
  expect(source.match(/<File /g)).toHaveLength(3)
  expect([...source.matchAll(/<Directory Id="[^"]+" Name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
    'locales',
    'resources',
    'a',
  ])
  expect(source).toContain('Source="/unpacked/resources/a/b.node"')
})

test('both installers know every value that can be given', () => {
  const definitions = nsisDefinitions()
  const source = defaultsSource()
  const edits = msiEdits({ version: '1.0.0', files: [] }).join('\n')
  for (const { policy, property, kind } of INSTALL_DEFAULTS) {
    expect(definitions).toContain(`!insertmacro InstallDefault ${property} ${policy} ${kind}`)
    expect(source).toContain(`Name="${policy}"`)
    expect(edits).toContain(`'[${property}]'`)
    expect(edits.includes(`'#[${property}]'`)).toBe(kind === 'number')
  }
})

test.each([
  ['1.4.0', '1.4.0'],
  ['1.4.0-beta.2', '1.4.0'],
])('%s is compared as %s', (version, number) => expect(numericVersion(version)).toBe(number))

test.each(['1.4', '256.0.0', '1.256.0', '1.0.65536', 'v1.0.0', ''])('%s can not be compared', (version) =>
  expect(() => numericVersion(version)).toThrow(),
)

test("people's data are removed by what leaves the ends of links alone", () => {
  expect(REMOVE_USER_DATA).toMatch(/rd \/s \/q "%u\\AppData\\Roaming\\Parley"/)
  expect(REMOVE_USER_DATA).toMatch(/rd \/s \/q "%u\\AppData\\Local\\parley-updates"/)
  // It stands between single quotes in NSIS, and in a query of the MSI.
  expect(REMOVE_USER_DATA).not.toContain("'")
})
