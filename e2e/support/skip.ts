import { test } from '@playwright/test'

/** Leaves the running test out where something it needs is missing, and says so. */
export const skipWithout = (missing: string | undefined): void => {
  if (missing === undefined) return
  const info = test.info()
  console.log(`skipped: ${info.title}: ${missing}`)
  info.skip(true, missing)
}
