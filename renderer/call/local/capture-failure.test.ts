import { expect, test } from 'vitest'
import { captureFailure } from './capture-failure.ts'

test.each([
  ['camera', 'NotAllowedError', 'CAMERA_DENIED', false],
  ['camera', 'NotFoundError', 'CAMERA_MISSING', false],
  ['camera', 'OverconstrainedError', 'CAMERA_MISSING', false],
  ['camera', 'NotReadableError', 'CAMERA_BUSY', true],
  ['camera', 'AbortError', 'CAMERA_BUSY', true],
  ['microphone', 'SecurityError', 'MICROPHONE_DENIED', false],
  ['microphone', 'NotFoundError', 'MICROPHONE_MISSING', false],
  ['microphone', 'NotReadableError', 'MICROPHONE_BUSY', true],
  ['screen', 'NotAllowedError', 'SCREEN_DENIED', false],
  ['screen', 'NotReadableError', 'SCREEN_UNAVAILABLE', true],
] as const)('%s, %s', (what, name, code, retryable) => {
  expect(captureFailure(what, new DOMException('', name))).toEqual({ code, retryable })
})

test('whatever else is thrown can pass', () => {
  expect(captureFailure('camera', 'odd')).toEqual({ code: 'CAMERA_BUSY', retryable: true })
})
