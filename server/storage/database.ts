import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { ParleyError } from '#shared/errors.ts'
import { migrations } from './migrations.ts'
import { nodeSqliteDialect } from './node-sqlite-dialect.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>

/** ms to wait for a predecessor that is still letting go of the file. */
const BUSY_TIMEOUT = 5_000

const openFile = (path: string, timeout: number): DatabaseSync => {
  const file = new DatabaseSync(path, { timeout })
  try {
    // The lock is held as long as the service runs: two services on one folder would each believe to know who is present.
    file.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on')
    // What is deleted is overwritten: the key of a deleted recording must not be left between the rows.
    file.exec('pragma secure_delete = on')
    file.exec('begin immediate; commit')
    return file
  } catch (cause) {
    file.close()
    throw new ParleyError('INTERNAL', 'the data folder is in use by another service, or not a database', { cause })
  }
}

/**
 * The database in `folder`, its schema brought up to date; waits `patience` ms for a predecessor. `:memory:` is a database that
 * ends with the process.
 */
export const openDatabase = async (folder: string, patience = BUSY_TIMEOUT): Promise<Database> => {
  if (folder !== ':memory:') mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = new Kysely<Schema>({
    dialect: nodeSqliteDialect(openFile(folder === ':memory:' ? folder : join(folder, 'parley.db'), patience)),
  })
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    await database.destroy()
    throw new ParleyError('INTERNAL', 'the database could not be brought up to date', { cause: error })
  }
  return database
}
