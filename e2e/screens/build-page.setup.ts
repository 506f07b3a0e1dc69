/** Builds the page of the screens, once for all who look at it. */
import { resolve } from 'node:path'
import { test } from '@playwright/test'
import { build } from 'vite'

test('the page of the screens', async () => {
  test.setTimeout(120_000)
  await build({ configFile: resolve(import.meta.dirname, 'vite.config.ts') })
})
