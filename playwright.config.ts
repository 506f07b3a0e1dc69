import { defineConfig } from '@playwright/test'

/**
 * Journeys in real Chromium and the real main process, one at a time: each plays several people, and their browsers are as much as two
 * cores carry. Screens, and what one client or two do, are looked at two at a time.
 */
export default defineConfig({
  testDir: 'e2e',
  workers: 2,
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
    { name: 'clients', testMatch: '**/*.spec.ts', testIgnore: '{screens,journeys}/**', outputDir: 'artifacts/e2e-clients' },
    { name: 'journeys', testMatch: 'journeys/*.spec.ts', workers: 1, outputDir: 'artifacts/e2e' },
  ],
})
