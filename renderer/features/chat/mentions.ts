/** Mentioning people while one writes: pure steps from one text to the next. */
import { LIMITS } from '#shared/meeting/limits.ts'
import type { MentionedName } from './text-parts.ts'

export interface MentionQuery {
  /** Where its `@` stands. */
  start: number
  query: string
}

/** What is being typed after an `@` before the caret; undefined where there is none, or where it has become something else. */
export const mentionQuery = (text: string, caret: number): MentionQuery | undefined => {
  const start = text.lastIndexOf('@', caret - 1)
  if (start < 0 || caret <= start) return undefined
  const before = text[start - 1]
  const query = text.slice(start + 1, caret)
  // As in an address: somebody@example.org mentions nobody.
  if (before !== undefined && /[\p{L}\p{N}]/u.test(before)) return undefined
  if (query.length > LIMITS.name || /[\n\t@]|^\s/.test(query)) return undefined
  return { start, query }
}

/** The text with the name in the place of what was typed, and where the caret stands then. */
export const withMention = (text: string, { start, query }: MentionQuery, name: string): { text: string; caret: number } => {
  const rest = text.slice(start + 1 + query.length)
  const inserted = `@${name}${rest.startsWith(' ') ? '' : ' '}`
  return { text: text.slice(0, start) + inserted + rest, caret: start + name.length + 2 }
}

/** Those of the people who were picked whom the text still names. */
export const mentionedIn = (text: string, picked: readonly MentionedName[]): string[] =>
  [...new Set(picked.filter(({ name }) => text.includes(`@${name}`)).map(({ personId }) => personId))].slice(0, LIMITS.mentions)
