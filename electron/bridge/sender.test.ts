import { expect, test } from 'vitest'
import { isFromPage, type Sending } from './sender.ts'

const sending = (senderFrame: Sending['senderFrame'], id = 7): Sending => ({ sender: { id }, senderFrame })
const page = { url: 'app://parley/index.html', parent: null }

test('the main frame of our page in our window', () => expect(isFromPage(sending(page), 7)).toBe(true))

test.each([
  ['a frame that is gone', sending(null), 7],
  ['a frame within the page', sending({ ...page, parent: page }), 7],
  ['another page in our window', sending({ url: 'https://evil.example/', parent: null }), 7],
  ['an empty page', sending({ url: 'about:blank', parent: null }), 7],
  ['our page in another window', sending(page, 8), 7],
  ['our page after the window was closed', sending(page), undefined],
])('not %s', (_case, event, window) => expect(isFromPage(event, window)).toBe(false))
