import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INSTALLERS } from './configuration.ts'
import { writeIcns, writeIco } from './icon-files.ts'

const png = Buffer.from('89504e470d0a1a0a', 'hex')

test('an ICO lists its pictures and where they are', () => {
  const ico = writeIco([
    { size: 16, png },
    { size: 256, png },
  ])
  expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 2])
  expect([ico.readUInt8(6), ico.readUInt8(22)]).toEqual([16, 0])
  const [first, second] = [ico.readUInt32LE(6 + 12), ico.readUInt32LE(22 + 12)]
  expect(ico.subarray(first, first + 8)).toEqual(png)
  expect(ico.subarray(second)).toEqual(png)
})

test('an ICNS says how long it and its parts are', () => {
  const icns = writeIcns([{ size: 1024, png }])
  expect(icns.toString('latin1', 0, 4)).toBe('icns')
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  expect(icns.toString('latin1', 8, 12)).toBe('ic10')
})

test.each(['icon.ico', 'icon.icns'])('%s is checked in', (name) => {
  const magic = { 'icon.ico': '00000100', 'icon.icns': '69636e73' }[name]
  expect(readFileSync(join(INSTALLERS, 'icons', name)).toString('hex', 0, 4)).toBe(magic)
})
