/** The chat of a meeting. */
import { z } from 'zod'
import { LIMITS } from '../meeting/limits.ts'
import { OPTION_VALUES } from '../meeting/options.ts'
import { Id, Time } from './common.ts'
import { StandingSchema } from './moderation.ts'

export const MESSAGE_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🎉'] as const
export const MessageReaction = z.enum(MESSAGE_REACTIONS)
export type MessageReaction = z.infer<typeof MessageReaction>

/** Plain text. Line breaks and tabs are kept; other control characters and directional overrides are refused. */
export const MessageText = z
  .string()
  .trim()
  .min(1)
  .max(LIMITS.message)
  .refine((text) => !/[\p{Cc}\p{Bidi_Control}]/u.test(text.replaceAll(/[\t\n]/g, '')))

/** Why a message was objected to. */
export const OBJECTIONS = ['profanity', 'threat', 'selfHarm', 'insult', 'other'] as const
export const Objection = z.enum(OBJECTIONS)
export type Objection = z.infer<typeof Objection>

export const Message = z.object({
  id: Id,
  author: z.object({ personId: Id, name: z.string(), standing: StandingSchema }),
  /** Empty where it was deleted. */
  text: z.string(),
  at: Time,
  editedAt: Time.optional(),
  deleted: z.enum(['byAuthor', 'byOrganiser']).optional(),
  replyTo: Id.optional(),
  /** Person ids of those who are mentioned; each stands in the text as `@<name>`. */
  mentions: z.array(Id),
  reactions: z.array(z.object({ reaction: MessageReaction, personIds: z.array(Id) })),
  /** Waits for an organiser: seen by its author and by organisers alone. */
  held: Objection.optional(),
})
export type Message = z.infer<typeof Message>

export const MessagePage = z.object({
  /** The oldest first. */
  messages: z.array(Message),
  /** There are older ones. */
  more: z.boolean(),
})
export type MessagePage = z.infer<typeof MessagePage>

/**
 * Whether somebody who is not in the meeting may write in its chat: `running` where it takes place now, and one writes from within;
 * `denied` by its options or one's role.
 */
export const Writing = z.enum(['open', 'running', 'denied'])
export type Writing = z.infer<typeof Writing>

/** Who looks at messages where the meeting's option `moderation` asks for it: Parley's own provider alone, or also one that the organisation hosts. */
export const MODERATORS = ['bundled', 'hosted'] as const
export const Moderator = z.enum(MODERATORS)
export type Moderator = z.infer<typeof Moderator>

/** The chat of a meeting for somebody who is not in it. */
export const PastChat = MessagePage.extend({
  writing: Writing,
  /** What is checked of what they write there, so that their device warns them before it is sent. */
  checks: z.object({ moderation: z.enum(OPTION_VALUES.moderation), moderator: Moderator }),
  copying: z.enum(OPTION_VALUES.copying),
})
export type PastChat = z.infer<typeof PastChat>
