/** Codes of an authenticator app: TOTP (RFC 6238) with what every such app understands, SHA-1, six digits, 30 seconds. */
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

const ISSUER = 'Parley development'
const PERIOD_S = 30
/** Clocks may differ by this many periods. */
const WINDOW = 1

const CODE = /^[0-9]{6}$/

const SETTINGS = { algorithm: 'SHA1', digits: 6, period: PERIOD_S } as const

/** Base32; 20 bytes, the length of the hash (RFC 4226 §4 R6). */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

const stepAt = (now: number): number => Math.floor(now / 1000 / PERIOD_S)

/**
 * The period (counted since 1970) that `code` belongs to, or undefined where it is wrong. `now` in ms.
 *
 * A caller accepts a period once only, and none before it afterwards (RFC 6238 §5.2).
 */
export const periodOfCode = (secret: string, code: string, now: number): number | undefined => {
  // The library compares bytes and throws where other characters make more of them.
  if (!CODE.test(code)) return undefined
  const delta = TOTP.validate({ ...SETTINGS, token: code, secret: Secret.fromBase32(secret), timestamp: now, window: WINDOW })
  return delta === null ? undefined : stepAt(now) + delta
}

/** The code of the period that `now` (ms) is in. */
export const codeAt = (secret: string, now: number): string =>
  TOTP.generate({ ...SETTINGS, secret: Secret.fromBase32(secret), timestamp: now })

/** The first code from `now` (ms) on whose period is later than `after`, and when (ms) it is accepted first. */
export const nextCode = (secret: string, { now, after }: { now: number; after: number }): { code: string; usableAt: number } => {
  const period = Math.max(stepAt(now), after + 1)
  const startOf = (step: number): number => step * PERIOD_S * 1000
  return { code: codeAt(secret, startOf(period)), usableAt: Math.max(now, startOf(period - WINDOW)) }
}

/** The QR code that an authenticator app scans, as an SVG element: black on white in every theme, since cameras want that. */
export const qrCode = (secret: string, email: string): string =>
  renderSVG(new TOTP({ ...SETTINGS, issuer: ISSUER, label: email, secret: Secret.fromBase32(secret) }).toString(), {
    ecc: 'M',
    border: 4,
    pixelSize: 4,
  })
