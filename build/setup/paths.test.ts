import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cacheFolder } from './paths.ts'

it.each([
  ['linux', {}, join(homedir(), '.cache', 'parley')],
  ['linux', { XDG_CACHE_HOME: '/elsewhere' }, join('/elsewhere', 'parley')],
  ['linux', { XDG_CACHE_HOME: '' }, join(homedir(), '.cache', 'parley')],
  ['darwin', { XDG_CACHE_HOME: '/elsewhere' }, join(homedir(), 'Library', 'Caches', 'parley')],
  ['win32', { LOCALAPPDATA: 'L' }, join('L', 'Parley', 'Cache')],
  ['win32', {}, join(homedir(), 'AppData', 'Local', 'Parley', 'Cache')],
] as const)('on %s with %j the cache is %s', (platform, env, expected) => {
  expect(cacheFolder(platform, env)).toBe(expected)
})
