import { ensureBundles } from './setup/page.ts'
import { ensureWorker } from './setup/worker.ts'
import { readStartArguments, START_HELP } from './starting/arguments.ts'
import { type Clients, findDesktop, openDesktopClients, openInBrowser, type Sitter } from './starting/client.ts'
import { obtainService, type RunningService } from './starting/service.ts'

/** `npm start`: the embedded service and the client on this computer, until the client is closed or Ctrl+C. */
const { help, browser, people } = readStartArguments(process.argv.slice(2))
if (help) console.log(START_HELP)
else process.exitCode = await run()

async function run(): Promise<number> {
  const worker = await ensureWorker()
  await ensureBundles()
  const desktop = browser ? undefined : await findDesktop()
  const service = await obtainService(worker)
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('interrupted'))
  })
  const endOf = (clients: Clients) => Promise.race([interrupted, clients.closed, service.ended])

  const sitters = sittersOf(service)
  let clients: Clients
  if (desktop && 'electron' in desktop) {
    console.log('Parley is open. Close its windows or press Ctrl+C here to stop.')
    clients = openDesktopClients(desktop.electron, service.origin, sitters)
  } else {
    if (desktop) announceBrowser(desktop.missing)
    clients = await openInBrowser(service.origin, sitters)
  }
  let end = await endOf(clients)
  if (end === 'unable') {
    announceBrowser('Electron ended as soon as it was started')
    clients = await openInBrowser(service.origin, sitters)
    end = await endOf(clients)
  }

  const isExpected = end === 'interrupted' || end === 'closed'
  if (isExpected) console.log('Stopping.')
  else console.error(`The meeting service ended unexpectedly, ${end}.`)
  await clients.stop()
  await service.stop()
  return isExpected ? 0 : 1
}

function sittersOf({ about }: RunningService): Sitter[] {
  if (people === undefined) return [undefined]
  const sitters = about.samplePeople.slice(0, people).map(({ id }) => id)
  if (sitters.length < people) console.log(`This service has only ${sitters.length} sample people.`)
  return sitters
}

function announceBrowser(reason: string): void {
  console.log(`The desktop client can't be opened: ${reason}. The same client is in the browser:`)
}
