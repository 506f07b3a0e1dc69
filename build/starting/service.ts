import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { execa } from 'execa'
import { z } from 'zod'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { withProgress } from '../setup/progress.ts'
import { SetupError } from '../setup/setup-error.ts'

const DEFAULT_PORT = 8473
const DEFAULT_MEDIA_PORT = 8474
const HOST = '127.0.0.1'
const START_LIMIT_MS = 30_000
const PROBE_LIMIT_MS = 2_000
const PROBE_EVERY_MS = 100
/** What a service may take to say goodbye to its meetings. */
const STOP_LIMIT_MS = 10_000

const aboutReply = z.object({ version: z.string(), samplePeople: z.array(z.object({ id: z.string(), name: z.string() })) })
type About = z.infer<typeof aboutReply>

/** A meeting service on this machine that can take a meeting. */
export interface RunningService {
  origin: string
  about: About
  /** Settles when a service that this program started has ended; never for one that ran before. */
  ended: Promise<string>
  stop(): Promise<void>
}

/**
 * Uses the Parley service that already runs on this machine, or starts one: on the usual ports, or on free ones where they are
 * taken by something else.
 *
 * @param worker path of mediasoup-worker
 * @throws SetupError where it does not come up
 */
export async function obtainService(worker: string): Promise<RunningService> {
  const wanted = Number(process.env.PARLEY_PORT || DEFAULT_PORT)
  const running = await aboutService(`http://${HOST}:${wanted}`)
  if (running) {
    console.log(`A Parley service already runs on port ${wanted}; using it.`)
    return { origin: `http://${HOST}:${wanted}`, about: running, ended: new Promise(() => {}), stop: async () => {} }
  }
  const port = (await isFree(wanted)) ? wanted : await freePort()
  if (port !== wanted) console.log(`Port ${wanted} is taken by another program; using ${port}.`)
  return await startService(worker, port)
}

async function startService(worker: string, port: number): Promise<RunningService> {
  const mediaPort = process.env.PARLEY_MEDIA_PORT || ((await areMediaPortsFree()) ? DEFAULT_MEDIA_PORT : 0)
  const child = execa(process.execPath, ['server/main.ts'], {
    cwd: PROJECT_ROOT,
    env: {
      MEDIASOUP_WORKER_BIN: worker,
      PARLEY_HOST: HOST,
      PARLEY_PORT: String(port),
      PARLEY_MEDIA_PORT: String(mediaPort),
      PARLEY_LOG_LEVEL: process.env.PARLEY_LOG_LEVEL || 'warn',
      // The embedded service is for this computer, whatever the shell was set up to serve.
      PARLEY_TLS_CERT: undefined,
      PARLEY_TLS_KEY: undefined,
      PARLEY_PUBLIC_ORIGIN: undefined,
      PARLEY_ANNOUNCED_ADDRESS: undefined,
    },
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
    forceKillAfterDelay: STOP_LIMIT_MS,
  })
  const ended = child.then(({ exitCode, signal }) => (signal ? `by ${signal}` : `with exit code ${exitCode}`))
  const stop = async () => {
    child.kill('SIGTERM')
    await child
  }

  const origin = `http://${HOST}:${port}`
  const giveUp = new AbortController()
  const about = await withProgress('Starting the meeting service', () => Promise.race([waitFor(origin, giveUp.signal), ended]))
  giveUp.abort()
  if (typeof about === 'object') return { origin, about, ended, stop }
  await stop()
  throw new SetupError(
    about === undefined
      ? `The meeting service did not answer within ${START_LIMIT_MS / 1000} s.`
      : `The meeting service ended ${about} before it was ready. PARLEY_LOG_LEVEL=debug says more.`,
  )
}

async function waitFor(origin: string, giveUp: AbortSignal): Promise<About | undefined> {
  const deadline = performance.now() + START_LIMIT_MS
  while (performance.now() < deadline && !giveUp.aborted) {
    const about = await aboutService(origin)
    if (about) return about
    await delay(PROBE_EVERY_MS)
  }
  return undefined
}

/** What a Parley service at this address says of itself, if there is one and it can take a meeting. */
async function aboutService(origin: string): Promise<About | undefined> {
  try {
    const signal = AbortSignal.timeout(PROBE_LIMIT_MS)
    const health = await fetch(`${origin}/healthz`, { signal })
    if (!health.ok) return undefined
    return aboutReply.parse(await (await fetch(`${origin}/api/about`, { signal })).json())
  } catch {
    // Nobody there, or somebody else.
    return undefined
  }
}

/** The service takes one port for each worker, and starts a worker for each core. */
async function areMediaPortsFree(): Promise<boolean> {
  const ports = Array.from({ length: availableParallelism() }, (_, index) => DEFAULT_MEDIA_PORT + index)
  return (await Promise.all(ports.map(isFree))).every(Boolean)
}

async function isFree(port: number): Promise<boolean> {
  return await listen(port).then(
    () => true,
    () => false,
  )
}

const freePort = () => listen(0)

/** Listens for a moment and gives the port. */
async function listen(port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, HOST, () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
