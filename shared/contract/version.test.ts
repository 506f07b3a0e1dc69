import { expect, test } from 'vitest'
import { judgeVersion } from './version.ts'

test.each([
  [1, 1, 1, 'served'],
  [2, 2, 4, 'served'],
  [4, 2, 4, 'served'],
  [1, 2, 4, 'CLIENT_TOO_OLD'],
  [5, 2, 4, 'CLIENT_TOO_NEW'],
])('client %d at a service of %d to %d: %s', (client, oldest, current, verdict) => {
  expect(judgeVersion(client, oldest, current)).toBe(verdict)
})
