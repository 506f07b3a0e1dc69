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

test('main process and page live in a network namespace together', async () => {
  const name = `parley-host-${process.pid}`
  const isRoot = isHost && process.platform === 'linux' && process.getuid?.() === 0
  const made = isRoot && spawnSync('ip', ['netns', 'add', name]).status === 0
  skipWithout(made ? undefined : 'making a network namespace needs root and iproute2')
  spawnSync('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
  try {
    const { app, page } = await launchExample({ HOST_NETNS: name, EXAMPLE_SERVICE: service.origin })
    service.visits.length = 0
    const reach = (address: string) =>
      fetch(address).then(
        () => 'reached',
        () => 'cut off',
      )
    expect(await page.evaluate(reach, service.origin)).toBe('cut off')
    expect(
      await app.evaluate(
        (_electron, address) =>
          fetch(address).then(
            () => 'reached',
            () => 'cut off',
          ),
        service.origin,
      ),
    ).toBe('cut off')
    expect(service.visits).toEqual([])
    await app.close()
  } finally {
    spawnSync('ip', ['netns', 'delete', name])
  }
})
