/** Where an operating system keeps what administrators set. */
import type { PolicySource, SourceReading } from '#shared/managed-policy/resolve-policies.ts'

export interface PolicyPlaces {
  /** All that stands there now. Never throws. */
  read(): Readonly<Record<Exclude<PolicySource, 'userSetting'>, SourceReading>>
}
