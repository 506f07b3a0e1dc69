import { fstatSync, rmSync } from 'node:fs'
import { commandLine, killBrowser } from './runtime.ts'

/** Files of Chromium may still be written while it ends: removing is tried again for so long. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }

/** A process that was killed needs a moment to be gone, ms. */
const KILL_PAUSE = 100

/** Nothing of this run stays behind, however it ends. */
export const cleanUpAtExit = (): void => {
  process.on('exit', () => {
    if (killBrowser()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, KILL_PAUSE)
    if (commandLine.isUserDataTemporary) rmSync(commandLine.userData, REMOVAL)
  })
}

/** Whoever drives the program holds the other end of its standard input; when that is gone, so is whoever it was for. */
export const endWithParent = (end: () => void): void => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end)
  const input = fstatSync(0, { throwIfNoEntry: false })
  if (commandLine.inspectPort === undefined || !(input?.isSocket() || input?.isFIFO())) return
  process.stdin.on('end', end).on('error', end).resume()
}
