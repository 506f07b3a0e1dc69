import type { ExpressionBuilder } from 'kysely'
import type { MessageReaction } from '#shared/contract/chat.ts'
import { newId } from '../identity/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import type { MessageReactionRow, MessageRow } from './chat-schema.ts'
import type { Alongside, MessageChange, MessageRecords, NewMessage, NewReport } from './message-records.ts'
import type { Reader, StoredMessage } from './stored-message.ts'

type Row = Omit<MessageRow, 'position'> & { position: number }

/** Messages in the service's database. */
export class SqliteMessageRecords implements MessageRecords {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add({ id, meetingId, author, text, at, replyTo, mentions, held }: NewMessage): Promise<StoredMessage> {
    const row = await this.#database
      .insertInto('messages')
      .values({
        id,
        meeting_id: meetingId,
        author_id: author.personId,
        author_name: author.name,
        author_standing: author.standing,
        text,
        at,
        edited_at: null,
        deleted: null,
        reply_to: replyTo ?? null,
        mentions: JSON.stringify(mentions),
        held: held ?? null,
        refused: 0,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return storedOf(row, [])
  }

  async find(meetingId: string, id: string): Promise<StoredMessage | undefined> {
    const rows = await this.#database
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', id)
      .where('meeting_id', '=', meetingId)
      .execute()
    return (await this.#withReactions(rows))[0]
  }

  async change(id: string, change: MessageChange, also?: Alongside): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.updateTable('messages').set(columnsOf(change)).where('id', '=', id).execute()
      await also?.(transaction)
    })
  }

  async setReaction(id: string, personId: string, reaction: MessageReaction | undefined, at: number): Promise<void> {
    if (reaction === undefined) {
      await this.#database
        .deleteFrom('message_reactions')
        .where('message_id', '=', id)
        .where('person_id', '=', personId)
        .execute()
      return
    }
    await this.#database
      .insertInto('message_reactions')
      .values({ message_id: id, person_id: personId, reaction, at })
      .onConflict((conflict) => conflict.columns(['message_id', 'person_id']).doUpdateSet({ reaction, at }))
      .execute()
  }

  async clearReactions(id: string): Promise<void> {
    await this.#database.deleteFrom('message_reactions').where('message_id', '=', id).execute()
  }

  async page(
    meetingId: string,
    reader: Reader,
    limit: number,
    { before, until }: { before?: number | undefined; until?: number | undefined } = {},
  ): Promise<StoredMessage[]> {
    let query = this.#database
      .selectFrom('messages')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .where((where) => visibleTo(where, reader))
      .orderBy('position', 'desc')
      .limit(limit)
    if (before !== undefined) query = query.where('position', '<', before)
    if (until !== undefined) query = query.where('at', '<=', until)
    const rows = await query.execute()
    return this.#withReactions(rows.reverse())
  }

  async countUnread(meetingId: string, reader: Reader): Promise<number> {
    const { personId } = reader
    const { unread } = await this.#database
      .selectFrom('messages')
      .select(({ fn }) => fn.countAll<number>().as('unread'))
      .where('meeting_id', '=', meetingId)
      .where('author_id', '!=', personId)
      .where('deleted', 'is', null)
      .where((where) => visibleTo(where, reader))
      .where(({ eb, fn, selectFrom, val }) => {
        const read = selectFrom('read_marks')
          .select('read_marks.position')
          .where('read_marks.meeting_id', '=', meetingId)
          .where('read_marks.person_id', '=', personId)
        return eb('messages.position', '>', fn.coalesce(read, val(0)))
      })
      .executeTakeFirstOrThrow()
    return unread
  }

  async markRead(meetingId: string, personId: string, position: number): Promise<void> {
    await this.#database
      .insertInto('read_marks')
      .values({ meeting_id: meetingId, person_id: personId, position })
      .onConflict((conflict) =>
        conflict.columns(['meeting_id', 'person_id']).doUpdateSet({ position }).where('read_marks.position', '<', position),
      )
      .execute()
  }

  async report({ tenant, message, reporter, at }: NewReport, also?: Alongside): Promise<void> {
    const row = {
      id: newId(),
      tenant,
      meeting_id: message.meetingId,
      message_id: message.id,
      author_id: message.author.personId,
      author_name: message.author.name,
      text: message.text,
      reporter_id: reporter.personId,
      reporter_name: reporter.name,
      at,
      held_for: message.held ?? null,
    }
    await this.#database.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('message_reports')
        .values(row)
        .onConflict((conflict) => conflict.columns(['message_id', 'reporter_id']).doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows > 0n) await also?.(transaction)
    })
  }

  async #withReactions(rows: readonly Row[]): Promise<StoredMessage[]> {
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    const reactions = await this.#database
      .selectFrom('message_reactions')
      .selectAll()
      .where('message_id', 'in', ids)
      .orderBy('at')
      .orderBy('person_id')
      .execute()
    const byMessage = Map.groupBy(reactions, ({ message_id }) => message_id)
    return rows.map((row) => storedOf(row, byMessage.get(row.id) ?? []))
  }
}

/** `isVisibleTo` as the database asks it. */
const visibleTo = ({ and, or, eb }: ExpressionBuilder<Schema, 'messages'>, { personId, organising }: Reader) => {
  const notRefused = eb('refused', '=', 0)
  return organising ? notRefused : and([notRefused, or([eb('held', 'is', null), eb('author_id', '=', personId)])])
}

const columnsOf = (change: MessageChange): Partial<Row> => ({
  ...(change.text === undefined ? {} : { text: change.text }),
  ...(change.mentions === undefined ? {} : { mentions: JSON.stringify(change.mentions) }),
  ...(change.refused === undefined ? {} : { refused: change.refused ? 1 : 0 }),
  ...('editedAt' in change ? { edited_at: change.editedAt ?? null } : {}),
  ...('deleted' in change ? { deleted: change.deleted ?? null } : {}),
  ...('held' in change ? { held: change.held ?? null } : {}),
})

const storedOf = (row: Row, reactions: readonly MessageReactionRow[]): StoredMessage => ({
  position: row.position,
  id: row.id,
  meetingId: row.meeting_id,
  author: { personId: row.author_id, name: row.author_name, standing: row.author_standing },
  text: row.text,
  at: row.at,
  editedAt: row.edited_at ?? undefined,
  deleted: row.deleted ?? undefined,
  replyTo: row.reply_to ?? undefined,
  mentions: JSON.parse(row.mentions),
  held: row.held ?? undefined,
  refused: row.refused === 1,
  reactions: [...Map.groupBy(reactions, ({ reaction }) => reaction)].map(([reaction, rows]) => ({
    reaction,
    personIds: rows.map(({ person_id }) => person_id),
  })),
})
