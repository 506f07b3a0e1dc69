/**
 * Measures the service's signalling on this machine: 1,000 simulated participants in 50 meetings, with everything but media.
 *
 * Prints one JSON line a figure. Service, library and clients are processes of their own and share the machine's cores, so the
 * figures count the clients' work too.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureWorker } from '../../build/setup/worker.ts'
import type { BareAnswers } from './signalling/bare-process.ts'
import { Child } from './signalling/child.ts'
import type { ClientAnswers } from './signalling/clients-process.ts'
import type { ServiceAnswers } from './signalling/service-process.ts'

const MEETINGS = 50
const GUESTS = 20
/** Participants who come in at the same time. */
const AT_ONCE = 8
/** Rounds of the comparison with the library alone, each of both sides. */
const ROUNDS = 7
const ROUND_MS = 2_000
/** ms for sockets and memory to come to rest. */
const REST = 3_000

const report = (bench: string, value: number, unit: string, goal: string, ok: boolean): void => {
  console.log(JSON.stringify({ bench, value: Number(value.toFixed(2)), unit, goal, ok }))
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const measure = async (
  service: Child<ServiceAnswers>,
  bare: Child<BareAnswers>,
  clients: Child<ClientAnswers>,
  others: Child<ClientAnswers>,
): Promise<void> => {
  const origin = await service.ask('origin', null)
  for (const child of [clients, others]) await child.ask('setOrigin', origin)

  // Those who are there already ask their questions while everybody else comes in. They also bring the service to its working
  // temperature before its memory is taken.
  const [there, coming] = [
    await others.ask('invite', { meetings: 2, guests: GUESTS }),
    await clients.ask('invite', { meetings: MEETINGS, guests: GUESTS }),
  ]
  await others.ask('join', { invitations: there, atOnce: 4 })
  await rest(REST)
  const before = await service.ask('memory', null)

  const joining = clients.ask('join', { invitations: coming, atOnce: AT_ONCE })
  const asking = (async () => {
    const found: number[] = []
    let joined = false
    void joining.finally(() => {
      joined = true
    })
    while (!joined) found.push(...(await others.ask('latencies', { ms: 500, every: 200 })))
    return found
  })()
  const rate = coming.length / ((await joining) / 1_000)
  const p99 = percentile(await asking, 0.99)
  report('signalling.joins', rate, 'per second', '>= 150', rate >= 150)
  report('signalling.request-p99', p99, 'ms', '<= 50', p99 <= 50)

  await rest(REST)
  const present = await clients.ask('present', null)
  if (present !== coming.length) throw new Error(`only ${present} of ${coming.length} are still there`)
  const perParticipant = ((await service.ask('memory', null)) - before) / coming.length / 1_024
  report('signalling.memory', perParticipant, 'KiB per participant', '<= 64', perParticipant <= 64)

  await clients.ask('openBare', { url: await bare.ask('origin', null), count: coming.length })
  const rates = { service: [] as number[], bare: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const to of round % 2 === 0 ? (['bare', 'service'] as const) : (['service', 'bare'] as const)) {
      rates[to].push(await clients.ask('throughput', { to, ms: ROUND_MS }))
    }
  }
  const [own, library] = [percentile(rates.service, 0.5), percentile(rates.bare, 0.5)]
  report('signalling.requests', own, 'per second', 'none', true)
  report('signalling.requests-bare-library', library, 'per second', 'none', true)
  report('signalling.throughput-ratio', own / library, 'of the bare library', '>= 0.8', own / library >= 0.8)
}

const worker = await ensureWorker()
const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'))
const children: { stop(): void }[] = []
const keep = <T extends { stop(): void }>(child: T): T => {
  children.push(child)
  return child
}
try {
  const processOf = (name: string): URL => new URL(`signalling/${name}-process.ts`, import.meta.url)
  const env = {
    MEDIASOUP_WORKER_BIN: worker,
    PARLEY_PORT: '0',
    PARLEY_MEDIA_PORT: '0',
    PARLEY_DATA_DIR: dataDir,
    PARLEY_DEV_IDP: 'off',
    PARLEY_LOG_LEVEL: 'warn',
    // A thousand guests come from one address here.
    PARLEY_ADDRESS_RATE: '100000',
  }
  const service = keep(await Child.start<ServiceAnswers>(processOf('service'), env, ['--expose-gc']))
  const bare = keep(await Child.start<BareAnswers>(processOf('bare')))
  const clients = keep(await Child.start<ClientAnswers>(processOf('clients')))
  const others = keep(await Child.start<ClientAnswers>(processOf('clients')))
  await measure(service, bare, clients, others)
  await service.ask('close', null)
} finally {
  for (const child of children) child.stop()
  await rm(dataDir, { recursive: true, force: true })
}
