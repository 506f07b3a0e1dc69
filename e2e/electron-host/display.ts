import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'

/** A virtual screen of its own. */
export interface VirtualDisplay {
  /** For `DISPLAY`. */
  name: string
  close(): void
}

/** Starts Xvfb on a free number. Undefined where it is not installed. */
export const startDisplay = async (): Promise<VirtualDisplay | undefined> => {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const numbers = child.stdio[3]
  if (!(numbers instanceof Readable)) throw new Error('Xvfb has no pipe for its number')
  const number = await new Promise<string | undefined>((resolve) => {
    child.once('error', () => resolve(undefined))
    child.once('exit', () => resolve(undefined))
    createInterface({ input: numbers }).once('line', resolve)
  })
  return number === undefined ? undefined : { name: `:${number}`, close: () => void child.kill() }
}
