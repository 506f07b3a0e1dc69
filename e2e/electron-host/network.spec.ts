import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { skipWithout } from '../support/skip.ts'
import { addressOf, Elsewhere, type Example, launchExample } from './example.ts'
import { browserOrigin, isHost } from './launch.ts'

let service: Elsewhere
let example: Example
test.beforeAll(async () => {
  service = await Elsewhere.create()
  example = await launchExample({ EXAMPLE_SERVICE: service.origin })
})
test.afterAll(async () => {
  await example.app.close()
  service.close()
})

test('the page talks to its service on loopback, which sees the program’s origin', async () => {
  const { page } = example
  const answers = await page.evaluate(async (origin) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`)
    const heard = new Promise((resolve) => {
      socket.onmessage = ({ data }) => resolve(data)
      socket.onerror = () => resolve('no socket')
    })
    const headers = { 'content-type': 'application/json' }
    const posted = await fetch(`${origin}/post`, { method: 'POST', headers, body: '{}' })
    return [await (await fetch(`${origin}/get`)).text(), await posted.text(), await heard]
  }, service.origin)
  expect(answers).toEqual(['elsewhere', 'elsewhere', 'hello'])
  expect(service.visits).toHaveLength(4)
  expect(service.visits).toEqual(
    expect.arrayContaining([
      { method: 'GET', path: '/get', origin: 'app://example' },
      { method: 'OPTIONS', path: '/post', origin: 'app://example' },
      { method: 'POST', path: '/post', origin: 'app://example' },
      { method: 'SOCKET', path: '/socket', origin: browserOrigin('app://example') },
    ]),
  )
})

test('the program’s scheme serves pages, workers and posts', async () => {
  const { page } = example
  const found = await page.evaluate(async () => ({
    isSecure: isSecureContext,
    worker: await new Promise((resolve) => {
      new Worker('/worker.js').onmessage = ({ data }) => resolve(data)
    }),
    post: await (await fetch('/echo', { method: 'POST', body: 'péng' })).text(),
    missing: (await fetch('/nothing.js')).status,
  }))
  expect(found).toEqual({ isSecure: true, worker: 200, post: 'péng', missing: 404 })
})

test('a link within the program’s scheme is followed', async () => {
  const { app, page } = example
  await page.evaluate(() => location.assign('app://example/index.html?linked'))
  await expect.poll(() => addressOf(app)).toBe('app://example/index.html?linked')
})

test('web requests can be looked at and changed', async () => {
  const { app, page } = example
  await page.getByText('ready').waitFor()
  await app.evaluate(({ session }) => {
    const { webRequest } = session.defaultSession
    webRequest.onBeforeRequest({ urls: ['*://*/blocked'] }, (_details, answer) => answer({ cancel: true }))
    webRequest.onHeadersReceived(({ responseHeaders }, answer) =>
      answer({ responseHeaders: { ...responseHeaders, 'x-added': ['yes'], 'access-control-expose-headers': ['x-added'] } }),
    )
  })
  const found = await page.evaluate(
    async (origin) => [
      (await fetch(`${origin}/headers`)).headers.get('x-added'),
      await fetch(`${origin}/blocked`).catch((error: Error) => error.name),
    ],
    service.origin,
  )
  expect(found).toEqual(['yes', 'TypeError'])
})

const ip = (...args: string[]): boolean => spawnSync('ip', args).status === 0

/** A namespace with a line to the machine, on which the machine has this address. */
const createNamespace = (name: string, line: string, address: string): boolean =>
  ip('netns', 'add', name) &&
  ip('link', 'add', line, 'type', 'veth', 'peer', 'name', 'line', 'netns', name) &&
  ip('address', 'add', `${address}/30`, 'dev', line) &&
  ip('link', 'set', line, 'up') &&
  ip('-n', name, 'address', 'add', `${address.replace(/1$/, '2')}/30`, 'dev', 'line') &&
  ip('-n', name, 'link', 'set', 'line', 'up') &&
  ip('-n', name, 'link', 'set', 'lo', 'up')

test('main process and page lose their network together, and find it again', async () => {
  const name = `parley-host-${process.pid}`
  const address = '10.214.77.1'
  const isRoot = isHost && process.platform === 'linux' && process.getuid?.() === 0
  skipWithout(isRoot && ip('-V') ? undefined : 'making a network namespace needs root and iproute2')
  try {
    expect(createNamespace(name, `plh${process.pid}`, address)).toBe(true)
    const outside = await Elsewhere.create(address)
    const { app, page } = await launchExample({
      EXAMPLE_SERVICE: `http://127.0.0.1:${outside.port}`,
      HOST_NETNS: name,
      HOST_NETNS_FORWARD: `${outside.port}:${address}:${outside.port}`,
    })
    // In the page it gets the address, in the main process Electron comes first.
    const reach = (...given: unknown[]): Promise<string> =>
      fetch(String(given.at(-1)), { signal: AbortSignal.timeout(1_000) }).then(
        () => 'reached',
        () => 'cut off',
      )
    const origin = `http://127.0.0.1:${outside.port}`
    const reached = async (): Promise<string[]> => [await page.evaluate(reach, origin), await app.evaluate(reach, origin)]
    expect(await reached()).toEqual(['reached', 'reached'])
    ip('-n', name, 'link', 'set', 'line', 'down')
    expect(await reached()).toEqual(['cut off', 'cut off'])
    ip('-n', name, 'link', 'set', 'line', 'up')
    await expect.poll(reached).toEqual(['reached', 'reached'])
    await app.close()
    outside.close()
  } finally {
    ip('netns', 'delete', name)
  }
})
