import { ensureBundles } from './setup/page.ts'
import { ensureWorker } from './setup/worker.ts'
import { readStartArguments, START_HELP } from './starting/arguments.ts'
import { browserAddresses, findDesktop, openDesktopClients, openInBrowser, type Sitter } from './starting/client.ts'
import { obtainService, type RunningService } from './starting/service.ts'

/** `npm start`: the embedded service and the client on this computer, until the client is closed or Ctrl+C. */
const { help, browser, people } = readStartArguments(process.argv.slice(2))
if (help) console.log(START_HELP)
else process.exitCode = await run()

async function run(): Promise<number> {
  const worker = await ensureWorker()
  await ensureBundles()
  const service = await obtainService(worker)
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('interrupted'))
  })
  const client = await openClients(service)

  const end = await Promise.race([interrupted, client.closed, service.ended])
  if (typeof end === 'string' && end !== 'interrupted') console.error(`The meeting service ended unexpectedly, ${end}.`)
  else console.log('Stopping.')
  await client.stop()
  await service.stop()
  return end === 'interrupted' || typeof end !== 'string' ? 0 : 1
}

/** Opens the desktop client, or the same client in the browser where there can be none. */
async function openClients({ origin, about }: RunningService): Promise<{ closed: Promise<unknown>; stop(): Promise<void> }> {
  const sitters: Sitter[] = people === undefined ? [undefined] : about.samplePeople.slice(0, people).map(({ id }) => id)
  if (sitters.length < (people ?? 1)) console.log(`This service has ${sitters.length} sample people only.`)
  const desktop = browser ? undefined : await findDesktop()
  if (desktop && 'electron' in desktop) {
    console.log('Parley is open. Close its windows or press Ctrl+C here to stop.')
    return openDesktopClients(desktop.electron, origin, sitters)
  }

  if (desktop) console.log(`The desktop client can't be opened: ${desktop.missing}. The same client is in the browser:`)
  const addresses = browserAddresses(origin, sitters)
  for (const address of addresses) console.log(`  ${address}`)
  console.log('Press Ctrl+C here to stop.')
  for (const address of addresses) await openInBrowser(address)
  return { closed: new Promise(() => {}), stop: async () => {} }
}
