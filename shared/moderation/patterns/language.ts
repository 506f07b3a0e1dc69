import type { Objection } from '../../contract/chat.ts'
import type { Parts } from '../phrases.ts'

/** What is objected to in one language, as phrases in the notation of `phrases.ts`. */
export interface LanguagePatterns {
  /** Alternatives that several phrases share. */
  readonly parts: Parts
  /** Idioms and trade terms that hold a phrase below and mean no harm: they are left out of account. */
  readonly harmless: readonly string[]
  /** Words of the language that the English list takes for profane, and that are not. */
  readonly ordinary: readonly string[]
  /** Words that say that the message talks about words: what it quotes is then not its own. */
  readonly aboutWords: readonly string[]
  /** Profane words that are recognised behind asterisks too. */
  readonly maskable: readonly string[]
  readonly objections: Readonly<Record<Exclude<Objection, 'other'>, readonly string[]>>
}
