import { ORPCError } from '@orpc/client'
import { type ErrorCode, isErrorCode, ParleyError } from '#shared/errors.ts'

/** Codes of the library itself, for a reply that did not come from a procedure of ours. */
const LIBRARY_CODES: Partial<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'INVALID_INPUT',
  UNPROCESSABLE_CONTENT: 'INVALID_INPUT',
  UNAUTHORIZED: 'UNAUTHENTICATED',
  NOT_FOUND: 'NOT_FOUND',
  PAYLOAD_TOO_LARGE: 'MESSAGE_TOO_LARGE',
  SERVICE_UNAVAILABLE: 'SERVICE_UNREACHABLE',
  BAD_GATEWAY: 'SERVICE_UNREACHABLE',
  GATEWAY_TIMEOUT: 'SERVICE_UNREACHABLE',
}

const detailOf = (data: unknown): string | undefined => {
  if (typeof data !== 'object' || data === null || !('detail' in data)) return undefined
  return typeof data.detail === 'string' ? data.detail : undefined
}

/** Whatever a call to the service threw, as a ParleyError: the service's own code, or that it can't be reached. */
export const toServiceError = (thrown: unknown): ParleyError => {
  if (thrown instanceof ParleyError) return thrown
  if (thrown instanceof ORPCError) {
    const code = isErrorCode(thrown.code) ? thrown.code : (LIBRARY_CODES[thrown.code] ?? 'INTERNAL')
    return new ParleyError(code, detailOf(thrown.data), { cause: thrown })
  }
  return new ParleyError('SERVICE_UNREACHABLE', undefined, { cause: thrown })
}
