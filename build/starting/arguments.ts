import { parseArgs } from 'node:util'
import { SetupError } from '../setup/setup-error.ts'

export const MOST_PEOPLE = 5

export const START_HELP = `Usage: npm start [-- --people N]

Sets up what is missing, starts the embedded meeting service on this computer, and opens the desktop client.

  --people N   open N windows as N sample people (1 to ${MOST_PEOPLE}), to try a meeting alone
  --browser    open the client in the browser, even where Electron is there
  -h, --help   this text

Environment: PARLEY_PORT (8473), PARLEY_MEDIA_PORT (8474), PARLEY_DATA_DIR, PARLEY_LOG_LEVEL (warn); see docs/self-hosting.md.`

export interface StartArguments {
  help: boolean
  browser: boolean
  /** How many sample people sit at this computer; undefined for one person who chooses in the client who they are. */
  people: number | undefined
}

/** @throws SetupError that says what is wrong and how it is used */
export function readStartArguments(args: string[]): StartArguments {
  try {
    const { values } = parseArgs({
      args,
      options: { people: { type: 'string' }, browser: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    return { help: values.help ?? false, browser: values.browser ?? false, people: readPeople(values.people) }
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${START_HELP}`)
  }
}

function readPeople(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const people = /^\d$/.test(text) ? Number(text) : 0
  if (people < 1 || people > MOST_PEOPLE) throw new SetupError(`--people takes a number from 1 to ${MOST_PEOPLE}, not "${text}".`)
  return people
}
