import { expect, test } from 'vitest'
import { nsisProblem } from './nsis-version.ts'

test.each(['v3.12', 'v3.12\n', 'v3.12-1', 'v3.13', 'v4.0'])('%j may make what is handed out', (version) =>
  expect(nsisProblem(version)).toBeUndefined(),
)

test.each(['v3.08-3+deb12u1', 'v3.11', 'v2.51', '3.12', 'v3', '07-Nov-2025.cvs', ''])('%j may not', (version) =>
  expect(nsisProblem(version)).toMatch(/3\.12 or newer/),
)
