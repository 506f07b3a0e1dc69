import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from './database.ts'

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'parley-database-')), 'data')

test('data is there again, and for nobody else to read', async () => {
  const path = folder()
  const first = await openDatabase(path)
  await first.insertInto('meetings').values(row).execute()
  await first.destroy()
  const second = await openDatabase(path)
  expect(await second.selectFrom('meetings').selectAll().execute()).toEqual([row])
  await second.destroy()
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
})

test('a folder serves one service', async () => {
  const path = folder()
  const first = await openDatabase(path, 0)
  await expect(openDatabase(path, 0)).rejects.toThrow('in use by another service')
  await first.destroy()
})

test('nothing of what was deleted is left in the file', async () => {
  const path = folder()
  const first = await openDatabase(path)
  const title = 'words that everybody knows '.repeat(40)
  await first
    .insertInto('meetings')
    .values({ ...row, title })
    .execute()
  await first.destroy()
  expect(readFileSync(join(path, 'parley.db')).includes('everybody')).toBe(true)
  const second = await openDatabase(path)
  await second.updateTable('meetings').set({ title: '' }).execute()
  await second.destroy()
  for (const name of readdirSync(path)) expect(readFileSync(join(path, name)).includes('everybody'), name).toBe(false)
})

test('what belongs together is held together', async () => {
  const database = await openDatabase(':memory:')
  const orphan = {
    id: 'o',
    meeting_id: 'nowhere',
    started_at: 0,
    ended_at: null,
    locked: 0,
    anonymous_wait: 0,
    encrypted: 0,
  } as const
  await expect(database.insertInto('occurrences').values(orphan).execute()).rejects.toThrow('FOREIGN KEY')
  await database.destroy()
})

const row = {
  id: 'm',
  code: 'abc-defg-hjk',
  title: 'Weekly',
  kind: 'meeting' as const,
  template_id: null,
  label_id: null,
  organiser_id: 'ada',
  organiser_name: 'Ada Moreau',
  tenant: 'sample',
  options: '{}',
  created_at: 1,
  starts_at: null,
  duration_minutes: null,
  cancelled_at: null,
}
