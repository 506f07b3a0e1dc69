import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { ensureChromium } from './setup/chromium.ts'
import { isDebian } from './setup/debian.ts'
import { displayCommand } from './setup/display.ts'
import { ensureFfmpeg } from './setup/ffmpeg.ts'
import { ensureInstallerTools } from './setup/installer-tools.ts'
import { ensureObjectStore } from './setup/object-store.ts'
import { PROJECT_ROOT } from './setup/paths.ts'
import { SetupError } from './setup/setup-error.ts'
import { ensureWorker } from './setup/worker.ts'
import {
  type Count,
  countChecks,
  countPlaywright,
  countStage,
  countVitest,
  leftOut,
  oneFailure,
  total,
} from './testing/report.ts'

const STAGES = ['static', 'build', 'unit', 'service', 'dist', 'e2e'] as const
type Stage = (typeof STAGES)[number]

const HELP = `Usage: npm test [-- ${STAGES.map((stage) => `[${stage}]`).join(' ')}]

Sets up what is missing, then runs every check, or the named stages only:
  static    formatting, lint rules, types
  build     the bundles of the desktop client and the page
  unit      decisions and components, without a network
  service   the service with the real media worker
  dist      the packages that are handed out, built from stand-ins for Electron, looked into and damaged (Debian)
  e2e       people's journeys in real browsers and the real main process

Reports go to artifacts/, with PARLEY_PICTURES=1 pictures of every screen, too. The last line counts what passed and failed.`

const TYPE_CHECKED = ['shared', 'server', 'electron', 'renderer', 'build', 'e2e'] as const
const REPORTS = join(PROJECT_ROOT, 'artifacts/reports')
const MINUTE_MS = 60_000
/** A stage that takes longer hangs: several times what it takes on two slow cores. */
const LIMIT_MS: Record<Stage, number> = {
  static: 5 * MINUTE_MS,
  build: 5 * MINUTE_MS,
  unit: 12 * MINUTE_MS,
  service: 12 * MINUTE_MS,
  dist: 8 * MINUTE_MS,
  e2e: 45 * MINUTE_MS,
}

/** How the programs in node_modules/.bin are started: from the project's folder, under this Node. */
const inProject = { cwd: PROJECT_ROOT, preferLocal: true, localDir: PROJECT_ROOT } as const
/** For programs whose output is for the person and whose count is in a report. */
const streamed = { stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false } as const

const results: (Count & { name: string; seconds: number })[] = []
const failedStages = new Set<Stage>()

/** What set-up gets, once: a stage that needs what could not be had fails with the same words. */
const getWorker = once(ensureWorker)
const getChromium = once(ensureChromium)
const getDisplay = once(displayCommand)
const getFfmpeg = once(ensureFfmpeg)
const getObjectStore = once(ensureObjectStore)
const getInstallerTools = once(ensureInstallerTools)

const stages = parseStages()
await rm(REPORTS, { recursive: true, force: true })
await mkdir(REPORTS, { recursive: true })

if (stages.includes('service')) await setUp(getWorker, getObjectStore, getFfmpeg)
if (stages.includes('dist') && (await isDebian())) await setUp(getInstallerTools)
if (stages.includes('e2e')) await setUp(getWorker, getChromium, getDisplay, getFfmpeg)

if (stages.includes('static')) await stage('static', checkStatically)
if (stages.includes('build')) await stage('build', () => check('build', 'electron-vite', ['build'], LIMIT_MS.build))
if (stages.includes('unit')) await stage('unit', () => vitest('unit', {}))
if (stages.includes('service')) await stage('service', async () => vitest('service', { MEDIASOUP_WORKER_BIN: await getWorker() }))
if (stages.includes('dist')) await stage('dist', checkPackages)
if (stages.includes('e2e')) await stage('e2e', playJourneys)

console.log()
for (const { name, passed, failed, failures, skipped, seconds } of results) {
  console.log(
    `${failed ? '✗' : '✓'} ${name.padEnd(8)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} left out` : ''} (${seconds} s)`,
  )
  for (const failure of failures) console.log(`  ✗ ${failure}`)
}
const { passed, failed } = total(results)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function parseStages(): readonly Stage[] {
  const isStage = (name: string): name is Stage => STAGES.some((stage) => stage === name)
  let parsed: { values: { help?: boolean }; positionals: string[] }
  try {
    parsed = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
  if (parsed.values.help) {
    console.log(HELP)
    process.exit(0)
  }
  const unknown = parsed.positionals.filter((name) => !isStage(name))
  if (unknown.length > 0) throw new SetupError(`There is no stage "${unknown.join('", "')}".\n\n${HELP}`)
  return parsed.positionals.length === 0 ? STAGES : STAGES.filter((name) => parsed.positionals.includes(name))
}

function once<T>(get: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= get()
    return result
  }
}

/** Gets things before anything runs. What can't be had is told now, and is the failure of the stages that need it. */
async function setUp(...gets: (() => Promise<unknown>)[]): Promise<void> {
  for (const get of gets) await get().catch(explain)
}

function explain(error: unknown): void {
  console.error(error instanceof SetupError ? error.message : error)
}

/** Runs one stage and keeps its count. What a stage cannot start without is its failure, not the end of the run. */
async function stage(name: Stage, run: () => Promise<Count>): Promise<void> {
  console.log(`\n── ${name} ──`)
  const started = performance.now()
  const count = await run().catch((error: unknown) => {
    explain(error)
    return oneFailure
  })
  if (count.failed > 0) failedStages.add(name)
  results.push({ name, ...count, seconds: Math.round((performance.now() - started) / 1000) })
}

/** Formatting, lint rules and types, two programs at a time; each counts as one check. */
async function checkStatically(): Promise<Count> {
  const queue: (() => Promise<Count>)[] = [
    () => check('biome', 'biome', ['check', '--error-on-warnings', '.'], LIMIT_MS.static),
    ...TYPE_CHECKED.map((folder) => () => check(`types of ${folder}`, 'tsc', ['-p', folder], LIMIT_MS.static)),
  ]
  const counts: Count[] = []
  const runQueue = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) counts.push(await next())
  }
  await Promise.all([runQueue(), runQueue()])
  return total(counts)
}

/** Runs a program whose exit code is the answer; its output is shown only if the answer is no. */
async function check(name: string, command: string, args: string[], timeout: number): Promise<Count> {
  const result = await execa(command, args, { ...inProject, stdin: 'ignore', all: true, reject: false, timeout })
  console.log(`${result.failed ? '✗' : '✓'} ${name}`)
  if (result.failed) console.log(result.all || result.message)
  return result.failed ? { ...oneFailure, failures: [name] } : { passed: 1, failed: 0, failures: [], skipped: 0 }
}

async function vitest(project: 'unit' | 'service', env: NodeJS.ProcessEnv): Promise<Count> {
  const report = join(REPORTS, `${project}.json`)
  const { failed } = await execa(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { ...inProject, ...streamed, env, timeout: LIMIT_MS[project] },
  )
  return await countStage(report, countVitest, !failed)
}

/** Packages of all systems are built and looked into by Debian's tools. */
async function checkPackages(): Promise<Count> {
  if (!(await isDebian())) {
    console.log(
      'Left out: packages are built and looked into with tools that only Debian has all of. npm run dist looks into what it makes.',
    )
    return leftOut
  }
  if (failedStages.has('build')) throw new SetupError('The packages are not checked: what would be in them was not built.')
  await getInstallerTools()
  const report = join(REPORTS, 'dist.json')
  const built = stages.includes('build') ? [`--bundles=${join(PROJECT_ROOT, 'out')}`] : []
  const { failed } = await execa('node', ['build/run.mjs', 'dist-check', `--report=${report}`, ...built], {
    ...inProject,
    ...streamed,
    timeout: LIMIT_MS.dist,
  })
  return await countStage(report, countChecks, !failed)
}

/** One after the other; what goes wrong with one takes nothing from the others. */
async function playJourneys(): Promise<Count> {
  if (failedStages.has('build')) throw new SetupError('The journeys are not played: what they would play was not built.')
  const env = { MEDIASOUP_WORKER_BIN: await getWorker(), PARLEY_CHROMIUM: await getChromium() }
  const counts: Count[] = []
  for (const project of ['screens', 'clients', 'journeys'] as const) counts.push(await playwright(project, env))
  return total(counts)
}

async function playwright(project: 'screens' | 'clients' | 'journeys', env: NodeJS.ProcessEnv): Promise<Count> {
  const report = join(REPORTS, `${project}.json`)
  const [command = 'playwright', ...args] = [
    ...(await getDisplay()),
    'playwright',
    'test',
    `--project=${project}`,
    '--reporter=list,json',
    // Playwright's own limit still writes a report; the one on the process is for when even that hangs.
    `--global-timeout=${LIMIT_MS.e2e - MINUTE_MS}`,
  ]
  const { failed } = await execa(command, args, {
    ...inProject,
    ...streamed,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    timeout: LIMIT_MS.e2e,
  })
  return await countStage(report, countPlaywright, !failed)
}
