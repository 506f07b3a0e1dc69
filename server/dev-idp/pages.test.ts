import { expect, test } from 'vitest'
import { html } from './html.ts'
import { authenticatorPage, codePage, consentPage, identifyPage, offerPasskeyPage, problemPage } from './pages.ts'
import type { SampleAccount } from './sample-accounts.ts'

const HOSTILE = `"><script>alert('1')</script>&`
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;'

const account: SampleAccount = { subject: '1', name: HOSTILE, email: HOSTILE, organisation: 'northwind', groups: [] }
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  ['sign-in', identifyPage({ email: HOSTILE, problem: HOSTILE })],
  ['authenticator', authenticatorPage({ account, secret, problem: HOSTILE })],
  ['code', codePage({ account, passkey: true, problem: HOSTILE })],
  ['offer of a passkey', offerPasskeyPage({ account })],
  ['consent', consentPage({ account })],
  ['problem', problemPage({ title: HOSTILE, text: HOSTILE, code: HOSTILE })],
])('the page %s escapes what it is told', (_, page) => {
  expect(page).toContain(ESCAPED)
  expect(page).not.toContain(HOSTILE)
  expect(page).not.toContain('<script>')
})

test('no page has a script or a style of its own, nor a handler in an attribute', () => {
  const page = codePage({ account, passkey: true, problem: 'wrong' }) + authenticatorPage({ account, secret })
  expect(page.match(/<script[^>]*>[^<]/)).toBeNull()
  expect(page).not.toMatch(/<style| style=| on[a-z]+=/)
})

test('HTML is escaped once, lists are joined, and nothing stays nothing', () => {
  const items = ['a&b', 'c'].map((text) => html`<li>${text}</li>`)
  expect(html`<ul>${items}</ul>${undefined}`.text).toBe('<ul><li>a&amp;b</li><li>c</li></ul>')
})
