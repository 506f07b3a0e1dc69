/** Encrypted meetings in the engine: the real group in a worker's place, and a service that may do as it likes. */
import { base64urlnopad } from '@scure/base'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import { COMMON_SUITE, HYBRID_SUITE, type MlsSuite } from '#shared/encryption/group.ts'
import { resolveOptions } from '#shared/meeting/effective-options.ts'
import { newKeys } from '../encryption/mls/testing/test-meeting.ts'
import type { CallState } from './call-state.ts'
import { LiveCallEngine } from './live-call-engine.ts'
import { FakeEncryptionWorker } from './testing/fake-encryption-worker.ts'
import { CODE, FakeMeetingService } from './testing/fake-meeting-service.ts'
import { FakeSurroundings } from './testing/fake-surroundings.ts'

let service: FakeMeetingService
let surroundings: FakeSurroundings
let engine: LiveCallEngine
let deliveryKey: string

const state = (): CallState => engine.store.getState()
const worker = (): FakeEncryptionWorker => surroundings.encryptionWorkers.at(-1) as FakeEncryptionWorker
const offer = (): EncryptionOffer | undefined => service.lastInput<{ encryption?: EncryptionOffer }>('join')?.encryption

const join = async (): Promise<void> => {
  await engine.prepare(CODE)
  await engine.join()
}
const found = (suite: MlsSuite = HYBRID_SUITE): void =>
  service.emit({ type: 'encryption', news: { is: 'found', suite, deliveryKey } })
/** In the meeting as its first, with keys. */
const meet = async (): Promise<void> => {
  await join()
  found()
  await vi.waitFor(() => expect(surroundings.wire.sent).toEqual(['audio', 'video']), 3_000)
}

beforeEach(async () => {
  service = new FakeMeetingService()
  service.options = resolveOptions([], { encryption: 'on' })
  surroundings = new FakeSurroundings(service)
  engine = new LiveCallEngine(surroundings.platform, surroundings.environment)
  deliveryKey = base64urlnopad.encode((await newKeys()).publicKey)
})
afterEach(() => engine.leave())

describe('in an encrypted meeting', () => {
  test('nothing is sent before there is a key to send with, and all of it is bound to the key', async () => {
    await join()
    expect(offer()).toEqual({ keyPackages: [expect.any(String), expect.any(String)] })
    expect(state()).toMatchObject({ phase: 'joined', encryption: { status: 'settling', members: [] } })
    expect(state().encryption?.securityCode).toBeUndefined()
    found()
    await vi.waitFor(() => expect(state().encryption?.status).toBe('protected'))
    expect(surroundings.wire.sent).toEqual([])
    await vi.waitFor(() => expect(surroundings.wire.sent).toEqual(['audio', 'video']), 3_000)
    expect([...worker().attached.values()]).toEqual([
      { direction: 'send', source: 'microphone', codec: 'opus' },
      { direction: 'send', source: 'camera', codec: 'vp8' },
    ])
    expect(state().encryption).toMatchObject({
      securityCode: expect.stringMatching(/^(\d{5} ){5}\d{5}$/),
      members: [{ participantId: state().selfId, verdict: { status: 'guest', name: 'Ada Moreau' }, isSelf: true }],
      changes: [],
      unseen: false,
    })
  })

  test('what can’t be bound to the key takes the connection with it, and is not sent', async () => {
    vi.spyOn(FakeEncryptionWorker.prototype, 'attach').mockImplementation(() => {
      throw new TypeError('as the test says')
    })
    await join()
    found()
    await vi.waitFor(() => expect(state().phase).toBe('reconnecting'), 3_000)
    expect(surroundings.wire.sent).toEqual([])
    vi.restoreAllMocks()
  })

  test('what is received is bound to its sender, and stays paused until their key is there', async () => {
    service.addPerson('bo')
    await meet()
    expect([...worker().attached.values()].filter(({ direction }) => direction === 'receive')).toEqual([
      { direction: 'receive', source: 'microphone', codec: 'opus', sender: 'bo' },
      { direction: 'receive', source: 'camera', codec: 'vp8', sender: 'bo' },
    ])
    expect(service.count('resumeConsumers')).toBe(0)
  })

  test('somebody who comes back says what they hold, and goes on', async () => {
    await meet()
    service.dropAll()
    await vi.waitFor(() => expect(service.count('join')).toBe(2), 3_000)
    expect(offer()).toMatchObject({ held: { epoch: 0 } })
    await vi.waitFor(() => expect(surroundings.wire.sent).toEqual(['audio', 'video']))
    expect(surroundings.encryptionWorkers).toHaveLength(1)
  })

  test('where the group is made anew, what is sent goes on with its keys', async () => {
    await meet()
    const before = state().encryption?.securityCode
    service.dropAll()
    await vi.waitFor(() => expect(service.count('join')).toBe(2), 3_000)
    found()
    await vi.waitFor(() => expect(state().encryption?.securityCode).not.toBe(before))
    expect(worker().core.frames.sendingEpoch).toBeUndefined()
    await vi.waitFor(() => expect(worker().core.frames.sendingEpoch).toBe(0n), 3_000)
    expect(state().encryption?.changes).toEqual([])
    // Of the camera, so that whoever has only the new keys sees a picture at once.
    expect(surroundings.wire.keyFrames).toBe(1)
  })

  test('keys that become weaker are told, and what is sent goes on with them', async () => {
    await meet()
    expect(state().encryption).toMatchObject({ isPostQuantum: true, changes: [] })
    found(COMMON_SUITE)
    await vi.waitFor(() => expect(state().encryption).toMatchObject({ isPostQuantum: false, unseen: true }))
    expect(state().encryption?.changes).toEqual([expect.objectContaining({ joined: [], left: [], isWeaker: true })])
    await vi.waitFor(() => expect(worker().core.frames.sendingEpoch).toBe(0n), 3_000)
  })

  test('a service that calls it clear afterwards is not believed', async () => {
    await meet()
    service.options = resolveOptions([], {})
    service.dropAll()
    await vi.waitFor(() => expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'ENCRYPTION_FAILED' } }), 3_000)
    expect(surroundings.wire.sent).toEqual([])
  })

  test('a service that calls it clear only to who joins is not believed', async () => {
    await engine.prepare(CODE)
    service.options = resolveOptions([], {})
    await engine.join()
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'ENCRYPTION_FAILED' } })
    expect(surroundings.wire.sent).toEqual([])
  })

  test('one that has become encrypted before the mirror is prepared for again', async () => {
    service.options = resolveOptions([], {})
    await engine.prepare(CODE)
    service.options = resolveOptions([], { encryption: 'on' })
    service.needsOffer = true
    await engine.join()
    await vi.waitFor(() => expect(offer()).toBeDefined(), 3_000)
    expect(service.count('prepare')).toBe(2)
    await vi.waitFor(() => expect(state().phase).toBe('joined'))
  })

  test('in the lobby there are no keys, and the way back takes an offer that was not used', async () => {
    await meet()
    const first = offer()
    service.sendToLobby()
    await vi.waitFor(() => expect(service.count('renewOffer')).toBe(1))
    const renewed = service.lastInput<EncryptionOffer>('renewOffer')
    expect(renewed?.held).toBeUndefined()
    for (const each of renewed?.keyPackages ?? []) expect(first?.keyPackages).not.toContain(each)
    expect(state()).toMatchObject({ phase: 'waiting', encryption: { status: 'settling', members: [] } })
    expect(worker().core.frames.sendingEpoch).toBeUndefined()
    expect(surroundings.wire.sent).toEqual([])
    service.letIn()
    found()
    await vi.waitFor(() => expect(surroundings.wire.sent).toEqual(['audio', 'video']), 3_000)
  })

  test('a worker that breaks takes everything off the wire', async () => {
    await meet()
    worker().fail()
    expect(state().encryption?.status).toBe('lost')
    expect(surroundings.wire.sent).toEqual([])
  })

  test('whom the others do not accept is out', async () => {
    await meet()
    service.emit({ type: 'encryption', news: { is: 'refused' } })
    await vi.waitFor(() => expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'NOT_ACCEPTED' } }))
    expect(worker().closed).toBe(true)
  })

  test('what is said goes to the members alone', async () => {
    await meet()
    await engine.react('applause')
    await engine.setHand(true)
    const { message } = await engine.chat.sendMessage({ text: 'Only for us', mentions: [] })
    await engine.chat.editMessage({ messageId: message.id, text: 'Only for you', mentions: [] })
    expect(service.count('sendEncrypted')).toBe(4)
    for (const procedure of ['react', 'setHand', 'sendMessage', 'editMessage'] as const) expect(service.count(procedure)).toBe(0)
    expect(JSON.stringify(service.requests)).not.toContain('Only for')
    expect(state().chat.messages).toMatchObject([{ text: 'Only for you', editedAt: expect.any(Number) }])
    expect(state().reactions).toMatchObject([{ participantId: state().selfId, reaction: 'applause' }])
    expect(state().participants[0]?.handRaisedAt).toBeDefined()
    await expect(engine.chat.reportMessage({ messageId: message.id })).rejects.toMatchObject({ code: 'OFF_WHEN_ENCRYPTED' })
    service.dropAll()
    await vi.waitFor(() => expect(state().phase).toBe('joined'), 3_000)
    expect(state().chat.messages).toHaveLength(1)
  })

  test('nothing is left of it at the end', async () => {
    await meet()
    expect(engine.inspect().workers).toBe(1)
    await engine.leave()
    expect(engine.inspect()).toEqual({ sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 })
    expect(worker().closed).toBe(true)
  })
})

test('a meeting in the clear has no worker and joins without an offer', async () => {
  service.options = resolveOptions([], {})
  await join()
  expect(offer()).toBeUndefined()
  expect(surroundings.encryptionWorkers).toEqual([])
  expect(state().encryption).toBeUndefined()
})
