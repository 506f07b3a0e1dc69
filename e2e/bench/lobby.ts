/**
 * Measures how quickly a full lobby empties on this machine: 300 people wait, and all are admitted at once, or one after another.
 *
 * Prints one JSON line a figure. The time is that from the organiser's word until the last of them has joined and their media
 * transports are connected. Service, media worker and clients share the machine's cores, so the figures count the clients' work too.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureWorker } from '../../build/setup/worker.ts'
import type { ClientAnswers } from './lobby/clients-process.ts'
import type { ServiceAnswers } from './lobby/service-process.ts'
import { Child } from './signalling/child.ts'

const WAITING = 300
/** Participants who are in the meeting already and have requests of their own. */
const PRESENT = 20
/** ms between two requests of each of them. */
const EVERY = 50
/** Of both ways, by turns; the figures are medians. */
const ROUNDS = 3
/** ms for everything to come to rest. */
const REST = 2_000

const report = (bench: string, value: number, unit: string, goal: string, ok: boolean): void => {
  console.log(JSON.stringify({ bench, value: Number(value.toFixed(2)), unit, goal, ok }))
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** How long it took (ms), and how long the requests of those present took meanwhile. */
const empty = async (
  waiting: Child<ClientAnswers>,
  present: Child<ClientAnswers>,
  way: 'all' | 'oneByOne',
): Promise<{ took: number; latencies: number[] }> => {
  const code = await waiting.ask('open', null)
  await present.ask('present', { code, people: PRESENT })
  await waiting.ask('wait', { people: WAITING })
  await rest(REST)
  await present.ask('startAsking', { every: EVERY })
  const took = await waiting.ask('admit', way)
  const latencies = await present.ask('stopAsking', null)
  await waiting.ask('close', null)
  await present.ask('close', null)
  await rest(REST)
  return { took, latencies }
}

const measure = async (
  service: Child<ServiceAnswers>,
  waiting: Child<ClientAnswers>,
  present: Child<ClientAnswers>,
): Promise<void> => {
  const origin = await service.ask('origin', null)
  for (const child of [waiting, present]) await child.ask('setOrigin', origin)
  const took = { oneByOne: [] as number[], all: [] as number[] }
  const p99s: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    took.oneByOne.push((await empty(waiting, present, 'oneByOne')).took)
    const all = await empty(waiting, present, 'all')
    took.all.push(all.took)
    p99s.push(percentile(all.latencies, 0.99))
  }
  const [single, all, p99] = [percentile(took.oneByOne, 0.5), percentile(took.all, 0.5), percentile(p99s, 0.5)]
  const ratio = single / all
  report('lobby.admit-one-by-one', single, 'ms', 'none', true)
  report('lobby.admit-all', all, 'ms', 'none', true)
  report('lobby.admit-all-speedup', ratio, 'times', '>= 3', ratio >= 3)
  report('lobby.request-p99', p99, 'ms', '<= 100', p99 <= 100)
}

const worker = await ensureWorker()
const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'))
const children: { stop(): void }[] = []
const keep = <T extends { stop(): void }>(child: T): T => {
  children.push(child)
  return child
}
try {
  const processOf = (name: string): URL => new URL(`lobby/${name}-process.ts`, import.meta.url)
  const env = {
    MEDIASOUP_WORKER_BIN: worker,
    PARLEY_PORT: '0',
    PARLEY_MEDIA_PORT: '0',
    PARLEY_DATA_DIR: dataDir,
    PARLEY_DEV_IDP: 'off',
    PARLEY_LOG_LEVEL: 'warn',
    // Hundreds of guests come from one address here.
    PARLEY_ADDRESS_RATE: '100000',
  }
  const service = keep(await Child.start<ServiceAnswers>(processOf('service'), env))
  const waiting = keep(await Child.start<ClientAnswers>(processOf('clients')))
  const present = keep(await Child.start<ClientAnswers>(processOf('clients')))
  await measure(service, waiting, present)
  await service.ask('close', null)
} finally {
  for (const child of children) child.stop()
  await rm(dataDir, { recursive: true, force: true })
}
