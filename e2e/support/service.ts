/** The meeting service as its own process, with fresh data, that can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { PROJECT_ROOT } from '../../build/setup/paths.ts'
import { ensureWorker } from '../../build/setup/worker.ts'
import { end, freePort } from './processes.ts'

export class RunningService {
  readonly origin: string
  readonly port: number
  readonly mediaPort: number
  readonly #folder: string
  readonly #environment: NodeJS.ProcessEnv
  #process: ChildProcess | undefined

  private constructor(port: number, mediaPort: number, environment: NodeJS.ProcessEnv) {
    this.port = port
    this.mediaPort = mediaPort
    this.origin = `http://127.0.0.1:${port}`
    this.#folder = mkdtempSync(join(tmpdir(), 'parley-service-'))
    this.#environment = environment
  }

  /** `environment` is added to that of a service on loopback with sample people. */
  static async start(environment: Record<string, string> = {}): Promise<RunningService> {
    const worker = await ensureWorker()
    const service = new RunningService(await freePort(), await freePort(), {
      ...process.env,
      MEDIASOUP_WORKER_BIN: worker,
      ...environment,
    })
    try {
      await service.restart()
    } catch (error) {
      await service.close()
      throw error
    }
    return service
  }

  /** Same ports, same data. */
  async restart(): Promise<void> {
    const log = createWriteStream(this.logFile, { flags: 'a' })
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: PROJECT_ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...this.#environment,
        PARLEY_HOST: '127.0.0.1',
        PARLEY_PORT: String(this.port),
        PARLEY_MEDIA_PORT: String(this.mediaPort),
        PARLEY_WORKERS: '1',
        PARLEY_DATA_DIR: join(this.#folder, 'data'),
        PARLEY_LOG_LEVEL: 'info',
      },
    })
    child.stdout.pipe(log)
    child.stderr.pipe(log)
    this.#process = child
    await expect
      .poll(
        async () => {
          if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}, see ${this.logFile}`)
          return await fetch(`${this.origin}/healthz`).then(
            ({ status }) => status,
            () => 0,
          )
        },
        { intervals: [50], timeout: 40_000 },
      )
      .toBe(200)
  }

  /** As the out-of-memory killer would: nobody is told. */
  async kill(): Promise<void> {
    if (this.#process) await end(this.#process, 'SIGKILL')
  }

  get logFile(): string {
    return join(this.#folder, 'service.log')
  }

  async close(): Promise<void> {
    if (this.#process) await end(this.#process, 'SIGTERM')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
