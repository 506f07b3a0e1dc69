import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { toServiceError } from './service-error.ts'

test.each([
  ['our own code', new ORPCError('MEETING_FULL', { data: { detail: '300' } }), 'MEETING_FULL', '300'],
  ['a detail that is none', new ORPCError('MEETING_FULL', { data: { detail: 5 } }), 'MEETING_FULL', undefined],
  ['the library’s refusal of input', new ORPCError('BAD_REQUEST'), 'INVALID_INPUT', undefined],
  ['a proxy without the service behind it', new ORPCError('BAD_GATEWAY'), 'SERVICE_UNREACHABLE', undefined],
  ['a code of a newer service', new ORPCError('TEAPOT'), 'INTERNAL', undefined],
  ['no network', new TypeError('Failed to fetch'), 'SERVICE_UNREACHABLE', undefined],
])('%s', (_what, thrown, code, detail) => {
  const error = toServiceError(thrown)
  expect(error).toBeInstanceOf(ParleyError)
  expect(error.code).toBe(code)
  expect(error.detail).toBe(detail)
})

test('an error of ours stays itself', () => {
  const error = new ParleyError('FORBIDDEN')
  expect(toServiceError(error)).toBe(error)
})
