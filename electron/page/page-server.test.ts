import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPageServer } from './page-server.ts'

let folder: string
let serve: (request: Request) => Promise<Response>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-page-'))
  await mkdir(join(folder, 'renderer'))
  await writeFile(join(folder, 'secret.js'), 'secret')
  await writeFile(join(folder, 'renderer/index.html'), '<script nonce="__CSP_NONCE__"></script><meta nonce="__CSP_NONCE__">')
  await writeFile(join(folder, 'renderer/main.js'), 'run("__CSP_NONCE__")')
  serve = createPageServer({ root: join(folder, 'renderer'), serviceOrigin: 'https://meet.example.org' })
})
afterAll(() => rm(folder, { recursive: true }))

const nonceOf = (response: Response): string | undefined =>
  /script-src 'self' 'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]

test('each document has a nonce of its own, in its policy and wherever the build left room', async () => {
  const first = await serve(new Request('app://parley/index.html'))
  const second = await serve(new Request('app://parley/join/abc-defg-hjk'))
  const nonce = nonceOf(first)
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(nonceOf(second)).not.toBe(nonce)
  expect(await first.text()).toBe(`<script nonce="${nonce}"></script><meta nonce="${nonce}">`)
  expect(first.headers.get('cache-control')).toBe('no-store')
})

test('files are served as they are, bound by a policy too', async () => {
  const response = await serve(new Request('app://parley/main.js'))
  expect(await response.text()).toBe('run("__CSP_NONCE__")')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(nonceOf(response)).toBeDefined()
})

test.each(['app://parley/index.html', 'app://parley/main.js', 'app://parley/missing.js'])('%s: headers', async (address) => {
  const { headers } = await serve(new Request(address))
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('permissions-policy')).toContain('camera=(self)')
  expect(headers.get('permissions-policy')).toContain('geolocation=()')
})

test.each([
  ['app://other/index.html', 404],
  ['app://parley/missing.js', 404],
  ['app://parley/..%2fsecret.js', 404],
  ['app://parley/%2e%2e%2fsecret.js', 404],
])('%s is refused', async (address, status) => {
  const response = await serve(new Request(address))
  expect(response.status).toBe(status)
  expect(await response.text()).toBe('')
})

test('nothing can be sent to the page', async () => {
  expect((await serve(new Request('app://parley/index.html', { method: 'POST', body: 'x' }))).status).toBe(405)
})
