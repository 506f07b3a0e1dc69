import { expect, test, vi } from 'vitest'
import { browserOf } from './open-in-browser.ts'

const openExternal = vi.fn(async () => undefined)
const open = browserOf({ openExternal })

test.each([
  'https://login.example.org/authorize?state=1',
  'http://127.0.0.1:8472/authorize',
  'http://localhost/',
  'http://[::1]:1/',
])('%s is opened', async (address) => {
  await open(new URL(address))
  expect(openExternal).toHaveBeenLastCalledWith(address)
})

test.each([
  'http://login.example.org/authorize',
  'http://127.0.0.1.example.org/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'parley://join/abc-defg-hjk',
  'ms-settings:privacy',
])('%s is not', async (address) => {
  openExternal.mockClear()
  await expect(open(new URL(address))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(openExternal).not.toHaveBeenCalled()
})
