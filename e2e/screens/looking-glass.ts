/** What each worker looks through: one browser with one page for all of its screens. */
import { resolve } from 'node:path'
import { test as base, chromium, type Page } from '@playwright/test'
import axe from 'axe-core'
import { preview } from 'vite'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { NOW } from './now.ts'

interface LookingGlass {
  page: Page
  /** Where the page of the screens is served. */
  origin: string
}

interface Looking {
  /** Errors in the console and uncaught ones, since the test began. */
  complaints: string[]
}

export const test = base.extend<Looking, { glass: LookingGlass }>({
  glass: [
    async ({ browserName: _ }, use) => {
      await using stack = new AsyncDisposableStack()
      const server = await preview({
        configFile: resolve(import.meta.dirname, 'vite.config.ts'),
        preview: { port: 0, strictPort: false },
      })
      stack.defer(() => server.close())
      const origin = server.resolvedUrls?.local[0]
      if (origin === undefined) throw new Error('the page is not served')
      const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
      stack.defer(() => browser.close())
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' })
      // Once for each page: the library is half a megabyte, and sending it for each look would take most of the time.
      await context.addInitScript(axe.source)
      const page = await context.newPage()
      await page.clock.setFixedTime(NOW)
      await use({ page, origin })
    },
    { scope: 'worker' },
  ],
  complaints: async ({ glass: { page } }, use) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
    await use(complaints)
    page.removeAllListeners('console')
    page.removeAllListeners('pageerror')
  },
})

export { expect } from '@playwright/test'
