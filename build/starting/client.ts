import { execa } from 'execa'
import { hasDesktop } from '../setup/display.ts'
import { findOrDownloadElectron } from '../setup/electron.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'

/** A program that fails within this time has not been used by anybody, ms: something is missing that it needs. */
const FAILED_AT_ONCE_MS = 10_000
const OPENER_LIMIT_MS = 10_000

/** A person at this computer: somebody to be from the start, or undefined for whoever they choose in the client. */
export type Sitter = string | undefined

/** A real Electron, or in half a sentence why there is none. */
export type Desktop = { electron: string } | { missing: string }

/** What people at this computer look at. */
export interface Clients {
  /** Settles when all have been closed (`closed`), or where none of them could run (`unable`). Never for a browser's. */
  closed: Promise<'closed' | 'unable'>
  stop(): Promise<void>
}

/** Whether the desktop client can be opened here. */
export async function findDesktop(): Promise<Desktop> {
  if (!hasDesktop()) return { missing: 'there is no display here' }
  // Whoever names an Electron knows what it needs.
  const refusesRoot = process.platform === 'linux' && !process.env.ELECTRON_BIN
  if (refusesRoot && process.getuid?.() === 0) return { missing: 'Electron does not start as root with its sandbox' }
  const electron = await findOrDownloadElectron()
  return electron ? { electron } : { missing: 'Electron could not be downloaded' }
}

/** Opens a desktop client for each person. */
export function openDesktopClients(electron: string, origin: string, sitters: Sitter[]): Clients {
  const clients = sitters.map((person) =>
    execa(electron, [PROJECT_ROOT, ...(person ? [`--profile=${person}`, `--person=${person}`] : [])], {
      env: { PARLEY_SERVICE_URL: origin },
      stdin: 'ignore',
      stdout: 'inherit',
      stderr: 'inherit',
      reject: false,
    }),
  )
  const ended = Promise.all(clients)
  return {
    closed: ended.then((results) =>
      results.every(({ failed, durationMs }) => failed && durationMs < FAILED_AT_ONCE_MS) ? 'unable' : 'closed',
    ),
    stop: async () => {
      for (const client of clients) client.kill('SIGTERM')
      await ended
    },
  }
}

/** Prints where each person finds the same client in a browser, and opens it where there is a desktop. */
export async function openInBrowser(origin: string, sitters: Sitter[]): Promise<Clients> {
  const addresses = browserAddresses(origin, sitters)
  for (const address of addresses) console.log(`  ${address}`)
  console.log('Press Ctrl+C here to stop.')
  if (hasDesktop()) for (const address of addresses) await openAddress(address)
  return { closed: new Promise(() => {}), stop: async () => {} }
}

export function browserAddresses(origin: string, sitters: Sitter[]): string[] {
  return sitters.map((person) => (person ? `${origin}/?person=${encodeURIComponent(person)}` : `${origin}/`))
}

/** Asks the desktop to open an address. Failing is no harm: the address has been printed. */
async function openAddress(address: string): Promise<void> {
  const [command, ...args] = openerOf(process.platform)
  await execa(command, [...args, address], { stdio: 'ignore', reject: false, timeout: OPENER_LIMIT_MS })
}

function openerOf(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}
