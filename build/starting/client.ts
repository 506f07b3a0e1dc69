import { execa } from 'execa'
import { hasDesktop } from '../setup/display.ts'
import { findOrDownloadElectron } from '../setup/electron.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'

/** A person at this computer: somebody to be from the start, or undefined for whoever they choose in the client. */
export type Sitter = string | undefined

/** What a client needs to be opened: a real Electron, or why there is none. */
export type Desktop = { electron: string } | { missing: string }

/** Whether the desktop client can be opened here, and if not, why not in half a sentence. */
export async function findDesktop(): Promise<Desktop> {
  if (!hasDesktop()) return { missing: 'there is no display here' }
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return { missing: 'Electron does not start as root with its sandbox' }
  const electron = await findOrDownloadElectron()
  return electron ? { electron } : { missing: 'Electron could not be downloaded' }
}

/** Opens a desktop client for each person. `closed` settles when the last one has been closed. */
export function openDesktopClients(electron: string, origin: string, sitters: Sitter[]) {
  const clients = sitters.map((person) =>
    execa(electron, [PROJECT_ROOT, ...(person ? [`--profile=${person}`, `--person=${person}`] : [])], {
      env: { PARLEY_SERVICE_URL: origin },
      stdin: 'ignore',
      stdout: 'inherit',
      stderr: 'inherit',
      reject: false,
    }),
  )
  const closed = Promise.all(clients)
  return {
    closed,
    stop: async () => {
      for (const client of clients) client.kill('SIGTERM')
      await closed
    },
  }
}

/** Where each person finds the same client in a browser. */
export function browserAddresses(origin: string, sitters: Sitter[]): string[] {
  return sitters.map((person) => (person ? `${origin}/?person=${encodeURIComponent(person)}` : `${origin}/`))
}

/** Opens an address in the person's browser, where there is a desktop to show it on. Failing is no harm: the address is printed. */
export async function openInBrowser(address: string): Promise<void> {
  if (!hasDesktop()) return
  const [command, ...args] =
    process.platform === 'darwin'
      ? (['open'] as const)
      : process.platform === 'win32'
        ? (['rundll32', 'url.dll,FileProtocolHandler'] as const)
        : (['xdg-open'] as const)
  await execa(command, [...args, address], { stdio: 'ignore', reject: false, timeout: 10_000 })
}
