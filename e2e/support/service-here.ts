/** A service in the test's own process, where it can be looked into, and people who come to it. All is gone with the stack. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureWorker } from '../../build/setup/worker.ts'
import { startService } from '../../server/testing/service.ts'
import { browserOrigin } from '../electron-host/launch.ts'
import { People } from './people.ts'

export const serviceHere = async (stack: AsyncDisposableStack): Promise<{ origin: string; people: People }> => {
  process.env.MEDIASOUP_WORKER_BIN ??= await ensureWorker()
  const { origin } = stack.use(await startService({ extraOrigins: [browserOrigin('app://parley')] }))
  const folder = stack.adopt(mkdtempSync(join(tmpdir(), 'parley-people-')), (path) => rmSync(path, { recursive: true }))
  return { origin, people: new People({ origin, port: Number(new URL(origin).port) }, stack, folder) }
}
