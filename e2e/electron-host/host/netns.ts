/**
 * The host inside the network namespace `HOST_NETNS`: main process and Chromium both, so that a cut takes all of the client off
 * the network. Playwright stays outside: the two ports that it is told to connect to are ports of this process, which lead inside.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const LISTENING = /^((?:Debugger|DevTools) listening on ws:\/\/)127\.0\.0\.1:(\d+)(\/.*)$/

const { HOST_NETNS: namespace = '', HOST_NETNS_FORWARD: forwards = '', ...environment } = process.env
const folder = mkdtempSync(join(tmpdir(), 'parley-netns-'))
const socketPath = join(folder, 'relay.sock')
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const runInside = (file: string, args: string[], stdio: ('pipe' | 'inherit')[]): ChildProcess =>
  spawn('ip', ['netns', 'exec', namespace, process.execPath, ...process.execArgv, join(import.meta.dirname, file), ...args], {
    env: environment,
    stdio,
  })

/** A port out here that leads to a loopback port in there. */
const openPort = async (inside: string): Promise<number> => {
  const server = createServer((outer) => {
    const relay = connect(socketPath)
    relay.write(`${inside}\n`)
    outer.pipe(relay).pipe(outer)
    outer.on('error', () => relay.destroy())
    relay.on('error', () => outer.destroy())
  }).listen(0, '127.0.0.1')
  server.unref()
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const relay = runInside('netns-relay.ts', [socketPath, ...forwards.split(',').filter(Boolean)], ['pipe', 'pipe', 'inherit'])
if (relay.stdout === null) throw new Error('the relay has no output')
await Promise.race([once(relay.stdout, 'data'), once(relay, 'exit')])

const host = runInside('boot.ts', process.argv.slice(2), ['inherit', 'inherit', 'pipe'])
if (host.stderr === null) throw new Error('the host has no error output')
createInterface({ input: host.stderr }).on('line', async (line) => {
  const [, before, port, after] = LISTENING.exec(line) ?? []
  process.stderr.write(`${port === undefined ? line : `${before}127.0.0.1:${await openPort(port)}${after}`}\n`)
})
host.on('exit', (code) => {
  relay.kill()
  process.exit(code ?? 1)
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => host.kill(signal))
