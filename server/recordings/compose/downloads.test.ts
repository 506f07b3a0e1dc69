/** Which files of recordings are made, and which of them stay, with a program that writes anything. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordingDownload } from '#shared/contract/recordings.ts'
import { ParleyError } from '#shared/errors.ts'
import { DAY } from '#shared/recording-library/retention.ts'
import { AuditLog } from '../../audit/audit-log.ts'
import type { Session } from '../../identity/identities.ts'
import { ServiceSecret } from '../../identity/service-secret.ts'
import { Rulebook } from '../../policies/rulebook.ts'
import { Rules } from '../../policies/rules.ts'
import { EncryptedBlobStore } from '../../storage/blobs/encrypted-blob-store.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { LogCapture } from '../../testing/log-capture.ts'
import { RecordingLibrary } from '../recording-library.ts'
import { codeOf, fabricate } from '../testing/fabricate.ts'
import { MemoryVault } from '../testing/memory-vault.ts'
import { cluster, HEADER } from '../testing/tiny-webm.ts'

const START = 1_790_000_000_000

let now: number
let folder: string
let database: Database
let store: MemoryBlobStore
let recordings: RecordingLibrary
/** Called, once, when a file that waits was found and is about to be made. */
let onFound: (() => void) | undefined

const found: KyselyPlugin = {
  transformQuery: ({ node }) => {
    if (node.kind === 'UpdateQueryNode' && JSON.stringify(node.updates).includes('"running"')) {
      const act = onFound
      onFound = undefined
      act?.()
    }
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeEach(async () => {
  now = START
  onFound = undefined
  folder = await mkdtemp(join(tmpdir(), 'parley-downloads-'))
  const ffmpeg = join(folder, 'ffmpeg')
  await writeFile(ffmpeg, '#!/bin/sh\necho made\n')
  await chmod(ffmpeg, 0o700)
  database = await openDatabase(':memory:')
  store = new MemoryBlobStore()
  const blobs = new EncryptedBlobStore(store, createSecretKey(randomBytes(32)))
  const vault = new MemoryVault()
  const audit = new AuditLog({ secret: ServiceSecret.random() })
  const rulebook = await Rulebook.load(database)
  const rules = new Rules({
    database,
    rulebook,
    firstAdministrators: () => ({ emails: [], personIds: [] }),
    requireFresh: () => undefined,
  })
  const log = new LogCapture().log
  const watched = database.withPlugin(found)
  recordings = new RecordingLibrary({ database: watched, audit, rulebook, rules, blobs, vault, log, ffmpeg, now: () => now })
  await fabricate(
    { database, blobs, vault },
    {
      id: 'r1',
      tenant: 'northwind',
      title: 'Board',
      organiser: { id: 'ada', name: 'Ada' },
      people: ['ada', 'bo'].map((id) => ({ id, kind: 'member' as const, name: id })),
      tracks: [{ id: 's1', participant: 'ada', source: 'microphone', content: [HEADER, cluster(0)], from: 0, to: 10 }],
      startedAt: START,
      length: 10,
    },
    codeOf(0),
  )
})
afterEach(async () => {
  await recordings.close()
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

const session = (id: string): Session => ({
  id: `session-${id}`,
  person: { id, kind: 'member', name: id },
  tenant: 'northwind',
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: '',
  secondFactorAt: undefined,
  expiresAt: Number.POSITIVE_INFINITY,
  endedAt: undefined,
})

const stateOf = async (who: string): Promise<string | undefined> =>
  (await recordings.downloads.list(session(who), 'r1'))[0]?.state

const made = async (who: string): Promise<RecordingDownload> => {
  const download = await recordings.downloads.prepare(session(who), 'r1')
  await expect.poll(() => stateOf(who), { timeout: 15_000 }).toBe('ready')
  return download
}

const files = async (): Promise<string[]> =>
  (await store.list('r1')).map(({ name }) => name).filter((name) => name.includes('/download-'))

const cannotRemove = (download: RecordingDownload): (() => void) => {
  const remove = store.remove.bind(store)
  store.remove = async (name) => {
    if (name.endsWith(download.id)) throw new ParleyError('STORAGE_UNREACHABLE', 'EACCES')
    await remove(name)
  }
  return () => {
    store.remove = remove
  }
}

describe.skipIf(process.platform === 'win32')('a file of a recording', () => {
  it('is not made where it was removed after it was found', async () => {
    onFound = () => void database.deleteFrom('recording_downloads').execute()
    await recordings.downloads.prepare(session('ada'), 'r1')
    await expect.poll(() => onFound).toBeUndefined()
    const next = await made('bo')
    expect(await files()).toEqual([`r1/download-${next.id}`])
  })

  it('is known as long as its bytes are there, and keeps no other', async () => {
    const kept = await made('ada')
    await made('bo')
    const canRemove = cannotRemove(kept)
    now += DAY
    await expect(recordings.downloads.removeExpired()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
    expect([await stateOf('ada'), await stateOf('bo')]).toEqual(['ready', undefined])
    expect(await files()).toEqual([`r1/download-${kept.id}`])
    canRemove()
    await recordings.downloads.removeExpired()
    expect([await stateOf('ada'), await files()]).toEqual([undefined, []])
  })
})
