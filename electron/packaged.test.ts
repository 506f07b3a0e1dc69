import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isPackaged } from './packaged.ts'

test.each([
  ['as it was handed out', true, '/opt/Parley/resources/app.asar', true],
  ['with its program called electron.exe', false, 'C:\\Copy\\resources\\app.asar', true],
  ['in development', false, '/home/ada/parley', false],
  ['in a test that packs nothing', true, '/home/ada/parley', true],
])('%s', (_name, byName, appPath, expected) =>
  expect(isPackaged({ isPackaged: byName, getAppPath: () => appPath })).toBe(expected),
)

test('nothing else goes by what Electron says', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/testing/**', '**/*.test.ts', 'packaged.ts'] })
  expect(sources).toContain('main.ts')
  expect(sources.filter((file) => readFileSync(join(import.meta.dirname, file), 'utf8').includes('.isPackaged'))).toEqual([])
})
