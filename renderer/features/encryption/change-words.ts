/** Who came and went with the security code, and what else changed, for one line: pure. */
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import type { EncryptionChange } from '../../call/encryption/encryption-state.ts'

/** More names than this nobody takes in at once. */
const NAMED = 3

export interface Movement {
  joined: readonly CredentialVerdict[]
  left: readonly CredentialVerdict[]
  isWeaker?: boolean
}

/** Several changes as one. */
export const movementOf = (changes: readonly EncryptionChange[]): Movement => ({
  joined: changes.flatMap(({ joined }) => joined),
  left: changes.flatMap(({ left }) => left),
  isWeaker: changes.some(({ isWeaker }) => isWeaker),
})

/** The first few, undefined where no name can be believed, and how many people are not named. */
export const namesOf = (verdicts: readonly CredentialVerdict[]): { names: (string | undefined)[]; more: number } => {
  const names = verdicts.map((verdict) => (verdict.status === 'failed' ? undefined : verdict.name))
  const shown = names.length > NAMED ? names.slice(0, NAMED - 1) : names
  return { names: shown, more: names.length - shown.length }
}
