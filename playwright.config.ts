import { defineConfig } from '@playwright/test'

/**
 * Journeys in real Chromium and the real main process, one at a time: each plays several people, and browsers are the load.
 * Screens need nothing of each other and little of the machine: they may be looked at by as many workers as it has cores.
 */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  use: { actionTimeout: 30_000 },
  // A folder each: whoever starts empties their own.
  projects: [
    { name: 'screens-page', testMatch: 'screens/build-page.setup.ts', outputDir: 'artifacts/e2e-screens-page' },
    {
      name: 'screens',
      testMatch: 'screens/*.spec.ts',
      fullyParallel: true,
      dependencies: ['screens-page'],
      outputDir: 'artifacts/e2e-screens',
    },
    { name: 'journeys', testMatch: '**/*.spec.ts', testIgnore: 'screens/**', outputDir: 'artifacts/e2e' },
  ],
})
