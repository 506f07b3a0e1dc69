/** What journeys start outside the browser: child processes and free ports. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Browser } from '@playwright/test'

/** A TCP port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Ends a process that we started and waits for it; quiet when it is gone already. */
export const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** Stops every process of a browser, as sleep stops a computer. */
export const stopProcesses = async (browser: Browser | null): Promise<{ resume(): void }> => {
  const cdp = await browser?.newBrowserCDPSession()
  const { processInfo = [] } = (await cdp?.send('SystemInfo.getProcessInfo')) ?? {}
  const pids = processInfo.map(({ id }) => id)
  if (pids.length === 0) throw new Error('no processes to stop')
  const signal = (name: NodeJS.Signals): void => {
    for (const pid of pids) process.kill(pid, name)
  }
  signal('SIGSTOP')
  return { resume: () => signal('SIGCONT') }
}
