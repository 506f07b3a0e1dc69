/** Links of our scheme, from wherever the operating system got them. */
import { expect, test } from '@playwright/test'
import { Desktop } from './desktop.ts'

const GOOD = 'parley://join/abc-defg-hjk'
const WILD = [
  'parley:',
  'parley://',
  'parley:///',
  'parley://join',
  'parley://join/',
  'parley://join/abc',
  'parley://join/abc-defg',
  'parley://join/abcdefghjk',
  'parley://join/abc_defg_hjk',
  'parley://join/abc-defg-hjk/more',
  'parley://join/abc-defg-hjk?x=1',
  'parley://join/abc-defg-hjk#x',
  'parley://join/abc-defg-hjk&x',
  'parley://join/abc-defg-hjk --person=eve',
  'parley://join/abc-defg-hjk" --profile="x',
  'parley://join/abc-defg-hjk\n',
  'parley://join/abc-defg-hjk\0',
  'parley://join/abc-defg-hjkk',
  'parley://join/aabc-defg-hjk',
  'parley://join/ilo-ilol-oil',
  'parley://join/abc-d3fg-hjk',
  'parley://join/%61bc-defg-hjk',
  'parley://join/абв-defg-hjk',
  'parley://join/ａbc-defg-hjk',
  'parley://join/../abc-defg-hjk',
  'parley://join//abc-defg-hjk',
  'parley://join\\abc-defg-hjk',
  'parley://evil@join/abc-defg-hjk',
  'parley://join:80/abc-defg-hjk',
  'parley://join.evil.example/abc-defg-hjk',
  'parley://evil.example/join/abc-defg-hjk',
  'parley:join/abc-defg-hjk',
  'parley:/join/abc-defg-hjk',
  'parley://settings/reset',
  'parley://signin?token=secret',
  'parley://join/<script>alert(1)</script>',
  'parley://join/$(id)',
  'parley://join/abc-defg-hjk;rm -rf ~',
  'parley://javascript:alert(1)',
  `parley://join/${'a'.repeat(100_000)}`,
  'parleys://join/abc-defg-hjk',
  'https://parley/join/abc-defg-hjk',
  'file:///join/abc-defg-hjk',
]

let desktop: Desktop
test.beforeEach(async () => {
  desktop = await Desktop.launch()
  await desktop.page.evaluate(() => {
    const { on } = Reflect.get(window, 'parley') as { on: (event: string, listener: (data: unknown) => void) => void }
    const links: unknown[] = []
    Object.assign(window, { links })
    on('linkOpened', (data) => links.push(data))
  })
  // From here on the page listens, whatever it did at its start.
  expect(await desktop.ask('takePendingLink')).toEqual({ ok: true, value: null })
})
test.afterEach(() => desktop.close())

const links = () => desktop.page.evaluate(() => Reflect.get(window, 'links'))

test('wild links are ignored, whoever brings them', async () => {
  await desktop.app.evaluate(({ app }, wild) => {
    for (const link of wild) {
      app.emit('second-instance', { preventDefault: () => undefined }, ['parley', '--flag', link], '/', undefined)
      app.emit('open-url', { preventDefault: () => undefined }, link)
    }
  }, WILD)
  // What comes after them in order arrives; nothing of them did.
  await desktop.app.evaluate(({ app }, link) => app.emit('open-url', { preventDefault: () => undefined }, link), GOOD)
  await expect.poll(links).toEqual([{ code: 'abc-defg-hjk' }])
  expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a second instance hands its link over and leaves; the window comes to the front', async () => {
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const second = await desktop.startAgain([GOOD])
  expect(second.code).toBe(0)
  await expect.poll(links).toEqual([{ code: 'abc-defg-hjk' }])
  await expect
    .poll(() => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false)
})

test('a second instance with a wild link does nothing but show the window', async () => {
  const second = await desktop.startAgain(['parley://join/../../etc', '--person=eve'])
  expect(second.code).toBe(0)
  await desktop.app.evaluate(({ app }, link) => app.emit('open-url', { preventDefault: () => undefined }, link), GOOD)
  await expect.poll(links).toEqual([{ code: 'abc-defg-hjk' }])
})

test('a link that comes while the page loads waits for it, and is given once', async () => {
  // The page is gone as far as the main process knows, so that nothing races with a real load.
  await desktop.app.evaluate(({ app, BrowserWindow }, link) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.emit('did-navigate', { preventDefault: () => undefined }, contents.getURL(), 200, 'OK')
    app.emit('open-url', { preventDefault: () => undefined }, link)
  }, GOOD)
  expect(await desktop.ask('takePendingLink')).toEqual({ ok: true, value: { code: 'abc-defg-hjk' } })
  expect(await desktop.ask('takePendingLink')).toEqual({ ok: true, value: null })
  expect(await links()).toEqual([])
})
