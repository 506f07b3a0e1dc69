/** What encryption asks of those who come, of what is chosen and of what is done: by the answers of `shared/encryption`. */
import type { Platform } from '#shared/contract/common.ts'
import { encryptionFor } from '#shared/encryption/eligibility.ts'
import { REFUSAL_CODES } from '#shared/encryption/refusal-codes.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { type EffectiveOptions, type RuleSet, refusedIn, resolveOptions } from '#shared/meeting/effective-options.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import type { OptionsChange, OptionValue } from '#shared/meeting/options.ts'

export interface Coming {
  kind: MeetingKind
  options: EffectiveOptions
  /** Absent for whoever only asks from outside. */
  client: Platform | undefined
  recorded: boolean
  /** In the meeting at once, whoever comes included. */
  people: number
}

/** Why somebody can't come into a meeting because it is encrypted. */
export const doorRefusal = ({ options, ...question }: Coming): ErrorCode | undefined => {
  if (options.encryption.value !== 'on') return undefined
  // At the door nobody chooses any more: it is on.
  const answer = encryptionFor({ ...question, option: options.encryption, running: true })
  return answer.is === 'refused' ? REFUSAL_CODES[answer.reason] : undefined
}

/** The meeting's half of a choice. */
export interface Choosing {
  kind: MeetingKind
  ruleSets: readonly RuleSet[]
  /** What was chosen before. */
  chosen: OptionsChange
  /** What it is while the meeting takes place. */
  running: OptionValue<'encryption'> | undefined
}

/**
 * Throws OPTION_LOCKED, naming the first option that the rules do not leave to organisers; OFF_WHEN_ENCRYPTED, naming the first that
 * encryption turns off; ENCRYPTION_SETTLED while the meeting takes place; ENCRYPTION_UNAVAILABLE for a meeting that can't be.
 */
export const requireChoice = ({ kind, ruleSets, chosen, running }: Choosing, change: OptionsChange): void => {
  const { encryption } = change
  if (encryption !== undefined && running !== undefined && encryption !== running) throw new ParleyError('ENCRYPTION_SETTLED')
  const options = resolveOptions(ruleSets, { ...chosen, ...change }, running)
  const refused = refusedIn(ruleSets, change, chosen, running)
  if (refused !== undefined) {
    const isOff = options[refused].boundBy?.source === 'encryption'
    throw new ParleyError(isOff ? 'OFF_WHEN_ENCRYPTED' : 'OPTION_LOCKED', refused)
  }
  if (encryption !== 'on' || running === 'on') return
  const question = { kind, option: options.encryption, client: undefined, people: 0, recorded: false, running: false }
  const answer = encryptionFor(question)
  if (answer.is === 'refused') throw new ParleyError(REFUSAL_CODES[answer.reason], 'encryption')
}
