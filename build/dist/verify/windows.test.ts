import { describe, expect, test } from 'vitest'
import { checkProgram, checkSetupFiles, checkSigned } from './windows.ts'

describe('the program', () => {
  const program = {
    machine: 0x8664,
    strings: {
      ProductName: 'Parley',
      FileDescription: 'Parley',
      CompanyName: 'Parley',
      LegalCopyright: 'Copyright © the Parley authors',
      FileVersion: '1.4.0',
    },
  }
  const expected = { version: '1.4.0', arch: 'x64' } as const

  test('says what it is', () => expect(checkProgram(program, expected)).toEqual([]))

  test('says something else', () => {
    expect(checkProgram({ ...program, strings: { ...program.strings, ProductName: 'Electron' } }, expected)).toHaveLength(1)
    expect(checkProgram({ ...program, strings: { ...program.strings, FileVersion: '45.3.4' } }, expected)).toHaveLength(1)
    expect(checkProgram(program, { ...expected, arch: 'arm64' })).toHaveLength(1)
  })
})

test('what is not signed is named', () => {
  const files = [
    { path: 'Parley.exe', signature: 5000 },
    { path: 'ffmpeg.dll', signature: 0 },
  ]
  expect(checkSigned(files)).toEqual(['ffmpeg.dll is not signed'])
})

describe('the setup program', () => {
  const files = [
    { path: 'Parley.exe', size: 10 },
    { path: 'resources/app.asar', size: 20 },
  ]
  const inside = [
    { path: '$PLUGINSDIR/System.dll', size: 1 },
    { path: 'Parley.exe', size: 10 },
    { path: 'resources/app.asar', size: 20 },
    { path: 'uninstall.exe', size: 3 },
  ]

  test('holds the folder', () => expect(checkSetupFiles(inside, files)).toEqual([]))

  test('holds less, more, something else', () => {
    expect(checkSetupFiles(inside.slice(0, 2), files)).toEqual(['resources/app.asar is not in the setup program'])
    expect(checkSetupFiles([...inside, { path: 'evil.exe', size: 1 }], files)).toEqual(['the setup program has evil.exe besides'])
    expect(checkSetupFiles(inside, [{ path: 'Parley.exe', size: 11 }, ...files.slice(1)])).toEqual([
      'Parley.exe in the setup program is another one',
    ])
  })
})
