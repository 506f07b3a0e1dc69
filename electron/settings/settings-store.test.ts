import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSettings } from '#shared/settings.ts'
import { createLog } from '../diagnostics/log.ts'
import { SettingsStore } from './settings-store.ts'

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
  open().save({ ...defaultSettings(), appearance: 'dark', microphoneId: 'abc' })
  expect(open().current).toEqual({ ...defaultSettings(), appearance: 'dark', microphoneId: 'abc' })
})

test('a file of an older version is filled up with what came since', () => {
  writeFileSync(path, '{"appearance":"light","gone":1}')
  expect(open().current).toEqual({ ...defaultSettings(), appearance: 'light' })
})

test('a file that cannot be used gives the defaults, and is kept', () => {
  writeFileSync(path, '{"appearance":"pink"}')
  expect(open().current).toEqual(defaultSettings())
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"appearance":"pink"}')
})
