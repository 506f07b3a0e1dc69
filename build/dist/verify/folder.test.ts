import { describe, expect, test } from 'vitest'
import { checkFolder, checkLocales, checkSize } from './folder.ts'

const LINUX = [
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'parley',
  'resources/app.asar',
  'locales/de.pak',
  'locales/en-US.pak',
]
const WINDOWS = [...LINUX, 'resources/app.asar.unpacked/node_modules/native-reg/prebuilds/win32-x64/node.napi.node']

describe("the program's folder", () => {
  test('as it has to be', () => {
    expect(checkFolder(LINUX, 'linux')).toEqual([])
    expect(checkFolder(WINDOWS, 'windows')).toEqual([])
  })

  test.each([
    'resources/default_app.asar',
    'resources/app/main.js',
    'Parley.exe.pdb',
    'resources/app.asar.unpacked/evil.node',
    'resources/app.asar.unpacked/out/main/main.cjs',
    'snapshot.map',
  ])('%s is found', (path) => {
    expect(checkFolder([...WINDOWS, path], 'windows')).toEqual([`${path} does not belong into the program's folder`])
    expect(checkFolder([...LINUX, path], 'linux')).toHaveLength(1)
  })

  test.each(['resources/app.asar', 'LICENSES.chromium.html'])('%s is missed', (path) => {
    const files = WINDOWS.filter((each) => each !== path)
    expect(checkFolder(files, 'windows')).toEqual([`${path} is missing`])
  })
})

describe('languages', () => {
  test('are those of the catalogue', () => {
    expect(checkLocales(['de.pak', 'en-US.pak'], 'windows')).toEqual([])
    expect(checkLocales(['de.lproj', 'en.lproj', 'resources.pak'], 'macos')).toEqual([])
  })

  test('one too many, one too few', () => {
    expect(checkLocales(['de.pak', 'en-US.pak', 'fr.pak'], 'linux')).toEqual(['the language fr.pak is not one of ours'])
    expect(checkLocales(['en-US.pak'], 'linux')).toEqual(['the language de.pak is missing'])
  })
})

test('a budget is kept, or said', () => {
  expect(checkSize('the archive', 1024 ** 2, 1024 ** 2)).toEqual([])
  expect(checkSize('the archive', 2 * 1024 ** 2, 1024 ** 2)).toEqual([
    'the archive has 2.0 MB, which is more than the 1 MB that it may have',
  ])
})
