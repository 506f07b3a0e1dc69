import type { Objection } from '../../contract/chat.ts'

/**
 * Messages written for measuring the bundled provider, in one language: what it should object to, by objection, and what people
 * write at work. `tuning` is what the patterns are made to fit; `held-out` was written with it and is for measuring only;
 * `afterwards` was written when the patterns were done, to be hard. Whoever changes a pattern looks at `tuning` alone.
 */
export type Corpus = Readonly<Record<Exclude<Objection, 'other'> | 'ordinary', readonly string[]>>
