/** Every screen in every state: nothing for axe to find, nothing that scrolls sideways, no error in the console; and a picture. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import axe from 'axe-core'
import { build, type PreviewServer, preview } from 'vite'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { type Scenario, scenarios } from './scenarios.ts'

const CONFIG = resolve(import.meta.dirname, 'vite.config.ts')
const PICTURES = resolve(import.meta.dirname, '../../artifacts/screens')
const APPEARANCES = ['light', 'dark', 'highContrast'] as const
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const
const EXTREMES = [
  { width: 320, height: 640 },
  { width: 3840, height: 2160 },
] as const
/** Fluent's own: invisible elements that pass the focus on in the moment they get it, so nobody is ever in them. */
const FOCUS_GUARDS = '[data-tabster-dummy]'
/** A morning on a working day. */
const NOW = new Date('2026-05-12T09:41:00+02:00')

declare global {
  interface Window {
    axe: typeof axe
  }
}

let server: PreviewServer
let browser: Browser
let context: BrowserContext

test.beforeAll(async () => {
  test.setTimeout(120_000)
  await mkdir(PICTURES, { recursive: true })
  await build({ configFile: CONFIG })
  server = await preview({ configFile: CONFIG, preview: { port: 0, strictPort: false } })
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
  context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' })
  // Once for each page: the library is half a megabyte, and sending it for each look would take most of the time.
  await context.addInitScript(axe.source)
})

test.afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const addressOf = (scenario: Scenario): string => {
  const origin = server.resolvedUrls?.local[0]
  if (origin === undefined) throw new Error('the page is not served')
  return `${origin}?scenario=${scenario.name}`
}

/** Everything that makes a size and appearance unusable, in words. */
const problemsOf = async (page: Page, label: string): Promise<string[]> => {
  const violations = await page.evaluate(async (exclude) => {
    const { violations: found } = await window.axe.run({ exclude: [[exclude]] }, { resultTypes: ['violations'] })
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${failureSummary} ${html.slice(0, 200)}`),
    )
  }, FOCUS_GUARDS)
  const found = violations.map((violation) => `${label}: ${violation}`)
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return sideways > 0 ? [...found, `${label}: ${sideways} px wider than the window`] : found
}

const look = async (page: Page, scenario: Scenario, problems: string[]): Promise<void> => {
  const at = async (appearance: (typeof APPEARANCES)[number], size: { width: number; height: number }): Promise<void> => {
    const label = `${scenario.name}-${appearance}-${size.width}`
    await page.setViewportSize(size)
    await page.evaluate((chosen) => window.showcase.setAppearance(chosen), appearance)
    await expect(page.locator(`html[data-appearance="${appearance}"]`)).toBeAttached()
    // Colours are on their way for a frame after the theme has changed.
    await page.waitForFunction(() => !document.getAnimations().some((animation) => animation instanceof CSSTransition))
    problems.push(...(await problemsOf(page, label)))
    await page.screenshot({ path: join(PICTURES, `${label}.png`) })
  }
  for (const appearance of APPEARANCES) for (const size of SIZES) await at(appearance, size)
  if (scenario.extremes === true) for (const size of EXTREMES) await at('light', size)
}

for (const scenario of scenarios) {
  test(scenario.name, async () => {
    const problems: string[] = []
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`))
    await page.clock.setFixedTime(NOW)
    await page.setViewportSize(SIZES[0])
    await page.goto(addressOf(scenario))
    await page.locator('h1, [role=dialog], main').first().waitFor()
    await scenario.act?.(page)
    await look(page, scenario, problems)
    await page.close()
    expect(problems).toEqual([])
  })
}
