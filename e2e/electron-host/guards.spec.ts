/** Each guard of the example stops something; with the guard taken away the same thing happens. */
import { expect, test } from '@playwright/test'
import { addressOf, Elsewhere, type Example, launchExample } from './example.ts'
import { host, isHost } from './launch.ts'

const GUARDS = ['navigation', 'popup', 'permission', 'sender', 'csp']
const HOME = 'app://example/index.html'

let elsewhere: Elsewhere
test.beforeAll(async () => {
  elsewhere = await Elsewhere.create()
})
test.afterAll(() => elsewhere.close())

/** The page asks for both; the answer is what it gets. */
const askForCamera = async ({ page }: Example): Promise<string> =>
  await page.evaluate(async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
      const kinds = stream.getTracks().map((track) => track.kind)
      for (const track of stream.getTracks()) track.stop()
      return kinds.sort().join(' ')
    } catch (error) {
      return error instanceof Error ? error.name : 'no error'
    }
  })

/** A second window, with the same preload, whose page is not the program's own. */
const askAsStranger = async ({ app }: Example): Promise<unknown> => {
  const [stranger] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(() => void globalThis.createWindow('app://stranger/index.html')),
  ])
  await stranger.getByText('ready').waitFor()
  const answer = await stranger.evaluate(() => window.example.echo('hello').catch((error: Error) => error.message))
  await stranger.close()
  return answer
}

const fetchElsewhere = async ({ page }: Example, path: string): Promise<string> =>
  await page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective))
        fetch(address).then(
          (response) => resolve(String(response.status)),
          () => setTimeout(resolve, 1_000, 'failed'),
        )
      }),
    `http://localhost:${elsewhere.port}${path}`,
  )

test.describe('with its guards', () => {
  let example: Example
  test.beforeAll(async () => {
    example = await launchExample({ EXAMPLE_SERVICE: elsewhere.origin, EXAMPLE_CAMERA: 'refused' })
  })
  test.afterAll(async () => {
    await example.app.close()
  })
  test.beforeEach(() => {
    elsewhere.visits.length = 0
  })
  const stopped = () => example.app.evaluate(() => globalThis.stopped.at(-1))

  test('navigation: a link to somewhere else leads nowhere', async () => {
    await example.page.evaluate((address) => location.assign(address), `${elsewhere.origin}/link`)
    await expect.poll(stopped).toBe(`navigation ${elsewhere.origin}/link`)
    await example.page.getByText('ready').waitFor()
    expect(await addressOf(example.app)).toBe(HOME)
    expect(elsewhere.visits).toEqual([])
  })

  test('navigation: nor does a redirect', async () => {
    await example.page.evaluate(() => location.assign('/redirect'))
    await expect.poll(stopped).toBe(`redirect ${elsewhere.origin}/`)
    expect(await addressOf(example.app)).toBe(HOME)
    expect(elsewhere.visits).toEqual([])
  })

  test('popup: no window opens, and the system gets an https link', async () => {
    await example.page.getByRole('link', { name: 'help' }).click()
    if (isHost) {
      await expect.poll(async () => (await host(example.app).records()).openExternal).toEqual(['https://help.example/guide'])
    }
    await example.page.evaluate((address) => void window.open(address), elsewhere.origin)
    await expect.poll(() => example.app.windows().length).toBe(1)
    expect(await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    expect(elsewhere.visits).toEqual([])
  })

  test('permission: Chromium gives no camera', async () => {
    expect(await askForCamera(example)).toBe('NotAllowedError')
  })

  test('sender: a page that is not ours gets no answer', async () => {
    expect(await askAsStranger(example)).toMatch(/FORBIDDEN$/)
  })

  test('csp: a request that the policy does not name is not sent', async () => {
    expect(await fetchElsewhere(example, '/csp')).toBe('connect-src')
    expect(elsewhere.visits).toEqual([])
  })

  test('download: nothing is written', async () => {
    await example.page.evaluate(() => location.assign('/file'))
    await expect.poll(stopped).toBe('download app://example/file')
  })
})

test.describe('without its guards', () => {
  let example: Example
  test.beforeAll(async () => {
    example = await launchExample({
      EXAMPLE_SERVICE: elsewhere.origin,
      EXAMPLE_CAMERA: 'refused',
      EXAMPLE_WITHOUT: GUARDS.join(','),
    })
  })
  test.afterAll(async () => {
    await example.app.close()
  })
  test.beforeEach(() => {
    elsewhere.visits.length = 0
  })

  test('permission: Chromium gives the camera', async () => {
    expect(await askForCamera(example)).toBe('audio video')
  })

  test('sender: a page that is not ours is answered', async () => {
    expect(await askAsStranger(example)).toBe('hello')
  })

  test('csp: the request is sent', async () => {
    expect(await fetchElsewhere(example, '/csp')).toBe('200')
    expect(elsewhere.visits).toMatchObject([{ path: '/csp' }])
  })

  test('popup: a window opens', async () => {
    const [popup] = await Promise.all([
      example.app.waitForEvent('window'),
      example.page.evaluate((address) => void window.open(address), `${elsewhere.origin}/popup`),
    ])
    await popup.getByText('elsewhere').waitFor()
    expect(await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2)
    await popup.close()
  })

  test('navigation: the link leads away', async () => {
    await example.page.evaluate((address) => location.assign(address), `${elsewhere.origin}/link`)
    await expect.poll(() => addressOf(example.app)).toBe(`${elsewhere.origin}/link`)
  })
})

test('navigation: a frame is guarded like the page itself', async () => {
  const example = await launchExample({ EXAMPLE_SERVICE: elsewhere.origin, EXAMPLE_WITHOUT: 'csp' })
  elsewhere.visits.length = 0
  await example.page.evaluate((address) => {
    const frame = document.createElement('iframe')
    frame.src = address
    document.body.append(frame)
  }, `${elsewhere.origin}/frame`)
  await expect.poll(() => example.app.evaluate(() => globalThis.stopped)).toEqual([`frame ${elsewhere.origin}/frame`])
  expect(elsewhere.visits).toEqual([])
  await example.app.close()
})
