import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type BridgeReply, bridgeVerbs } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import { UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import { defaultSettings } from '#shared/settings.ts'
import { createLog } from '../diagnostics/log.ts'
import { type BridgeHandlers, registerBridge, tellPage } from './bridge.ts'
import { VERB_NAMES } from './names.ts'

type Listener = (event: never, input: unknown) => Promise<BridgeReply>

const signedIn = { state: 'signedIn' as const, account: { person: { id: 'ada', kind: 'member' as const, name: 'Ada' } } }
const handlers = {
  getEnvironment: vi.fn(() => ({
    platform: { kind: 'desktop' as const, os: 'linux' as const, version: '1' },
    serviceOrigin: 'https://meet.example.org',
    systemScreenPicker: false,
    systemAudio: false,
    mediaSettings: [],
  })),
  getIdentity: vi.fn(() => signedIn),
  signIn: vi.fn(() => signedIn),
  signInAsSample: vi.fn(() => signedIn),
  confirmIdentity: vi.fn(() => signedIn),
  reopenSignIn: vi.fn(),
  cancelSignIn: vi.fn(),
  signWithDeviceKey: vi.fn(() => new Uint8Array(64)),
  signOut: vi.fn(() => ({ state: 'signedOut' as const })),
  getEncryptionIdentity: vi.fn(() => null),
  getProviderKeys: vi.fn(() => ({ keys: [] })),
  openTicket: vi.fn(async () => ({ ticket: 't' })),
  callService: vi.fn(() => 'anything'),
  getSettings: vi.fn(defaultSettings),
  setSettings: vi.fn(),
  getPolicies: vi.fn(() => UNMANAGED),
  moveToService: vi.fn(() => ({ accepted: false })),
  restart: vi.fn(),
  getMediaAccess: vi.fn(() => ({ camera: 'unknown' as const, microphone: 'unknown' as const, screen: 'unknown' as const })),
  requestMediaAccess: vi.fn(() => true),
  openMediaSettings: vi.fn(),
  listScreenSources: vi.fn(() => []),
  chooseScreenSource: vi.fn(),
  setInMeeting: vi.fn(),
  notify: vi.fn(),
  setFullScreen: vi.fn(),
  setContentProtection: vi.fn(),
  getUpdates: vi.fn(() => ({ progress: { state: 'current' as const } })),
  checkForUpdates: vi.fn(),
  downloadUpdate: vi.fn(),
  installUpdate: vi.fn(),
  deferUpdate: vi.fn(),
  runCheck: vi.fn(() => ({ finding: 'diskFine' as const, facts: {}, ms: 1 })),
  getLog: vi.fn(() => ({ text: '' })),
  saveReport: vi.fn(() => ({ saved: true })),
  getCrashReports: vi.fn(() => []),
  answerCrashReports: vi.fn(),
  takePendingLink: vi.fn(() => null),
} satisfies BridgeHandlers

let trusted: boolean
let lines: string[]
let registered: Map<string, Listener>
const ask = (verb: string, input?: unknown): Promise<BridgeReply> => {
  const listener = registered.get(`parley:${verb}`)
  if (listener === undefined) throw new Error(`nobody answers ${verb}`)
  return listener({} as never, input)
}

beforeEach(() => {
  vi.clearAllMocks()
  trusted = true
  lines = []
  registered = new Map()
  const ipc = { handle: (channel: string, listener: Listener) => void registered.set(channel, listener) }
  registerBridge(ipc as never, { handlers, isTrusted: () => trusted, log: createLog((line) => lines.push(line)) })
})

test('every verb of the bridge is answered, and no other', () => {
  expect([...registered.keys()].sort()).toEqual(
    Object.keys(bridgeVerbs)
      .map((verb) => `parley:${verb}`)
      .sort(),
  )
})

describe.each(VERB_NAMES)('%s', (verb) => {
  test('a foreign sender is refused before anything is looked at', async () => {
    trusted = false
    expect(await ask(verb)).toEqual({ ok: false, code: 'FORBIDDEN', detail: 'sender' })
    expect(handlers[verb]).not.toHaveBeenCalled()
  })

  test.each([null, 0, 'text', [], Number.NaN, { on: 'yes', appearance: 'pink', email: 'nobody' }])(
    'wrong input %j never reaches its handler',
    async (input) => {
      expect(await ask(verb, input)).toMatchObject({ ok: false, code: 'INVALID_INPUT' })
      expect(handlers[verb]).not.toHaveBeenCalled()
    },
  )
})

test('a handler gets its input without what the schema does not know', async () => {
  expect(await ask('setInMeeting', { inMeeting: true, other: 1 })).toEqual({ ok: true, value: undefined })
  expect(handlers.setInMeeting).toHaveBeenCalledWith({ inMeeting: true })
})

test('a refusal keeps its code and detail', async () => {
  handlers.signIn.mockImplementationOnce(() => {
    throw new ParleyError('UNAUTHENTICATED', 'why')
  })
  expect(await ask('signIn', { email: 'ada@northwind.example' })).toEqual({ ok: false, code: 'UNAUTHENTICATED', detail: 'why' })
  expect(lines).toEqual([])
})

test('a failure tells the page nothing but its code, and is logged', async () => {
  handlers.signIn.mockImplementationOnce(() => {
    throw new Error('secret')
  })
  expect(await ask('signIn', { email: 'ada@northwind.example' })).toEqual({ ok: false, code: 'INTERNAL', detail: undefined })
  expect(lines.join()).toContain('bridge.failed')
  expect(lines.join()).not.toContain('secret')
})

test('an answer that does not fit stays here', async () => {
  handlers.openTicket.mockResolvedValueOnce({ token: 'secret' } as never)
  expect(await ask('openTicket')).toMatchObject({ ok: false, code: 'INTERNAL' })
  handlers.openTicket.mockResolvedValueOnce({ ticket: 't', token: 'secret' } as never)
  expect(await ask('openTicket')).toEqual({ ok: true, value: { ticket: 't' } })
})

test('what is signed crosses as bytes, of a purpose that is known', async () => {
  const bytes = new Uint8Array([1, 2, 3])
  expect(await ask('signWithDeviceKey', { purpose: 'mls', bytes })).toEqual({ ok: true, value: new Uint8Array(64) })
  expect(handlers.signWithDeviceKey).toHaveBeenCalledWith({ purpose: 'mls', bytes })
  for (const wrong of [
    { purpose: 'session', bytes },
    { purpose: 'mls', bytes: [1, 2, 3] },
    { purpose: 'mls', bytes: new Uint8Array(65_537) },
  ]) {
    expect(await ask('signWithDeviceKey', wrong)).toMatchObject({ ok: false, code: 'INVALID_INPUT' })
  }
})

test('whose session it is reaches the page, and nothing of the session', async () => {
  handlers.signIn.mockReturnValueOnce({ ...signedIn, account: { ...signedIn.account, token: 'secret' } } as never)
  expect(await ask('signIn', {})).toEqual({ ok: true, value: signedIn })
})

test('the page is told what fits the event, and nothing else', () => {
  const send = vi.fn()
  tellPage({ send }, 'power', { event: 'suspend' })
  expect(send).toHaveBeenCalledWith('parley:power', { event: 'suspend' })
  expect(() => tellPage({ send }, 'linkOpened', { code: 'wild' })).toThrow()
  expect(send).toHaveBeenCalledTimes(1)
})
