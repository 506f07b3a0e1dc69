import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Destination } from './plain-media.ts'

const PROCESS = join(import.meta.dirname, 'plain-service-process.ts')

/** What the service of `PlainService` is configured by. */
export const plainEnvironment = (dataDir: string): Record<string, string> => ({
  PARLEY_PORT: '0',
  PARLEY_MEDIA_PORT: '0',
  PARLEY_WORKERS: '1',
  PARLEY_DEV_IDP: 'off',
  PARLEY_LOG_LEVEL: 'error',
  PARLEY_ADDRESS_RATE: '100000',
  PARLEY_DATA_DIR: dataDir,
  PARLEY_FFMPEG: process.env.PARLEY_FFMPEG ?? 'ffmpeg',
})

/** Where it and whatever it starts keep temporary files, if they keep any. */
export const temporaryOf = (dataDir: string): string => `${dataDir}-temporary`

/** Whether a process is there, and not only its exit code. */
export const isRunning = async (pid: number): Promise<boolean> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return status !== '' && !/^State:\s+Z/m.test(status)
}

const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

/** A service in a process of its own whose clients are ffmpeg. */
export class PlainService {
  readonly origin: string
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, origin: string) {
    this.#process = process
    this.origin = origin
  }

  /** At `port`, which is any free one; sessions go on only where it is the one of before. */
  static async start(dataDir: string, port = '0'): Promise<PlainService> {
    await mkdir(temporaryOf(dataDir), { recursive: true })
    const env = { ...process.env, ...plainEnvironment(dataDir), PARLEY_PORT: port, TMPDIR: temporaryOf(dataDir) }
    const child = fork(PROCESS, { env, execArgv: [] })
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the service did not start'))),
    ])) as [{ origin: string }]
    return new PlainService(child, message.origin)
  }

  /** Where a producer's packets go. */
  async destinationOf(producerId: string): Promise<Destination> {
    const answered = new Promise<Destination>((resolve) => {
      const listen = (message: unknown): void => {
        const answer = message as { producerId?: string; destination?: Destination }
        if (answer.producerId !== producerId || answer.destination === undefined) return
        this.#process.off('message', listen)
        resolve(answer.destination)
      }
      this.#process.on('message', listen)
    })
    this.#process.send(producerId)
    return await answered
  }

  /** Processes that it has started, and that record. */
  async recorders(): Promise<number[]> {
    const found: number[] = []
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry)) continue
      const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '')
      if (/^Name:\s+ffmpeg$/m.test(status) && new RegExp(`^PPid:\\s+${this.#process.pid}$`, 'm').test(status))
        found.push(Number(entry))
    }
    return found
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    if (isGone(this.#process)) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await ended
  }
}
