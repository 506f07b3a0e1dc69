import { expect, it, test } from 'vitest'
import { ERRORS, isErrorCode, ParleyError, toParleyError } from './errors.ts'

test.each(Object.entries(ERRORS))('%s has an HTTP error status', (code, kind) => {
  expect(isErrorCode(code)).toBe(true)
  expect(kind.status).toBeGreaterThanOrEqual(400)
  expect(kind.status).toBeLessThan(600)
})

it('knows no code that only an object prototype has', () => {
  for (const name of ['toString', '__proto__', 'constructor', '', undefined, 3]) expect(isErrorCode(name)).toBe(false)
})

it('keeps a ParleyError and wraps the rest without its text', () => {
  const known = new ParleyError('FORBIDDEN', 'endMeeting')
  expect(toParleyError(known)).toBe(known)
  const unknown = toParleyError(new Error('a secret'))
  expect(unknown.code).toBe('INTERNAL')
  expect(unknown.message).not.toContain('secret')
})
