import { expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { Failures } from './failures.ts'
import { LogCapture } from './testing/log-capture.ts'

test('what an attacker is likely to be told is logged by its code, and what everybody is told is not', () => {
  const capture = new LogCapture()
  const failures = new Failures(capture.log)
  for (const code of ['WRONG_STATE', 'MEETING_NOT_FOUND', 'INVALID_INPUT'] as const) failures.note(new ParleyError(code))
  expect(capture.lines).toEqual([])
  failures.note(new ParleyError('TICKET_INVALID'))
  expect(capture.lines).toMatchObject([{ level: 40, refusal: 'TICKET_INVALID' }])
})

test('a refusal is told in our words alone', () => {
  const capture = new LogCapture()
  const cause = new Error('do-not-log')
  new Failures(capture.log).note(new ParleyError('PROOF_INVALID', 'replayed', { cause }))
  expect(capture.lines).toMatchObject([{ refusal: 'PROOF_INVALID', reason: 'replayed' }])
  expect(capture.text).not.toContain('do-not-log')
})

test('why a provider was of no use is told', () => {
  const capture = new LogCapture()
  new Failures(capture.log).note(new ParleyError('PROVIDER_UNREACHABLE', undefined, { cause: new Error('fetch failed') }))
  expect(capture.lines).toMatchObject([{ refusal: 'PROVIDER_UNREACHABLE', because: 'fetch failed' }])
})

test('a fault is told by its code, also where nothing caused it but what was found', () => {
  const capture = new LogCapture()
  new Failures(capture.log).note(new ParleyError('STORED_DAMAGED', 'manifest'))
  expect(capture.lines).toMatchObject([{ fault: 'STORED_DAMAGED', reason: 'manifest' }])
})

test('a fault is told with its cause', () => {
  const capture = new LogCapture()
  new Failures(capture.log).note(new ParleyError('INTERNAL', undefined, { cause: new Error('disk full') }))
  expect(capture.lines).toMatchObject([{ level: 50, err: { message: 'disk full' } }])
})

test('nobody fills the disk by being refused', () => {
  const capture = new LogCapture()
  const failures = new Failures(capture.log)
  for (let count = 0; count < 10_000; count += 1) failures.note(new ParleyError('UNAUTHENTICATED'))
  expect(capture.lines.length).toBeGreaterThanOrEqual(200)
  expect(capture.lines.length).toBeLessThan(400)
})
