/**
 * Measures the groups of encrypted meetings on this machine: how long it takes until everybody sends with new keys when somebody
 * comes, leaves or is removed, and what that costs each of them. Prints one JSON line a figure.
 *
 * Members of a meeting each have a machine of their own; here all share one. So the figures with a goal are those of meetings in which
 * four members do all that members do, and the others came in as they do, are in the tree, and are still. What it takes here when all
 * of a smaller meeting do their part on this one machine is measured as well.
 *
 * All of it in each suite; with `--suite=hybrid` or `--suite=common` in that one.
 */
import { parseArgs } from 'node:util'
import { COMMON_SUITE, HYBRID_SUITE, type MlsSuite } from '../../shared/encryption/group.ts'
import { Crowd } from './mls/crowd.ts'

const SUITES = { hybrid: HYBRID_SUITE, common: COMMON_SUITE } as const
const WATCHED = 4
const SIZE = 200
const ROUNDS = 20
const BURST = { people: 50, ms: 5_000 }
const GROWTH = [2, 50, 200, 500]
const ALL_ROUNDS = 3
/** Members of the meeting in which everybody is watched. */
const ALL = 50

/** What is measured now: which suite. */
let prefix = ''

const report = (bench: string, value: number, unit: string, goal = 'none', ok = true): void => {
  console.log(JSON.stringify({ bench: `mls.${prefix}.${bench}`, value: Number(value.toFixed(1)), unit, goal, ok }))
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

const names = (kind: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${kind}${index}`)

const timed = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** What one change costs the watched, on average: ms of processor, kB received, kB sent. */
const costed = async (crowd: Crowd, work: () => Promise<void>): Promise<{ cpu: number; received: number; sent: number }> => {
  const before = await crowd.cpu()
  crowd.received = 0
  crowd.sent = 0
  await work()
  const people = crowd.watched.size
  return {
    cpu: ((await crowd.cpu()) - before) / people,
    received: crowd.received / people / 1_000,
    sent: crowd.sent / people / 1_000,
  }
}

const rounds = async (
  crowd: Crowd,
  what: string,
  count: number,
  goal: boolean,
  change: (round: number) => Promise<void>,
  after: (round: number) => void = () => undefined,
): Promise<void> => {
  const times: number[] = []
  const costs: Awaited<ReturnType<typeof costed>>[] = []
  for (let round = 0; round < count; round += 1) {
    costs.push(
      await costed(crowd, async () => {
        times.push(
          await timed(async () => {
            await change(round)
            await crowd.together()
          }),
        )
      }),
    )
    after(round)
  }
  const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)]
  const limit = goal ? '<= 1000' : 'none'
  report(`${what}.median`, median, 'ms', limit, !goal || median <= 1_000)
  report(`${what}.p95`, p95, 'ms', limit, !goal || p95 <= 1_000)
  const mean = (of: 'cpu' | 'received' | 'sent'): number => costs.reduce((sum, each) => sum + each[of], 0) / costs.length
  report(`${what}.cpu`, mean('cpu'), 'ms of processor per member')
  report(`${what}.received`, mean('received'), 'kB per member')
  report(`${what}.sent`, mean('sent'), 'kB per member')
}

const measureGrowth = async (suite: MlsSuite): Promise<void> => {
  const crowd = await Crowd.create(suite)
  try {
    let before = 0
    for (const size of GROWTH) {
      const watched = names('watched-', WATCHED)
        .filter((name) => !crowd.watched.has(name))
        .slice(0, size - crowd.size)
      const took = await timed(async () => {
        await crowd.come(watched, false)
        await crowd.come(names(`still-${size}-`, size - crowd.size), true)
        await crowd.together()
      })
      report(`growth.${before}-${size}`, took, 'ms, all at the door at once')
      before = size
      if (size !== SIZE) continue
      await measureChanges(crowd)
      await measureBurst(crowd)
    }
    const [last] = names(`still-${GROWTH.at(-1)}-`, 1)
    await rounds(crowd, 'leave-of-500', 1, false, async () => crowd.leave(last ?? ''))
  } finally {
    await crowd.close()
  }
}

const measureChanges = async (crowd: Crowd): Promise<void> => {
  await rounds(
    crowd,
    'join',
    ROUNDS,
    true,
    (round) => crowd.come([`new-${round}`], false),
    (round) => crowd.settle(`new-${round}`),
  )
  await rounds(crowd, 'removal', ROUNDS, true, async (round) => crowd.leave(`new-${round}`))
  await rounds(crowd, 'leave', ROUNDS, true, async (round) => crowd.leave(`still-${SIZE}-${round}`))
  await crowd.come(names('again-', ROUNDS), true)
  await crowd.together()
}

const measureBurst = async (crowd: Crowd): Promise<void> => {
  const took = await timed(async () => {
    const coming: Promise<void>[] = []
    for (const name of names('burst-', BURST.people)) {
      coming.push(crowd.come([name], true))
      await new Promise((resolve) => setTimeout(resolve, BURST.ms / BURST.people))
    }
    await Promise.all(coming)
    await crowd.together()
  })
  report(
    'burst',
    took - BURST.ms,
    `ms after the last of ${BURST.people} in ${BURST.ms / 1_000} s`,
    '<= 1000',
    took - BURST.ms <= 1_000,
  )
  for (const name of names('burst-', BURST.people)) crowd.leave(name)
  await crowd.together()
}

const measureAll = async (suite: MlsSuite): Promise<void> => {
  const crowd = await Crowd.create(suite)
  try {
    const took = await timed(async () => {
      await crowd.come(names('person-', ALL), false)
      await crowd.together()
    })
    report(`all-here.growth-${ALL}`, took, 'ms')
    await rounds(crowd, 'all-here.join', ALL_ROUNDS, false, (round) => crowd.come([`new-${round}`], false))
    await rounds(crowd, 'all-here.removal', ALL_ROUNDS, false, async (round) => crowd.leave(`new-${round}`))
  } finally {
    await crowd.close()
  }
}

const { values } = parseArgs({ options: { suite: { type: 'string' } } })
const chosen = Object.entries(SUITES).filter(([name]) => values.suite === undefined || values.suite === name)
if (chosen.length === 0) throw new Error(`--suite is one of ${Object.keys(SUITES).join(', ')}`)
for (const [name, suite] of chosen) {
  prefix = name
  await measureGrowth(suite)
  await measureAll(suite)
}
