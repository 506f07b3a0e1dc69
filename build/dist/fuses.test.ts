import { FuseV1Options } from '@electron/fuses'
import { expect, test } from 'vitest'
import { checkFuses, FUSES } from './fuses.ts'

const asBurnt = Object.fromEntries(Object.entries(FUSES).map(([index, state]) => [FuseV1Options[Number(index)], state]))

test('as they are burnt, nothing is wrong with them', () => expect(checkFuses(asBurnt)).toEqual([]))

test.each(Object.keys(asBurnt))('%s in the other position is found', (name) => {
  expect(checkFuses({ ...asBurnt, [name]: !asBurnt[name] })).toEqual([
    `the fuse ${name} is ${asBurnt[name] ? 'off' : 'on'}, and has to be ${asBurnt[name] ? 'on' : 'off'}`,
  ])
  expect(checkFuses({ ...asBurnt, [name]: 'removed' })).toHaveLength(1)
})

test('a fuse that nobody has decided about is found', () => {
  expect(checkFuses({ ...asBurnt, 9: true })).toEqual(['the fuse 9 is on, and has to be unknown'])
})

test('nothing from outside can turn the program into another', () => {
  expect(asBurnt).toMatchObject({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    GrantFileProtocolExtraPrivileges: false,
    EnableCookieEncryption: true,
  })
})
