/** Whether and when a second factor was given, read from an ID token by the rows of the provider's configuration. */
import type { Claims } from './claims.ts'
import type { FactorRow, SecondFactorConfig } from './provider-config.ts'

const valuesOf = (claims: Claims, name: string): readonly unknown[] => {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return Array.isArray(value) ? value : [value]
}

const holds = (claims: Claims, row: FactorRow): boolean => {
  const values = valuesOf(claims, row.claim)
  return 'all' in row ? row.all.every((wanted) => values.includes(wanted)) : row.any.some((wanted) => values.includes(wanted))
}

/** A second factor was given, but the provider does not say when: never a fresh one. */
export const AT_UNKNOWN_TIME = 0

/**
 * When the second factor was given, ms since 1970; undefined where the token proves none. A time that can't be counts as not
 * said. That the token is new says nothing: a provider gives one to whoever is signed in with it since yesterday. Whoever knows
 * better of theirs names `iat` among the claims for the time.
 */
export const secondFactorAt = (claims: Claims, config: SecondFactorConfig, issuedAt: number): number | undefined => {
  if (!config.provenBy.some((row) => holds(claims, row))) return undefined
  const said = config.time
    .flatMap((name) => valuesOf(claims, name))
    .find((value) => typeof value === 'number' && value > 0 && value <= issuedAt)
  return typeof said === 'number' ? said * 1_000 : AT_UNKNOWN_TIME
}
