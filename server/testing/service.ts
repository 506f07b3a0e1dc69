import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Judge } from '../chat/judging.ts'
import { type Config, readConfig } from '../config.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Log } from '../logging.ts'
import { Service } from '../service.ts'

export interface TestServiceOptions extends Partial<Omit<Config, 'limits'>> {
  limits?: Partial<ServiceLimits>
  /** Where the log goes instead of the standard output. */
  log?: Log
  /** Judges messages. */
  judge?: Judge
}

/** A service of its own for a test, on any free ports and an empty data folder. */
export const startService = async ({ limits, log, judge, ...options }: TestServiceOptions = {}) => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'parley-service-')))
  const base = readConfig({
    PARLEY_PORT: '0',
    PARLEY_MEDIA_PORT: '0',
    PARLEY_WORKERS: '1',
    PARLEY_DEV_IDP: 'off',
    PARLEY_LOG_LEVEL: 'error',
    PARLEY_DATA_DIR: dataDir,
  })
  const config = { ...base, addressRate: 100_000, ...options, dataDir, limits: { ...base.limits, ...limits } }
  const service = await Service.create(config, log, judge)
  const stop = async (): Promise<void> => {
    await service.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { service, origin: service.origin, dataDir, stop, [Symbol.asyncDispose]: stop }
}
export type TestService = Awaited<ReturnType<typeof startService>>
