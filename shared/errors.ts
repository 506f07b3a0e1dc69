/**
 * Every way in which Parley can refuse or fail, by code. The same code reaches the log, the API and the screen; the words that
 * a person reads are in the catalogue under `error.<code>`.
 */
export type ErrorCategory = 'identity' | 'permission' | 'input' | 'state' | 'limit' | 'network' | 'device' | 'version' | 'fault'

interface ErrorKind {
  category: ErrorCategory
  /** HTTP status of a reply that carries the code. */
  status: number
  /** Whether trying the same thing again, unchanged, can succeed. */
  retryable: boolean
}

const kind = (category: ErrorCategory, status: number, retryable = false): ErrorKind => ({ category, status, retryable })

export const ERRORS = {
  UNAUTHENTICATED: kind('identity', 401),
  TICKET_INVALID: kind('identity', 401, true),
  PROOF_INVALID: kind('identity', 401),
  CLOCK_SKEWED: kind('identity', 401),
  ID_TOKEN_INVALID: kind('identity', 401),
  SESSION_ENDED: kind('identity', 401),
  SECOND_FACTOR_REQUIRED: kind('identity', 401),
  SECOND_FACTOR_STALE: kind('identity', 401),
  SIGN_IN_CANCELLED: kind('identity', 409, true),
  SIGN_IN_TIMED_OUT: kind('identity', 408, true),
  SIGN_IN_REFUSED: kind('identity', 403, true),
  ANOTHER_PERSON: kind('identity', 409, true),
  ORGANISATION_UNKNOWN: kind('identity', 404),
  PROVIDER_UNREACHABLE: kind('network', 503, true),
  PROVIDER_UNUSABLE: kind('identity', 502),
  KEYSTORE_UNAVAILABLE: kind('device', 503),
  NAME_INVALID: kind('input', 400),
  NAME_TAKEN: kind('input', 409),
  FORBIDDEN: kind('permission', 403),
  MANAGED: kind('permission', 403),
  INVALID_INPUT: kind('input', 400),
  MESSAGE_TOO_LARGE: kind('input', 413),
  UNKNOWN_PROCEDURE: kind('input', 404),
  LINK_INVALID: kind('input', 400),
  NOT_FOUND: kind('state', 404),
  MEETING_NOT_FOUND: kind('state', 404),
  MEETING_ENDED: kind('state', 410),
  WRONG_STATE: kind('state', 409),
  RESUME_EXPIRED: kind('state', 410),
  MEETING_LOCKED: kind('permission', 403),
  REMOVED: kind('permission', 403),
  KNOCK_LATER: kind('permission', 403),
  INVITATION_INVALID: kind('permission', 403),
  OPTION_LOCKED: kind('permission', 403),
  LICENCE_MISSING: kind('permission', 403),
  GUESTS_REFUSED: kind('permission', 403),
  EXTERNALS_REFUSED: kind('permission', 403),
  JUSTIFICATION_MISSING: kind('input', 400),
  ENCRYPTION_UNAVAILABLE: kind('state', 409),
  ENCRYPTION_SETTLED: kind('state', 409),
  ENCRYPTED_NEEDS_DESKTOP: kind('permission', 403),
  ENCRYPTED_NEEDS_SYSTEM: kind('permission', 403),
  ENCRYPTED_NEEDS_OWN_COMPUTER: kind('permission', 403),
  ENCRYPTED_NEEDS_UPDATE: kind('version', 426),
  ENCRYPTED_NOT_RECORDED: kind('permission', 403),
  ENCRYPTED_MEETING_FULL: kind('limit', 409),
  OFF_WHEN_ENCRYPTED: kind('state', 409),
  ENCRYPTION_FAILED: kind('fault', 500),
  EPOCH_STALE: kind('state', 409),
  NOT_ACCEPTED: kind('permission', 403),
  RULES_CONFLICT: kind('state', 409),
  LAST_ADMINISTRATOR: kind('state', 409),
  MESSAGE_REFUSED: kind('permission', 403),
  MODERATION_UNREACHABLE: kind('network', 503, true),
  LOBBY_FULL: kind('limit', 409, true),
  MEETING_FULL: kind('limit', 409),
  LIMIT_REACHED: kind('limit', 409),
  TOO_MANY_REQUESTS: kind('limit', 429, true),
  CLIENT_TOO_OLD: kind('version', 426),
  CLIENT_TOO_NEW: kind('version', 426),
  UPDATE_UNREACHABLE: kind('network', 503, true),
  UPDATE_UNTRUSTED: kind('version', 502),
  UPDATE_NO_SPACE: kind('device', 507, true),
  UPDATE_FAILED: kind('fault', 500, true),
  FILE_NOT_SAVED: kind('device', 507, true),
  SERVICE_UNREACHABLE: kind('network', 503, true),
  SERVICE_STOPPING: kind('network', 503, true),
  MEDIA_UNREACHABLE: kind('network', 503, true),
  CAMERA_DENIED: kind('device', 403),
  CAMERA_MISSING: kind('device', 404),
  CAMERA_BUSY: kind('device', 409, true),
  MICROPHONE_DENIED: kind('device', 403),
  MICROPHONE_MISSING: kind('device', 404),
  MICROPHONE_BUSY: kind('device', 409, true),
  SCREEN_DENIED: kind('device', 403),
  SCREEN_UNAVAILABLE: kind('device', 409, true),
  NOTICE_UNREAD: kind('state', 409),
  RECORDING_UNAVAILABLE: kind('network', 503),
  RECORDING_REQUIRED: kind('permission', 403),
  VAULT_UNREACHABLE: kind('network', 503, true),
  KEY_INVALID: kind('state', 409),
  KEY_DESTROYED: kind('state', 410),
  STORAGE_FULL: kind('limit', 507, true),
  STORAGE_UNREACHABLE: kind('network', 503, true),
  STORED_DAMAGED: kind('fault', 500),
  INTERNAL: kind('fault', 500, true),
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(ERRORS, value)

/**
 * A failure that a person or a program can act on.
 *
 * `detail` is for whoever debugs: which field, which limit. It never holds personal data or a secret, because it is logged and
 * sent to the other side.
 */
export class ParleyError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined

  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    super(detail === undefined ? code : `${code}: ${detail}`, options)
    this.name = 'ParleyError'
    this.code = code
    this.detail = detail
  }

  get category(): ErrorCategory {
    return ERRORS[this.code].category
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable
  }
}

/** Anything thrown, as a ParleyError: itself, or INTERNAL with the original as its cause. */
export const toParleyError = (thrown: unknown): ParleyError =>
  thrown instanceof ParleyError ? thrown : new ParleyError('INTERNAL', undefined, { cause: thrown })
