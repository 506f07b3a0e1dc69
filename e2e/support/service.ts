/** The meeting service as its own process, with fresh data, that can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { PROJECT_ROOT } from '../../build/setup/paths.ts'
import { ensureWorker } from '../../build/setup/worker.ts'
import type { ProviderConfig } from '../../server/identity/provider-config.ts'
import { browserOrigin } from '../electron-host/launch.ts'
import { end, freePort } from './processes.ts'

export interface ServiceOptions {
  /** The oldest desktop client that is served. */
  minimumClientVersion?: string
  /** Another address of this machine under which clients reach the service: media is announced there, pages from there may call. */
  address?: string
  /** Folder of another page than the built one. */
  webRoot?: string
  /** With the identity provider that the service brings along, on a port of its own. */
  provider?: boolean
  /** The identity providers that it trusts, instead of any of its own. */
  providers?: readonly ProviderConfig[]
  /** How long people may wait in a lobby, in seconds. */
  lobbyWait?: number
}

interface Ports {
  service: number
  media: number
  provider: number | undefined
}

export class RunningService {
  readonly origin: string
  readonly port: number
  readonly mediaPort: number
  /** Of the identity provider, where it was asked for. */
  readonly providerPort: number | undefined
  /** Its data and its log. */
  readonly folder: string
  readonly #worker: string
  readonly #options: ServiceOptions
  #process: ChildProcess | undefined

  private constructor(ports: Ports, worker: string, options: ServiceOptions) {
    this.port = ports.service
    this.mediaPort = ports.media
    this.providerPort = ports.provider
    this.origin = `http://127.0.0.1:${ports.service}`
    this.folder = mkdtempSync(join(tmpdir(), 'parley-service-'))
    this.#worker = worker
    this.#options = options
  }

  static async start(options: ServiceOptions = {}): Promise<RunningService> {
    const ports = {
      service: await freePort(),
      media: await freePort(),
      provider: options.provider === true ? await freePort() : undefined,
    }
    const service = new RunningService(ports, await ensureWorker(), options)
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
        ...process.env,
        MEDIASOUP_WORKER_BIN: this.#worker,
        PARLEY_HOST: '127.0.0.1',
        PARLEY_PORT: String(this.port),
        PARLEY_MEDIA_PORT: String(this.mediaPort),
        PARLEY_WORKERS: '1',
        PARLEY_DATA_DIR: this.dataDir,
        PARLEY_LOG_LEVEL: 'info',
        ...this.#identity(),
        ...(this.#options.minimumClientVersion === undefined
          ? {}
          : { PARLEY_MINIMUM_CLIENT_VERSION: this.#options.minimumClientVersion }),
        ...(this.#options.lobbyWait === undefined ? {} : { PARLEY_LOBBY_WAIT: String(this.#options.lobbyWait) }),
        PARLEY_EXTRA_ORIGINS: [browserOrigin('app://parley'), ...this.#otherOrigins()].join(','),
        ...(this.#options.address === undefined ? {} : { PARLEY_ANNOUNCED_ADDRESS: this.#options.address }),
        ...(this.#options.webRoot === undefined ? {} : { PARLEY_WEB_ROOT: this.#options.webRoot }),
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

  #identity(): NodeJS.ProcessEnv {
    const { providers } = this.#options
    if (providers !== undefined) {
      const file = join(this.folder, 'identity.json')
      writeFileSync(file, JSON.stringify({ providers }))
      return { PARLEY_IDENTITY: file }
    }
    return this.providerPort === undefined ? { PARLEY_DEV_IDP: 'off' } : { PARLEY_DEV_IDP_PORT: String(this.providerPort) }
  }

  #otherOrigins(): string[] {
    return this.#options.address === undefined ? [] : [`http://${this.#options.address}:${this.port}`]
  }

  /** As the out-of-memory killer would: nobody is told. */
  async kill(): Promise<void> {
    if (this.#process) await end(this.#process, 'SIGKILL')
  }

  /** Of the process that runs now. */
  get pid(): number {
    const { pid } = this.#process ?? {}
    if (pid === undefined) throw new Error('the service does not run')
    return pid
  }

  /** Where the service keeps its data. */
  get dataDir(): string {
    return join(this.folder, 'data')
  }

  get logFile(): string {
    return join(this.folder, 'service.log')
  }

  async close(): Promise<void> {
    if (this.#process) await end(this.#process, 'SIGTERM')
    rmSync(this.folder, { recursive: true, force: true })
  }
}
