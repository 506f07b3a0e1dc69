/** What somebody is writing: a new message, an answer, or a change of an own one. */
import type { Message } from '#shared/contract/chat.ts'
import type { ChatSource } from './chat-source.ts'
import type { MentionedName } from './text-parts.ts'

export interface Draft {
  text: string
  /** Picked while this was written. */
  picked: readonly MentionedName[]
}

export type Composing = { kind: 'new' } | { kind: 'reply'; to: Message } | { kind: 'edit'; message: Message }

const EMPTY: Draft = { text: '', picked: [] }

/** By its owner, with the meeting that it is for: what was begun is there again when the chat is opened again. */
const drafts = new WeakMap<object, { code: string | undefined; draft: Draft }>()

export const draftIn = ({ draftOf: { owner, code } }: ChatSource): Draft => {
  const kept = drafts.get(owner)
  return kept === undefined || kept.code !== code ? EMPTY : kept.draft
}

export const keepDraft = ({ draftOf: { owner, code } }: ChatSource, draft: Draft): void => {
  drafts.set(owner, { code, draft })
}
