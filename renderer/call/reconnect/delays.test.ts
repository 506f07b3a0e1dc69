import { expect, test } from 'vitest'
import { reconnectDelay } from './delays.ts'

test('the first attempt is made at once, later ones ever two seconds', () => {
  expect([0, 1, 2, 3, 4, 20].map(reconnectDelay)).toEqual([0, 500, 1_000, 2_000, 2_000, 2_000])
})
