import { expect, it } from 'vitest'
import { release } from './release.ts'

it('gives back what bytes have to themselves, and nothing that others have a part of', () => {
  const own = Buffer.alloc(100_000, 1)
  release(own)
  expect(own.length).toBe(0)
  const whole = Buffer.alloc(100_000, 1)
  release(whole.subarray(0, 50_000))
  expect(whole[99_999]).toBe(1)
  const [small, other] = [Buffer.from('small'), Buffer.from('other')]
  release(small)
  expect(`${small} ${other}`).toBe('small other')
})
