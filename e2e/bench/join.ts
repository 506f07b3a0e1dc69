/**
 * `npm run bench:join`: time from the click on *Join* to the first remote frame, Parley's engine against a bare mediasoup-client
 * page on the same service, alternating. Prints one JSON line for each value: `{"bench","value","unit","goal","ok"}`.
 *
 * The bare page is measured twice: doing everything on the click, and with its camera already open behind a mirror. The goal is
 * held against the first, and the second is told for whoever thinks that fairer.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { apiClient, signIn } from '../../server/testing/client.ts'
import { RunningService } from '../support/service.ts'
import type { WayName } from './join/page.ts'

const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 16)
const GOAL = 0.6
const WAYS: readonly Exclude<WayName, 'sender'>[] = ['engine', 'bare', 'bareCameraOpen']

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

const report = (bench: string, value: number, unit: string, goal?: number): void => {
  const rounded = Math.round(value * 100) / 100
  console.log(JSON.stringify({ bench, value: rounded, unit, ...(goal === undefined ? {} : { goal, ok: rounded <= goal }) }))
}

const buildPages = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'join'),
    base: '/',
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rollupOptions: { input: join(import.meta.dirname, 'join/index.html') },
    },
  })
}

const createMeeting = async (origin: string): Promise<string> => {
  const ada = apiClient(origin, await signIn(origin, { personId: 'ada' }))
  return (await ada.meetings.create({ title: 'Benchmark' })).code
}

interface Attempt {
  page: Page
  milliseconds: number
}

const measure = async (context: BrowserContext, origin: string, code: string, person: string, way: WayName): Promise<Attempt> => {
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`${way}: ${error.message}`))
  await page.goto(`${origin}/join/${code}?person=${person}#${way}`)
  await page.evaluate(async () => (await window.bench).ready)
  // A person looks into the mirror; whatever still settles has settled by then.
  await page.waitForTimeout(500)
  await page.click('#join')
  return { page, milliseconds: await page.evaluate(async () => (await window.bench).measured) }
}

const leave = async ({ page }: Attempt): Promise<void> => {
  await page.evaluate(async () => (await window.bench).leave())
  await page.close()
}

const startChromium = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })

const openContext = (browser: Browser, origin: string): Promise<BrowserContext> =>
  browser.newContext({ baseURL: origin, permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 800 } })

const webRoot = mkdtempSync(join(tmpdir(), 'parley-bench-'))
const closing: (() => Promise<void> | void)[] = [() => rmSync(webRoot, { recursive: true, force: true })]
try {
  await buildPages(webRoot)
  const service = await RunningService.start({ webRoot })
  closing.push(() => service.close())
  const code = await createMeeting(service.origin)

  const [sending, joining] = [await startChromium(), await startChromium()]
  closing.push(
    () => sending.close(),
    () => joining.close(),
  )
  const senders = await openContext(sending, service.origin)
  const sender = await senders.newPage()
  await sender.goto(`${service.origin}/join/${code}?person=ada#sender`)
  await sender.evaluate(async () => (await window.bench).ready)
  await sender.click('#join')

  const context = await openContext(joining, service.origin)
  const times: Record<(typeof WAYS)[number], number[]> = { engine: [], bare: [], bareCameraOpen: [] }
  // The first of each pays for caches that a client fills once in its life; it is not counted.
  for (let round = -1; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? WAYS : [...WAYS].reverse()
    for (const way of order) {
      const attempt = await measure(context, service.origin, code, 'bo', way)
      if (round >= 0) times[way].push(attempt.milliseconds)
      await leave(attempt)
    }
  }

  const engine = median(times.engine)
  report('join.engine', engine, 'ms')
  report('join.bare', median(times.bare), 'ms')
  report('join.bareCameraOpen', median(times.bareCameraOpen), 'ms')
  report('join.ratioToBareCameraOpen', engine / median(times.bareCameraOpen), 'ratio')
  report('join.ratio', engine / median(times.bare), 'ratio', GOAL)
} finally {
  for (const close of closing.reverse()) await close()
}
