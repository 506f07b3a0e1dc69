import type { MessageReaction } from '#shared/contract/chat.ts'
import type { MessageChange, MessageRecords, NewMessage, NewReport } from '../message-records.ts'
import { isVisibleTo, type Reader, type StoredMessage } from '../stored-message.ts'

interface Reacted {
  personId: string
  reaction: MessageReaction
  at: number
}

type Kept = Omit<StoredMessage, 'reactions'> & { reacted: Reacted[] }

/** Messages in memory: what the rules of the chat are tried on, and what the database is compared with. */
export class MemoryMessageRecords implements MessageRecords {
  readonly #messages: Kept[] = []
  readonly #marks = new Map<string, number>()
  readonly reports: NewReport[] = []

  async add(message: NewMessage): Promise<StoredMessage> {
    const position = this.#messages.length + 1
    const kept = { ...message, position, editedAt: undefined, deleted: undefined, refused: false, reacted: [] }
    this.#messages.push(kept)
    return storedOf(kept)
  }

  async find(meetingId: string, id: string): Promise<StoredMessage | undefined> {
    const kept = this.#messages.find((message) => message.id === id && message.meetingId === meetingId)
    return kept === undefined ? undefined : storedOf(kept)
  }

  async change(id: string, change: MessageChange): Promise<void> {
    Object.assign(this.#kept(id), change)
  }

  async setReaction(id: string, personId: string, reaction: MessageReaction | undefined, at: number): Promise<void> {
    const kept = this.#kept(id)
    const others = kept.reacted.filter((each) => each.personId !== personId)
    kept.reacted = reaction === undefined ? others : [...others, { personId, reaction, at }]
  }

  async clearReactions(id: string): Promise<void> {
    this.#kept(id).reacted = []
  }

  async page(
    meetingId: string,
    reader: Reader,
    limit: number,
    {
      before = Number.POSITIVE_INFINITY,
      until = Number.POSITIVE_INFINITY,
    }: { before?: number | undefined; until?: number | undefined } = {},
  ): Promise<StoredMessage[]> {
    return this.#visible(meetingId, reader)
      .filter(({ position, at }) => position < before && at <= until)
      .slice(-limit)
  }

  async countUnread(meetingId: string, reader: Reader): Promise<number> {
    const read = this.#marks.get(`${meetingId} ${reader.personId}`) ?? 0
    return this.#visible(meetingId, reader).filter(
      ({ position, author, deleted }) => position > read && author.personId !== reader.personId && deleted === undefined,
    ).length
  }

  async markRead(meetingId: string, personId: string, position: number): Promise<void> {
    const key = `${meetingId} ${personId}`
    this.#marks.set(key, Math.max(position, this.#marks.get(key) ?? 0))
  }

  async report(report: NewReport): Promise<void> {
    const same = ({ message, reporter }: NewReport) =>
      message.id === report.message.id && reporter.personId === report.reporter.personId
    if (!this.reports.some(same)) this.reports.push(report)
  }

  #kept(id: string): Kept {
    const kept = this.#messages.find((message) => message.id === id)
    if (kept === undefined) throw new Error('no such message')
    return kept
  }

  #visible(meetingId: string, reader: Reader): StoredMessage[] {
    return this.#messages
      .filter((message) => message.meetingId === meetingId)
      .map(storedOf)
      .filter((message) => isVisibleTo(message, reader))
  }
}

const storedOf = ({ reacted, ...message }: Kept): StoredMessage => {
  const inOrder = reacted.toSorted((one, other) => one.at - other.at || (one.personId < other.personId ? -1 : 1))
  return {
    ...message,
    reactions: [...Map.groupBy(inOrder, ({ reaction }) => reaction)].map(([reaction, each]) => ({
      reaction,
      personIds: each.map(({ personId }) => personId),
    })),
  }
}
