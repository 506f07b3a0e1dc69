/** What somebody is to a recording, as the database has it. The table that follows from that is shared/recording-library's. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_RECORDING_RULES, type RecordingRules } from '#shared/policies/recording-rules.ts'
import type { Session } from '../../identity/identities.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { codeOf, fabricate } from '../testing/fabricate.ts'
import { Access, type AccessOptions } from './access.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase(':memory:')
  const key = createSecretKey(randomBytes(32))
  const vault = {
    name: 'test',
    newDataKey: async () => ({ key, wrapped: 'wrapped' }),
    unwrap: async () => key,
    rewrap: async (wrapped: string) => wrapped,
  }
  const recording = {
    id: 'board',
    tenant: 'northwind',
    title: 'Board',
    organiser: { id: 'ada', name: 'Ada' },
    people: [
      { id: 'bo', kind: 'member', name: 'Bo' },
      { id: 'guest-1', kind: 'guest', name: 'Gus' },
      { id: 'dara', kind: 'member', name: 'Dara', left: 'removed' },
      { id: 'guest-2', kind: 'guest', name: 'Mal', left: 'removed' },
    ],
    // Dara was invited, and put out.
    invited: ['chen', 'dara'],
    tracks: [],
    startedAt: Date.now() - 60_000,
    length: 10,
  } as const
  await fabricate({ database, blobs: new MemoryBlobStore(), vault }, recording, codeOf(0))
})
afterAll(() => database.destroy())

/** What this person may do by these rules; `officer`: their office. */
const allowed = async (id: string, rules: Partial<RecordingRules> = {}, role?: 'complianceOfficer' | 'globalAdministrator') => {
  const access = new Access({
    database,
    rulebook: { current: () => ({ rules: { recordings: { ...DEFAULT_RECORDING_RULES, ...rules } } }) },
    rules: { administrator: async () => ({ role }) },
  } as unknown as AccessOptions)
  const kind = id.startsWith('guest') ? 'guest' : 'member'
  const session = { person: { id, kind, name: id }, ...(kind === 'member' ? { tenant: 'northwind' } : {}) } as unknown as Session
  const watches = await access.require(session, 'board', 'watch').then(
    () => 'watches',
    (error: { detail?: string }) => error.detail,
  )
  const downloads = await access.require(session, 'board', 'download').then(
    () => ', downloads',
    () => '',
  )
  return `${watches}${downloads}`
}

test.each<[string, string, Partial<RecordingRules>, string]>([
  ['the organiser', 'ada', {}, 'watches, downloads'],
  ['who was there', 'bo', {}, 'watches, downloads'],
  ['who was named for it', 'chen', {}, 'watches, downloads'],
  ['who was neither', 'eli', {}, 'notYours'],
  ['who was put out', 'dara', {}, 'notYours'],
  ['a guest who was there', 'guest-1', {}, 'notYours'],
  ['a guest who was there, where guests may', 'guest-1', { guests: 'on' }, 'watches'],
  ['a guest who was put out, where guests may', 'guest-2', { guests: 'on' }, 'notYours'],
  ['a guest of something else, where guests may', 'guest-3', { guests: 'on' }, 'notYours'],
])('%s (%s)', async (_, id, rules, outcome) => {
  expect(await allowed(id, rules)).toBe(outcome)
})

test.each(['complianceOfficer', 'globalAdministrator'] as const)(
  'a %s who was not there watches nothing by that',
  async (role) => {
    expect(await allowed('eli', {}, role)).toBe('notYours')
  },
)
