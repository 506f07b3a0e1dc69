import type { Facts, Finding } from '#shared/diagnostics/checks.ts'

/** What a check found, with the numbers and codes that belong to it. */
export interface Found {
  finding: Finding
  facts?: Facts
}

/** Looks at one thing. What it throws is told as the check's own failure. */
export type Look = (signal: AbortSignal) => Found | Promise<Found>
