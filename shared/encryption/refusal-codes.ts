import type { ErrorCode } from '../errors.ts'
import type { RefusedFor } from './eligibility.ts'

/** What it is called when a refusal is met, at the door or at the switch. */
export const REFUSAL_CODES = {
  kind: 'ENCRYPTION_UNAVAILABLE',
  recorded: 'ENCRYPTED_NOT_RECORDED',
  browser: 'ENCRYPTED_NEEDS_DESKTOP',
  virtualDesktop: 'ENCRYPTED_NEEDS_OWN_COMPUTER',
  system: 'ENCRYPTED_NEEDS_SYSTEM',
  version: 'ENCRYPTED_NEEDS_UPDATE',
  full: 'ENCRYPTED_MEETING_FULL',
  licence: 'OPTION_LOCKED',
  policy: 'OPTION_LOCKED',
  template: 'OPTION_LOCKED',
  label: 'OPTION_LOCKED',
  running: 'ENCRYPTION_SETTLED',
} as const satisfies Record<RefusedFor, ErrorCode>

/** Why somebody can't come into a meeting because it is encrypted. */
export const DOOR_CODES = [
  'ENCRYPTED_NEEDS_DESKTOP',
  'ENCRYPTED_NEEDS_SYSTEM',
  'ENCRYPTED_NEEDS_OWN_COMPUTER',
  'ENCRYPTED_NEEDS_UPDATE',
  'ENCRYPTED_NOT_RECORDED',
  'ENCRYPTED_MEETING_FULL',
] as const satisfies readonly ErrorCode[]
export type DoorCode = (typeof DOOR_CODES)[number]

export const isDoorCode = (code: ErrorCode): code is DoorCode => (DOOR_CODES as readonly ErrorCode[]).includes(code)
