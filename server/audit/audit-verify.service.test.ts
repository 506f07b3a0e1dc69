/** `npm run audit:verify` as a process, on the folder of a service that has been running. */
import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiClient, signIn } from '../testing/client.ts'
import { startService } from '../testing/service.ts'

const ROOT = join(import.meta.dirname, '../..')

let folder: string
let exported: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-verify-'))
  const dataDir = join(folder, 'whole')
  const { origin, service } = await startService({ dataDir, samplePeople: true })
  const ada = apiClient(origin, await signIn(origin, { personId: 'ada' }))
  await signIn(origin, { personId: 'bo' })
  const { code } = await ada.meetings.create({ title: 'Weekly' })
  await ada.meetings.cancel({ code })
  exported = (await ada.admin.exportAudit({ filter: {}, format: 'jsonl' })).text
  await service.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  code: number
  out: string
  err: string
}

const verify = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'build/run.mjs'), 'audit-verify', ...args], { cwd: ROOT }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })

/** A copy in which somebody did this who has the file. */
const tampered = async (name: string, ...statements: string[]): Promise<string> => {
  const copy = join(folder, name)
  await cp(join(folder, 'whole'), copy, { recursive: true })
  const file = new DatabaseSync(join(copy, 'parley.db'))
  const triggers = file.prepare("select name, sql from sqlite_schema where type = 'trigger'").all() as {
    name: string
    sql: string
  }[]
  for (const trigger of triggers) file.exec(`drop trigger ${trigger.name}`)
  for (const statement of statements) file.exec(statement)
  for (const trigger of triggers) file.exec(trigger.sql)
  file.close()
  return copy
}

test('ends with 0 for a whole log, and leaves the folder as it is', async () => {
  const { code, out } = await verify(join(folder, 'whole'))
  expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ records, 1 tenant: whole\n$/)])
})

test('the service has signed a checkpoint when it stopped', async () => {
  const file = new DatabaseSync(join(folder, 'whole', 'parley.db'), { readOnly: true })
  const [head] = file.prepare('select tenant, sequence from audit_heads').all()
  expect(file.prepare('select tenant, sequence from audit_checkpoints').all()).toEqual([head])
  file.close()
})

describe('ends with 1 and names', () => {
  test.each([
    ['a record that was changed', "update audit_records set act = 'meetingLocked' where sequence = 2", 'record 2 was changed'],
    ['one that is missing', 'delete from audit_records where sequence = 3', 'record 3 is missing'],
    ['an end that was cut off', 'delete from audit_records where sequence > 3', 'the end was cut off, records 4 to'],
  ])('%s', async (name, statement, finding) => {
    const { code, out } = await verify(await tampered(name.replaceAll(' ', '-'), statement))
    expect(code).toBe(1)
    expect(out).toContain(finding)
    expect(out).toContain('not whole')
  })

  test('a line of an export that was changed', async () => {
    const path = join(folder, 'export.jsonl')
    await writeFile(path, exported)
    expect(await verify('--export', path)).toMatchObject({ code: 0 })
    await writeFile(path, exported.replace('meetingCancelled', 'meetingEnded'))
    const { code, out } = await verify('--export', path)
    expect(code).toBe(1)
    expect(out).toMatch(/line \d+: changed/)
  })

  test('a log that was set back, by a checkpoint that was kept', async () => {
    const { out } = await verify(join(folder, 'whole'), '--print-checkpoints')
    const checkpoint = out.trim().split('\n').at(-1) ?? ''
    expect(await verify(join(folder, 'whole'), '--expect', checkpoint)).toMatchObject({ code: 0 })
    const { code, out: found } = await verify(await tampered('back', 'delete from audit_records'), '--expect', checkpoint)
    expect([code, found]).toEqual([1, expect.stringContaining('it was set back')])
  })
})

test.each([
  ['no such folder', ['/nowhere/at/all'], 'There is no'],
  ['what it does not know', ['--quickly'], 'Usage:'],
  ['a checkpoint that is none', ['WHOLE', '--expect', 'x'], 'is not a checkpoint'],
])('ends with 2 for %s', async (_what, args, words) => {
  const { code, err } = await verify(...args.map((each) => (each === 'WHOLE' ? join(folder, 'whole') : each)))
  expect([code, err]).toEqual([2, expect.stringContaining(words)])
})
