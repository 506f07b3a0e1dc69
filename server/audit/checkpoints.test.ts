import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLog } from '../logging.ts'
import { LogCapture } from '../testing/log-capture.ts'
import { AuditLog } from './audit-log.ts'
import { Checkpoints } from './checkpoints.ts'
import { AuditDatabase, recordOf, TEST_SECRET } from './testing/audit-database.ts'

let data: AuditDatabase
let audit: AuditLog
beforeEach(async () => {
  data = await AuditDatabase.create()
  audit = new AuditLog({ secret: TEST_SECRET })
})
afterEach(() => data.close())

const append = () => data.database.transaction().execute((transaction) => audit.append(transaction, 'a', recordOf(1)))
const signed = async (): Promise<number[]> =>
  (await data.database.selectFrom('audit_checkpoints').select('sequence').orderBy('sequence').execute()).map(
    ({ sequence }) => sequence,
  )

it('signs now and then how far the log has come, and at the end', async () => {
  const checkpoints = new Checkpoints({ database: data.database, audit, log: createLog('silent'), interval: 5 })
  await append()
  await expect.poll(signed).toEqual([1])
  await append()
  await expect.poll(signed).toEqual([1, 2])
  await append()
  await checkpoints.close()
  expect(await signed()).toEqual([1, 2, 3])
  expect(await data.findings()).toEqual([])
})

it('goes on after one that failed, which is in the service’s log', async () => {
  const capture = new LogCapture()
  let fails = true
  const sometimes = {
    checkpoint: (database: typeof data.database) => (fails ? Promise.reject(new Error('full')) : audit.checkpoint(database)),
  }
  await append()
  const checkpoints = new Checkpoints({ database: data.database, audit: sometimes, log: capture.log, interval: 5 })
  await expect.poll(() => capture.lines.length).toBeGreaterThan(0)
  fails = false
  await expect.poll(signed).toEqual([1])
  await checkpoints.close()
})
