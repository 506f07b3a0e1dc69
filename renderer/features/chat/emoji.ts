import { MESSAGE_REACTIONS, type MessageReaction } from '#shared/contract/chat.ts'

/** Names of the reactions to messages, as in the catalogue under `chat.emoji`. */
export const REACTION_NAMES = {
  '👍': 'thumbsUp',
  '❤️': 'heart',
  '😂': 'laughing',
  '😮': 'surprised',
  '😢': 'sad',
  '🎉': 'celebrating',
} as const satisfies Record<MessageReaction, string>

/** What the button beside the message offers; the system's own picker has all of them. */
export const EMOJI = [
  ...MESSAGE_REACTIONS.map((sign) => ({ sign, name: REACTION_NAMES[sign] })),
  { sign: '😊', name: 'smiling' },
  { sign: '🙏', name: 'thanks' },
  { sign: '👏', name: 'clapping' },
  { sign: '🤔', name: 'thinking' },
] as const
