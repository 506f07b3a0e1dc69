import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'

/** Errors of the token endpoint that are about this one sign-in. The others (RFC 6749 §5.2) say that the client is not set up. */
const ABOUT_THIS_SIGN_IN = ['invalid_grant', 'access_denied']

/** Error codes are the provider's own words: only those that look like one go on. */
const detailOf = (code: unknown): string | undefined =>
  typeof code === 'string' && /^[A-Za-z0-9_-]{1,60}$/.test(code) ? code : undefined

/** A refusal of ours that the library wrapped. */
const originOf = (thrown: unknown): ParleyError | undefined => {
  let origin = thrown
  for (let depth = 0; depth < 5 && origin instanceof Error; depth++) {
    if (origin instanceof ParleyError) return origin
    origin = origin.cause
  }
  return undefined
}

const statusOf = (thrown: unknown): number =>
  thrown instanceof ClientError && thrown.cause instanceof Response ? thrown.cause.status : 0

/** What went wrong with a provider, as the error it stands for; `otherwise` for what only its place tells. */
export const asProviderError = (thrown: unknown, otherwise: ErrorCode): ParleyError => {
  const origin = originOf(thrown)
  if (origin !== undefined) return origin
  const refusal = (code: ErrorCode, detail?: unknown) => new ParleyError(code, detailOf(detail), { cause: thrown })
  if (thrown instanceof AuthorizationResponseError) return refusal('SIGN_IN_REFUSED', thrown.error)
  if (thrown instanceof ResponseBodyError) {
    if (thrown.status >= 500) return refusal('PROVIDER_UNREACHABLE', thrown.error)
    return refusal(ABOUT_THIS_SIGN_IN.includes(thrown.error) ? 'SIGN_IN_REFUSED' : 'PROVIDER_UNUSABLE', thrown.error)
  }
  if (statusOf(thrown) >= 500) return refusal('PROVIDER_UNREACHABLE')
  if (!(thrown instanceof ClientError)) return refusal(otherwise)
  if (thrown.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return refusal('CLOCK_SKEWED', 'id_token')
  return refusal(otherwise, thrown.code)
}
