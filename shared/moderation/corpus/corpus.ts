import type { Objection } from '../../contract/chat.ts'

/**
 * Messages written for measuring the bundled provider, in one language: what it should object to, by objection, and what people
 * write at work. The patterns are tuned on one half and measured on the other, which nobody looks at while tuning.
 */
export type Corpus = Readonly<Record<Exclude<Objection, 'other'> | 'ordinary', readonly string[]>>
