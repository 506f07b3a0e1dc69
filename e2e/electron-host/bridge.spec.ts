import { expect, test } from '@playwright/test'
import { skipWithout } from '../support/skip.ts'
import { type Example, launchExample } from './example.ts'
import { isHost } from './launch.ts'

let example: Example
test.beforeAll(async () => {
  example = await launchExample()
})
test.afterAll(async () => {
  await example.app.close()
})

test('the page gets the bridge, frozen, and nothing of Node or of the host', async () => {
  const { page } = example
  const found = await page.evaluate(() => ({
    members: Object.keys(window.example).slice(0, 3),
    platform: window.example.platform,
    sum: window.example.add(2, 3),
    isFrozen: Object.isFrozen(window.example) && Object.isFrozen(window.example.nested.list),
    descriptor: Object.getOwnPropertyDescriptor(window, 'example'),
    node: [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process'), typeof Reflect.get(window, 'module')],
    host: Object.getOwnPropertyNames(window).filter((name) => /^host|electron|ipc/i.test(name)),
  }))
  expect(found).toMatchObject({
    members: ['platform', 'nested', 'add'],
    platform: process.platform,
    sum: 5,
    isFrozen: true,
    descriptor: { writable: false, configurable: false },
    node: ['undefined', 'undefined', 'undefined'],
    host: [],
  })
})

test('what the page does to its own world does not reach the preload', async () => {
  const { page } = example
  const answer = await page.evaluate(async () => {
    const { parse } = JSON
    const seen: unknown[] = []
    JSON.parse = (text: string) => {
      seen.push(text)
      return parse(text)
    }
    const value = await window.example.echo('secret')
    JSON.parse = parse
    return { value, seen }
  })
  expect(answer).toEqual({ value: 'secret', seen: [] })
})

test('functions, promises and errors cross between the worlds', async () => {
  const { page } = example
  const found = await page.evaluate(async () => ({
    called: window.example.callBack((text) => text.length),
    resolved: await window.example.promise({ deep: [1, new Date(5)] }),
    rejected: await window.example.promise(Promise.reject(new Error('no'))).catch((error: Error) => error.message),
    thrown: (() => {
      try {
        window.example.fail()
        return 'nothing'
      } catch (error) {
        return error instanceof Error ? error.message : 'no error'
      }
    })(),
  }))
  expect(found).toEqual({ called: 5, resolved: { deep: [1, new Date(5)] }, rejected: 'no', thrown: 'as asked' })
})

test('values are cloned on their way to the main process and back', async () => {
  const { page } = example
  const found = await page.evaluate(async () => {
    const cycle: Record<string, unknown> = { name: 'me' }
    cycle.self = cycle
    const value = {
      text: 'hünter2',
      none: undefined,
      nothing: null,
      big: 2n ** 70n,
      numbers: [Number.NaN, -0, Number.NEGATIVE_INFINITY],
      date: new Date(12),
      map: new Map([['a', new Set([1])]]),
      bytes: new Uint8Array([1, 2, 255]),
      floats: new Float32Array([1.5]),
      pattern: /a+/gi,
      cycle,
      __proto__: { inherited: true },
    }
    const back = (await window.example.echo(value)) as typeof value
    return {
      equal: [
        back.text === value.text,
        'none' in back && back.none === undefined,
        back.nothing === null,
        back.big === value.big,
        Number.isNaN(back.numbers[0]) && Object.is(back.numbers[1], -0) && back.numbers[2] === Number.NEGATIVE_INFINITY,
        back.date.getTime() === 12,
        back.map.get('a')?.has(1),
        back.bytes instanceof Uint8Array && back.bytes[2] === 255,
        back.floats instanceof Float32Array && back.floats[0] === 1.5,
        back.pattern.source === 'a+' && back.pattern.flags === 'gi',
        back.cycle.self === back.cycle,
        !('inherited' in back),
      ],
      refused: (() => {
        try {
          return window.example.echo(Symbol('x'))
        } catch (error) {
          return error instanceof Error ? error.message : 'no error'
        }
      })(),
    }
  })
  expect(found.equal).toEqual(Array(12).fill(true))
  expect(found.refused).toContain('could not be cloned')
})

test('errors of handlers arrive in the words of Electron', async () => {
  const { page } = example
  const errors = await page.evaluate(async () => [
    await window.example.store(42).catch((error: Error) => error.message),
    await window.example.missing().catch((error: Error) => error.message),
  ])
  expect(errors).toEqual([
    "Error invoking remote method 'example:store': TypeError: bad input",
    "Error invoking remote method 'example:missing': Error: No handler registered for 'example:missing'",
  ])
})

test('a handler knows who asks, until that document has gone', async () => {
  const { app, page } = example
  expect(await page.evaluate(() => window.example.whoAmI())).toEqual({
    url: 'app://example/index.html',
    origin: 'app://example',
    isMain: true,
    id: 1,
  })
  await page.evaluate(() => void window.example.senderAfter().catch(() => undefined))
  await page.evaluate(() => location.assign('/index.html?again'))
  await expect.poll(() => app.evaluate(() => globalThis.senderAfter)).toEqual({ before: true, after: false })
})

test('a listener hears the main process until it is taken away', async () => {
  const { app, page } = example
  await page.getByText('ready').waitFor()
  await page.evaluate(() => {
    window.heard = []
    const stop = window.example.on('link', (data) => {
      window.heard.push(data)
      stop()
    })
  })
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.send('link', { once: 1 })
    contents?.send('link', { twice: 2 })
    contents?.send('power', 'end')
  })
  await expect.poll(() => page.evaluate(() => window.heard.at(-1))).toBe('end')
  // The page's own listener of links, which it added first, hears both.
  expect(await page.evaluate(() => window.heard)).toEqual([{ once: 1 }, { once: 1 }, { twice: 2 }, 'end'])
})

test('the main process sees Electron', async () => {
  const seen = await example.app.evaluate(({ app }) => [app.getVersion(), app.getName(), process.type, process.versions.electron])
  expect(seen.slice(0, 3)).toEqual(['1.2.3', 'Example', 'browser'])
  expect(seen[3]).toMatch(/^\d+\.\d+\.\d+$/)
})

test('a window that asks for less protection is refused', async () => {
  skipWithout(isHost ? undefined : 'Electron opens such windows')
  const refused = await example.app.evaluate(({ BrowserWindow }) =>
    [
      { nodeIntegration: true },
      { contextIsolation: false },
      { sandbox: false },
      { webSecurity: false },
      { webviewTag: true },
      { nodeIntegrationInSubFrames: true },
    ].map((webPreferences) => {
      try {
        new BrowserWindow({ webPreferences })
        return 'opened'
      } catch (error) {
        return error instanceof Error ? error.message : 'no error'
      }
    }),
  )
  expect(refused).toEqual([
    'webPreferences.nodeIntegration must not be true',
    'webPreferences.contextIsolation must not be false',
    'webPreferences.sandbox must not be false',
    'webPreferences.webSecurity must not be false',
    'webPreferences.webviewTag must not be true',
    'webPreferences.nodeIntegrationInSubFrames must not be true',
  ])
})
