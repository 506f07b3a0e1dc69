import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnvironmentError, readEnvironment, type Surroundings } from './environment.ts'

const read = (changes: Partial<Surroundings>, packaged = true) =>
  readEnvironment({ argv: ['parley'], env: {}, platform: 'linux', getSystemVersion: () => '15.3.1', ...changes }, { packaged })

const problemOf = (changes: Partial<Surroundings>): string | undefined => {
  try {
    read(changes)
    return undefined
  } catch (thrown) {
    return thrown instanceof EnvironmentError ? thrown.problem : 'other'
  }
}

test('without anything, no service and nobody in particular', () => {
  expect(read({})).toEqual({
    serviceOrigin: undefined,
    configFolder: join(homedir(), '.config'),
    triedOutPolicies: undefined,
    triedOutUpdates: undefined,
    startAs: undefined,
    profile: undefined,
    link: undefined,
    os: { name: 'linux', platform: 'linux', version: '', virtual: false, sessionType: undefined },
  })
})

describe('the service', () => {
  test.each([
    ['https://meet.example.org', 'https://meet.example.org'],
    ['https://meet.example.org/', 'https://meet.example.org'],
    ['https://MEET.example.org:8443', 'https://meet.example.org:8443'],
    ['http://127.0.0.1:8473', 'http://127.0.0.1:8473'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:8473', 'http://[::1]:8473'],
  ])('%s', (address, origin) => expect(read({ env: { PARLEY_SERVICE_URL: address } }).serviceOrigin).toBe(origin))

  test.each([
    '',
    'meet.example.org',
    'http://meet.example.org',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'ws://127.0.0.1:8473',
    'file:///etc/passwd',
    'https://user:secret@meet.example.org',
    'https://meet.example.org/path',
    'https://meet.example.org/?x',
    'https://meet.example.org/#x',
    'https://meet.example.org; script-src *',
  ])('not %j', (address) => expect(problemOf({ env: { PARLEY_SERVICE_URL: address } })).toBe('serviceUrl'))
})

describe('the command line', () => {
  test.each([
    [['parley', '.', '--person=ada', '--profile=second'], 'ada', 'second'],
    [['parley', '--inspect=0', '--no-sandbox', '--person', 'bo', '.'], 'bo', undefined],
    [['parley', '.'], undefined, undefined],
  ])('%j', (argv, startAs, profile) => expect(read({ argv })).toMatchObject({ startAs, profile }))

  test.each([
    [['parley', '--person='], 'person'],
    [['parley', '--person'], 'person'],
    [['parley', '--person=../ada'], 'person'],
    [['parley', '--profile='], 'profile'],
    [['parley', '--profile=../../etc'], 'profile'],
    [['parley', '--profile=a/b'], 'profile'],
    [['parley', `--profile=${'a'.repeat(33)}`], 'profile'],
  ])('not %j', (argv, problem) => expect(problemOf({ argv })).toBe(problem))

  test('what comes after a link came with the link', () => {
    expect(read({ argv: ['parley', 'parley://join/abc-defg-hjk', '--person=eve', '--profile=evil'] })).toMatchObject({
      startAs: undefined,
      profile: undefined,
      link: 'parley://join/abc-defg-hjk',
    })
  })

  test('the first link counts, whatever its case', () => {
    expect(read({ argv: ['parley', '.', 'PARLEY://x', 'parley://y'] }).link).toBe('PARLEY://x')
  })
})

test.each([
  ['darwin', 'macos', '15.3.1'],
  ['win32', 'windows', ''],
  ['freebsd', 'other', ''],
] as const)('on %s', (platform, name, version) =>
  expect(read({ platform, env: { XDG_SESSION_TYPE: 'wayland' } }).os).toEqual({
    name,
    platform,
    version,
    virtual: false,
    sessionType: 'wayland',
  }),
)

describe('a system that it takes itself for', () => {
  const env = { PARLEY_PRETEND_OS: 'macos' }
  test('in development, for what others are told alone', () =>
    expect(read({ env }, false).os).toMatchObject({ name: 'macos', platform: 'linux', version: '' }))

  test('never once it is packaged', () => {
    expect(read({ env }).os.name).toBe('linux')
    expect(read({ env: { PARLEY_PRETEND_OS: 'windows' }, platform: 'win32' }).os.name).toBe('windows')
    expect(read({ env: { PARLEY_PRETEND_OS: 'macos' }, platform: 'win32' }).os.name).toBe('windows')
  })

  test.each(['linux', 'other', '', 'Windows', 'web'])('is not %j', (PARLEY_PRETEND_OS) => {
    expect(() => read({ env: { PARLEY_PRETEND_OS } }, false)).toThrow(new EnvironmentError('pretence'))
    expect(read({ env: { PARLEY_PRETEND_OS } }).os.name).toBe('linux')
  })
})

describe('a virtual desktop', () => {
  test.each([
    ['win32', 'RDP-Tcp#12', true],
    ['win32', 'ICA-tcp#1', true],
    ['win32', '31C5CE94259D4006A9E4#0', true],
    ['win32', 'Console', false],
    ['win32', 'console', false],
    ['win32', undefined, false],
    ['darwin', 'RDP-Tcp#12', false],
  ] as const)('on %s in the session %s: %s', (platform, SESSIONNAME, virtual) =>
    expect(read({ platform, env: { SESSIONNAME } }).os.virtual).toBe(virtual),
  )

  test('is known by the client of another maker', () =>
    expect(read({ platform: 'win32', env: { SESSIONNAME: 'Console', ViewClient_Type: 'Windows' } }).os.virtual).toBe(true))

  test('is known by the agent of another maker', () =>
    expect(read({ platform: 'win32', registryKeys: ['SOFTWARE\\Citrix\\VirtualDesktopAgent'] }).os.virtual).toBe(true))
})

test('policies are tried out in development alone', () => {
  const env = { PARLEY_POLICIES: '/tmp/policies' }
  expect(read({ env }, false).triedOutPolicies).toBe('/tmp/policies')
  expect(read({ env }, true).triedOutPolicies).toBeUndefined()
})

test('a feed of updates is tried out in development alone, and with its key', () => {
  const env = { PARLEY_UPDATE_URL: 'http://127.0.0.1:1/', PARLEY_UPDATE_KEY: 'abc' }
  expect(read({ env }, false).triedOutUpdates).toEqual({ url: 'http://127.0.0.1:1/', key: 'abc' })
  expect(read({ env }, true).triedOutUpdates).toBeUndefined()
  expect(read({ env: { PARLEY_UPDATE_URL: env.PARLEY_UPDATE_URL } }, false).triedOutUpdates).toBeUndefined()
  expect(read({ env: { PARLEY_UPDATE_KEY: env.PARLEY_UPDATE_KEY } }, false).triedOutUpdates).toEqual({ key: 'abc' })
})

test.each([
  ['/home/ada/settings', '/home/ada/settings'],
  ['settings', join(homedir(), '.config')],
])('settings of the session in %s', (given, folder) =>
  expect(read({ env: { XDG_CONFIG_HOME: given } }).configFolder).toBe(folder),
)
