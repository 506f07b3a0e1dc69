import { expect, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { callConfirmed } from './confirmed.ts'

const stale = () => new ParleyError('SECOND_FACTOR_STALE')

test('what is not refused asks nobody', async () => {
  const confirm = vi.fn()
  expect(await callConfirmed(async () => 5, confirm)).toBe(5)
  await expect(callConfirmed(() => Promise.reject(new ParleyError('NOT_FOUND')), confirm)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(confirm).not.toHaveBeenCalled()
})

test('what wants a fresh second factor is done once the person has given it', async () => {
  const call = vi.fn<() => Promise<string>>().mockRejectedValueOnce(stale()).mockResolvedValue('done')
  const confirm = vi.fn(async () => expect(call).toHaveBeenCalledTimes(1))
  expect(await callConfirmed(call, confirm)).toBe('done')
  expect(confirm).toHaveBeenCalledTimes(1)
})

test('it is tried once more only', async () => {
  const call = vi.fn(() => Promise.reject(stale()))
  await expect(callConfirmed(call, async () => undefined)).rejects.toMatchObject({ code: 'SECOND_FACTOR_STALE' })
  expect(call).toHaveBeenCalledTimes(2)
})

test('whoever would rather not has not done it', async () => {
  const call = vi.fn(() => Promise.reject(stale()))
  const cancelled = () => Promise.reject(new ParleyError('SIGN_IN_CANCELLED'))
  await expect(callConfirmed(call, cancelled)).rejects.toMatchObject({ code: 'SIGN_IN_CANCELLED' })
  expect(call).toHaveBeenCalledTimes(1)
})
