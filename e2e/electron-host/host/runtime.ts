import { AddressMap } from './address.ts'
import type { Browser } from './browser.ts'
import { CommandLine } from './command-line.ts'
import { Protocols } from './protocol.ts'
import { createRecords, createSurroundings } from './records.ts'
import { WebRequests } from './web-request.ts'

/** What this one process has one of. */
export const commandLine = new CommandLine(process.argv.slice(1), process.env)
export const records = createRecords()
export const surroundings = createSurroundings()
export const addresses = new AddressMap()
export const protocols = new Protocols(addresses)
export const webRequests = new WebRequests()

let started: Browser | undefined

export const setBrowser = (browser: Browser): void => {
  started = browser
}

/** Ends Chromium at once; false where it is not running. */
export const killBrowser = (): boolean => started?.kill() ?? false

/** Throws before the program is ready, as Electron does. */
export const getBrowser = (what: string): Browser => {
  if (started === undefined) throw new Error(`${what} before app is ready`)
  return started
}
