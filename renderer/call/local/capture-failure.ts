import { ERRORS, type ErrorCode } from '#shared/errors.ts'
import type { Failure } from '../call-state.ts'

export type Captured = 'microphone' | 'camera' | 'screen'

type Cause = 'denied' | 'missing' | 'busy'

const CODES: Record<Captured, Record<Cause, ErrorCode>> = {
  microphone: { denied: 'MICROPHONE_DENIED', missing: 'MICROPHONE_MISSING', busy: 'MICROPHONE_BUSY' },
  camera: { denied: 'CAMERA_DENIED', missing: 'CAMERA_MISSING', busy: 'CAMERA_BUSY' },
  screen: { denied: 'SCREEN_DENIED', missing: 'SCREEN_UNAVAILABLE', busy: 'SCREEN_UNAVAILABLE' },
}

/** Names of the DOMExceptions of Media Capture and Streams §10.2; whatever else is thrown counts as busy, which can pass. */
const causeOf = (name: string): Cause => {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'busy'
}

export const failureOf = (code: ErrorCode): Failure => ({ code, retryable: ERRORS[code].retryable })

/** The name of a DOMException, or of whatever looks like one. */
export const errorName = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''

/** Why a capture failed, in our codes. */
export const captureFailure = (what: Captured, thrown: unknown): Failure => {
  return failureOf(CODES[what][causeOf(errorName(thrown))])
}
