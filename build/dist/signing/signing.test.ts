import { describe, expect, test } from 'vitest'
import { macosSigningOf, notarisationOf } from './macos.ts'
import { windowsSigningOf } from './windows.ts'

describe('Windows', () => {
  const certificate = { PARLEY_WINDOWS_CERTIFICATE: 'c.p12', PARLEY_WINDOWS_CERTIFICATE_PASSWORD: 'p' }

  test('nothing given: nothing signed', () => expect(windowsSigningOf({})).toEqual({ kind: 'none' }))

  test('a program of the organisation', () =>
    expect(windowsSigningOf({ PARLEY_WINDOWS_SIGN_COMMAND: '/opt/sign' })).toEqual({ kind: 'command', command: '/opt/sign' }))

  test('a certificate, with time stamps or knowingly without', () => {
    expect(windowsSigningOf({ ...certificate, PARLEY_WINDOWS_TIMESTAMPS: 'http://stamps.example.org' })).toEqual({
      kind: 'certificate',
      file: 'c.p12',
      password: 'p',
      timestamps: 'http://stamps.example.org',
    })
    expect(windowsSigningOf({ ...certificate, PARLEY_WINDOWS_TIMESTAMPS: 'none' })).toMatchObject({ timestamps: undefined })
  })

  test.each([
    ['both', { ...certificate, PARLEY_WINDOWS_SIGN_COMMAND: '/opt/sign' }],
    ['no password', { PARLEY_WINDOWS_CERTIFICATE: 'c.p12', PARLEY_WINDOWS_TIMESTAMPS: 'none' }],
    ['nothing about time stamps', certificate],
    ['time stamps from nowhere', { ...certificate, PARLEY_WINDOWS_TIMESTAMPS: 'file:///etc/passwd' }],
  ])('%s is refused, without the password in the message', (_, env) => {
    expect(() => windowsSigningOf(env)).toThrow(/PARLEY_WINDOWS_/)
  })
})

describe('macOS', () => {
  const key = { APPLE_API_KEY: 'k.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' }

  test.each([
    ['nothing, elsewhere', {}, 'linux', { identity: null, notarise: false }],
    ['nothing, on a Mac', {}, 'darwin', { identity: '-', notarise: false }],
    ['a certificate', { CSC_LINK: 'c.p12' }, 'darwin', { identity: undefined, notarise: false }],
    ['a certificate and a key', { CSC_NAME: 'Parley', ...key }, 'darwin', { identity: undefined, notarise: true }],
    [
      'a certificate and a profile',
      { CSC_NAME: 'x', APPLE_KEYCHAIN_PROFILE: 'p' },
      'darwin',
      { identity: undefined, notarise: true },
    ],
  ] as const)('%s', (_, env, host, expected) => expect(macosSigningOf(env, host)).toEqual(expected))

  test.each([
    ['half a key', { CSC_NAME: 'x', APPLE_API_KEY: 'k.p8' }, 'darwin', 'APPLE_API_KEY_ID and APPLE_API_ISSUER'],
    ['a key without a certificate', key, 'darwin', 'CSC_LINK'],
    ['a certificate elsewhere', { CSC_LINK: 'c.p12' }, 'linux', 'Only a Mac'],
  ] as const)('%s is refused', (_, env, host, message) => expect(() => macosSigningOf(env, host)).toThrow(message))

  test('a package is sent to Apple, and the answer stapled to it', () => {
    expect(notarisationOf('Parley.pkg', key)).toEqual([
      ['xcrun', 'notarytool', 'submit', 'Parley.pkg', '--key', 'k.p8', '--key-id', 'id', '--issuer', 'issuer', '--wait'],
      ['xcrun', 'stapler', 'staple', 'Parley.pkg'],
    ])
  })
})
