/** What somebody is writing: a new message, an answer, or a change of an own one. */
import type { Message } from '#shared/contract/chat.ts'
import type { CallEngine } from '../../call/call-engine.ts'
import type { MentionedName } from './text-parts.ts'

export interface Draft {
  text: string
  /** Picked while this was written. */
  picked: readonly MentionedName[]
  replyTo?: Message
}

export type Composing = { kind: 'new' } | { kind: 'reply'; to: Message } | { kind: 'edit'; message: Message }

const EMPTY: Draft = { text: '', picked: [] }

/** By call engine, with the meeting that it is for: what was begun is there again when the panel is opened again. */
const drafts = new WeakMap<CallEngine, { code: string | undefined; draft: Draft }>()

export const draftOf = (engine: CallEngine): Draft => {
  const kept = drafts.get(engine)
  return kept === undefined || kept.code !== engine.store.getState().code ? EMPTY : kept.draft
}

export const keepDraft = (engine: CallEngine, draft: Draft): void => {
  drafts.set(engine, { code: engine.store.getState().code, draft })
}
