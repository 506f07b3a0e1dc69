import { expect, test, vi } from 'vitest'
import { ContentProtection } from './content-protection.ts'

test('for as long as anybody has a reason, in whichever window', () => {
  const [first, second] = [{ setContentProtection: vi.fn() }, { setContentProtection: vi.fn() }]
  const protection = new ContentProtection()
  protection.set('policy', true)
  protection.attach(first)
  expect(first.setContentProtection).toHaveBeenLastCalledWith(true)
  protection.set('meeting', true)
  protection.set('policy', false)
  expect(first.setContentProtection).toHaveBeenLastCalledWith(true)
  protection.attach(second)
  expect(second.setContentProtection).toHaveBeenLastCalledWith(true)
  protection.set('meeting', false)
  expect(second.setContentProtection).toHaveBeenLastCalledWith(false)
})
