/** Kysely over Node's own SQLite: the driver that Kysely expects is a few methods around `DatabaseSync`. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { type SqliteDatabase, SqliteDialect } from 'kysely'

interface KyselyStatement {
  reader: boolean
  all(parameters: readonly unknown[]): unknown[]
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>
}

const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[]

const wrap = (statement: StatementSync): KyselyStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...values(parameters)),
  run: (parameters) => statement.run(...values(parameters)),
  iterate: (parameters) => statement.iterate(...values(parameters)),
})

/** More different statements than the service has. */
const KEPT_STATEMENTS = 200

export const nodeSqliteDialect = (database: DatabaseSync): SqliteDialect => {
  const prepared = new Map<string, KyselyStatement>()
  const adapter: SqliteDatabase = {
    close: () => {
      prepared.clear()
      database.close()
    },
    prepare: (sql) => {
      const kept = prepared.get(sql)
      if (kept !== undefined) return kept
      const statement = wrap(database.prepare(sql))
      if (prepared.size < KEPT_STATEMENTS) prepared.set(sql, statement)
      return statement
    },
  }
  return new SqliteDialect({ database: adapter })
}
