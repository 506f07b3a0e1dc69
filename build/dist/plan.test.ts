import { expect, test } from 'vitest'
import { planOf } from './plan.ts'

test('each platform for all of its processors, unless one is asked for', () => {
  expect(planOf({ win: true, linux: true }, 'linux')).toEqual([
    { platform: 'windows', arch: 'x64' },
    { platform: 'windows', arch: 'arm64' },
    { platform: 'linux', arch: 'x64' },
    { platform: 'linux', arch: 'arm64' },
  ])
  expect(planOf({ win: true, mac: true, arch: 'arm64' }, 'darwin')).toEqual([
    { platform: 'windows', arch: 'arm64' },
    { platform: 'macos', arch: 'universal' },
  ])
})

test.each([
  ['nothing', {}, 'linux', 'Say for what'],
  ['macOS off a Mac', { mac: true }, 'linux', 'on a Mac'],
  ['Windows on Windows itself', { win: true }, 'win32', 'on Linux'],
  ['Linux on a Mac', { win: true, linux: true }, 'darwin', 'on Linux'],
  ['a processor of old', { win: true, arch: 'ia32' }, 'linux', 'ia32'],
] as const)('%s is refused', (_, asked, host, message) => expect(() => planOf(asked, host)).toThrow(message))
