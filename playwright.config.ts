import { defineConfig } from '@playwright/test'

/**
 * Journeys in real Chromium and the real main process: each plays several people, and browsers are the load. So two files at a time, on
 * a machine of two cores as on larger ones: a third would only make the others slower.
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
    { name: 'journeys', testMatch: '**/*.spec.ts', testIgnore: 'screens/**', outputDir: 'artifacts/e2e' },
  ],
})
