import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keptFromUpdating } from './own-package.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-package-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['nsis', undefined],
  ['nsis\r\n', undefined],
  ['msi', 'managed'],
  ['', 'managed'],
  [undefined, 'managed'],
])('on Windows, a package that is marked %j: %j', (marker, expected) => {
  if (marker !== undefined) writeFileSync(join(folder, 'package-type'), marker)
  expect(keptFromUpdating({ platform: 'win32', resources: folder })).toBe(expected)
})

test('on macOS, a bundle that is this person’s own', () => {
  const resources = join(folder, 'Parley.app/Contents/Resources')
  mkdirSync(resources, { recursive: true })
  expect(keptFromUpdating({ platform: 'darwin', resources })).toBeUndefined()
})

test('on macOS, a bundle that is not there, or not this person’s', () => {
  expect(keptFromUpdating({ platform: 'darwin', resources: join(folder, 'Parley.app/Contents/Resources') })).toBe('managed')
  const resources = join(folder, 'Other.app/Contents/Resources')
  mkdirSync(resources, { recursive: true })
  chmodSync(join(folder, 'Other.app'), 0o555)
  // Whoever is root may write everywhere.
  if (process.getuid?.() !== 0) expect(keptFromUpdating({ platform: 'darwin', resources })).toBe('managed')
})

test('elsewhere the system’s own packages are updated by the system', () => {
  expect(keptFromUpdating({ platform: 'linux', resources: folder })).toBe('unsupported')
})
