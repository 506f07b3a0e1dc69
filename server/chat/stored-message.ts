import type { Message, MessageReaction, Objection } from '#shared/contract/chat.ts'

/** A message as it is kept: all of it, whoever may see what. */
export interface StoredMessage {
  /** Larger, the later it was written. */
  readonly position: number
  readonly id: string
  readonly meetingId: string
  readonly author: Message['author']
  /** Empty where it was deleted or refused. */
  readonly text: string
  readonly at: number
  readonly editedAt: number | undefined
  readonly deleted: Message['deleted']
  readonly replyTo: string | undefined
  readonly mentions: readonly string[]
  readonly held: Objection | undefined
  /** By an organiser, after it had been held: it keeps its place, and nobody is told of it any more. */
  readonly refused: boolean
  /** The first of each kind first. */
  readonly reactions: readonly { reaction: MessageReaction; personIds: readonly string[] }[]
}

/** Who reads. */
export interface Reader {
  readonly personId: string
  /** An organiser or co-organiser of the meeting. */
  readonly organising: boolean
}

/** What is held is seen by its author and by organisers, what was refused by nobody. */
export const isVisibleTo = ({ author, held, refused }: StoredMessage, reader: Reader): boolean =>
  !refused && (held === undefined || reader.organising || author.personId === reader.personId)

/** As those see it who may. */
export const messageOf = (stored: StoredMessage): Message => ({
  id: stored.id,
  author: stored.author,
  text: stored.deleted === undefined ? stored.text : '',
  at: stored.at,
  editedAt: stored.editedAt,
  deleted: stored.deleted,
  replyTo: stored.replyTo,
  mentions: [...stored.mentions],
  reactions: stored.reactions.map(({ reaction, personIds }) => ({ reaction, personIds: [...personIds] })),
  held: stored.held,
})
