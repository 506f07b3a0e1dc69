import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../diagnostics/log.ts'
import { OwnSettings } from './managed-settings.ts'
import { SettingsStore } from './settings-store.ts'

const NOTHING_SET = OwnSettings.parse({})

let folder: string
let path: string
const open = () =>
  new SettingsStore(
    path,
    createLog(() => undefined),
  )

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('settings outlive the program', () => {
  open().save({ ...NOTHING_SET, appearance: 'dark', microphoneId: 'abc', language: 'de' })
  expect(open().own).toEqual({ ...NOTHING_SET, appearance: 'dark', microphoneId: 'abc', language: 'de' })
})

test('a file of an older version is filled up with what came since, but not with what administrators may preset', () => {
  writeFileSync(path, '{"appearance":"light","gone":1}')
  expect(open().own).toEqual({ ...NOTHING_SET, appearance: 'light' })
  expect(open().own).not.toHaveProperty('language')
})

test('a file that cannot be used gives the defaults, and is kept', () => {
  writeFileSync(path, '{"appearance":"pink"}')
  expect(open().own).toEqual(NOTHING_SET)
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"appearance":"pink"}')
})
