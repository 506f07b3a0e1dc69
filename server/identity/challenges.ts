/** `WWW-Authenticate`: what a program that knows no more than the standards can do about a refusal (RFC 9449 §7.1, RFC 9470). */
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import type { SecondFactorConfig } from './provider-config.ts'

/** SECOND_FACTOR_REQUIRED or SECOND_FACTOR_STALE, with how to ask the provider for one. */
export class SecondFactorNeeded extends ParleyError {
  readonly acrValues: string | undefined
  /** Seconds, where it must be fresh. */
  readonly maxAge: number | undefined

  constructor(code: 'SECOND_FACTOR_REQUIRED' | 'SECOND_FACTOR_STALE', { ask, maxAge }: SecondFactorConfig) {
    super(code)
    this.acrValues = ask.acr_values
    this.maxAge = code === 'SECOND_FACTOR_STALE' ? maxAge : undefined
  }
}

/** Nobody was named in the request, or not in our way. */
export class NothingShown extends ParleyError {
  constructor() {
    super('UNAUTHENTICATED', 'authorization')
  }
}

const REASONS: Partial<Record<ErrorCode, string>> = {
  UNAUTHENTICATED: 'invalid_token',
  SESSION_ENDED: 'invalid_token',
  PROOF_INVALID: 'invalid_dpop_proof',
  CLOCK_SKEWED: 'invalid_dpop_proof',
  SECOND_FACTOR_REQUIRED: 'insufficient_user_authentication',
  SECOND_FACTOR_STALE: 'insufficient_user_authentication',
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]|[^\x20-\x7e]/g, '')}"`

/** The header for a refusal; undefined for one that has nothing to do with who asks. */
export const challengeFor = (error: ParleyError): string | undefined => {
  if (error.status !== 401) return undefined
  // Who has shown nothing is told how, and not that it was wrong (RFC 6750 §3.1).
  const reason = error instanceof NothingShown ? undefined : REASONS[error.code]
  const parameters = [['algs', 'ES256'], ...(reason === undefined ? [] : [['error', reason]])]
  if (error instanceof SecondFactorNeeded) {
    if (error.acrValues !== undefined) parameters.push(['acr_values', error.acrValues])
    if (error.maxAge !== undefined) parameters.push(['max_age', String(error.maxAge)])
  }
  return `DPoP ${parameters.map(([name, value]) => `${name}=${quoted(value ?? '')}`).join(', ')}`
}
