/** Where an operating system keeps what administrators set. */
import type { PolicySource, SourceReading } from '#shared/managed-policy/resolve-policies.ts'

export type PolicyPlace = Exclude<PolicySource, 'userSetting'>

export interface PolicyPlaces {
  /** All that stands there now. Never throws. */
  read(): Readonly<Record<PolicyPlace, SourceReading>>
  /** Folders in which a change can be seen at once. None where one has to look again. */
  readonly folders: readonly string[]
}
