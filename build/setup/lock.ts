import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MS = 300
const SQLITE_BUSY = 5

/**
 * Runs `work` while no other process holds the lock `path`; waits for its turn without a limit.
 *
 * The lock is SQLite's on an empty database: the operating system gives it back when its holder dies, however it dies, so there is
 * no left-over to judge by its age.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait: () => void = () => {}): Promise<T> {
  mkdirSync(dirname(path), { recursive: true })
  using database = new DatabaseSync(path, { timeout: 0 })
  let waited = false
  while (!tryLock(database)) {
    if (!waited) onWait()
    waited = true
    await delay(RETRY_MS)
  }
  return await work()
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false
    throw error
  }
}
