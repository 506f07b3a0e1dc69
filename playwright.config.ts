import { defineConfig } from '@playwright/test'

/** Journeys in real Chromium and the real main process. One at a time: each plays several people, and browsers are the load. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  outputDir: 'artifacts/e2e',
  use: { actionTimeout: 30_000 },
})
