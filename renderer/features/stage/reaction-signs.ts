import type { Reaction } from '#shared/contract/signalling.ts'

/** How each reaction is drawn; its word is in the catalogue. */
export const REACTION_SIGNS: Record<Reaction, string> = {
  like: '👍',
  love: '❤️',
  applause: '👏',
  laugh: '😂',
  surprised: '😮',
}
