import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from './logging.ts'

test('what is personal or secret is cut, even where somebody logs it by mistake', () => {
  let written = ''
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk)
      done()
    },
  })
  const log = createLog('info', sink)
  const secret = 'do-not-log'
  for (const field of ['idToken', 'accessToken', 'refreshToken', 'dpop', 'credential', 'signature', 'email']) {
    log.info({ [field]: secret, session: { [field]: secret } }, 'event')
  }
  log.info({ name: secret, title: secret, token: secret, meeting: 'm1', person: { name: secret, ip: secret } }, 'event')
  expect(written).toContain('m1')
  expect(written).not.toContain(secret)
})
