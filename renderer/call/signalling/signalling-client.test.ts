import { afterEach, describe, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { CODE, FakeMeetingService } from '../testing/fake-meeting-service.ts'
import { serveOverWebSocket } from '../testing/serve-over-web-socket.ts'
import type { SignallingClient } from './signalling-client.ts'
import { connectSignalling, signallingAddress } from './web-socket-signalling.ts'

interface Way {
  service: FakeMeetingService
  connect(ticket: string): SignallingClient
  /** Cuts the socket from the other side. */
  cut(): void
  close(): Promise<void>
}

const WAYS: [string, () => Promise<Way>][] = [
  [
    'in memory',
    async () => {
      const service = new FakeMeetingService()
      return { service, connect: (ticket) => service.connect(ticket), cut: () => service.dropAll(), close: async () => undefined }
    },
  ],
  [
    'over a WebSocket',
    async () => {
      const service = new FakeMeetingService()
      const { origin, cut, close } = await serveOverWebSocket(service)
      return { service, connect: (ticket) => connectSignalling(origin, ticket), cut, close }
    },
  ],
]

const preparation = {
  code: CODE,
  protocolVersion: PROTOCOL_VERSION,
  platform: { kind: 'web', os: 'linux', version: '0' },
} as const

describe.each(WAYS)('a signalling client %s', (_name, open) => {
  let way: Way | undefined
  const opened = async () => {
    way = await open()
    return { ...way, client: way.connect('one') }
  }
  afterEach(() => way?.close())

  test('opens, answers, and tells of the meeting until its end', async () => {
    const { client, service } = await opened()
    await client.opened
    expect((await client.call.prepare(preparation)).meeting.title).toBe('Planning')
    const events = await client.call.join({ rtpCapabilities: {}, pictures: 4 })
    const first = await events.next()
    expect(first.value).toMatchObject({ type: 'joined', participantId: service.self?.id })
    service.emit({ type: 'activeSpeaker', participantId: 'bo' })
    expect((await events.next()).value).toEqual({ type: 'activeSpeaker', participantId: 'bo' })
    service.emit({ type: 'ended', reason: 'meetingEnded' })
    expect((await events.next()).value).toEqual({ type: 'ended', reason: 'meetingEnded' })
    expect((await events.next()).done).toBe(true)
    client.close()
  })

  test('rejects with the service’s code and detail', async () => {
    const { client, service } = await opened()
    service.refusals.prepare = 'MEETING_NOT_FOUND'
    await expect(client.call.prepare(preparation)).rejects.toMatchObject({
      name: 'ParleyError',
      code: 'MEETING_NOT_FOUND',
      detail: 'as the test says',
    })
    client.close()
  })

  test('rejects malformed input as such', async () => {
    const { client } = await opened()
    await expect(client.call.prepare({ ...preparation, code: 'no code' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    client.close()
  })

  test('tells once when it is lost; what waits rejects, and so does what follows', async () => {
    const { client, service, cut } = await opened()
    await client.call.prepare(preparation)
    const events = await client.call.join({ rtpCapabilities: {}, pictures: 0 })
    await events.next()
    service.answersPings = false
    let losses = 0
    const lost = new Promise<void>((resolve) => {
      client.onLost(() => {
        losses += 1
        resolve()
      })
    })
    const waiting = [client.call.ping(), events.next()].map((each) =>
      expect(each).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' }),
    )
    cut()
    await lost
    await Promise.all(waiting)
    expect(client.lost).toBe(true)
    await expect(client.call.ping()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
    client.lose()
    expect(losses).toBe(1)
  })

  test('taken for lost, it does not wait for the socket to agree', async () => {
    const { client, service } = await opened()
    await client.opened
    service.answersPings = false
    const waiting = expect(client.call.ping()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
    client.lose()
    await waiting
  })

  test('closed by us, it is not told as lost', async () => {
    const { client } = await opened()
    await client.opened
    client.onLost(() => expect.unreachable())
    client.close()
    await expect(client.call.ping()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
  })
})

test('a service that is not there is lost, not waited for', async () => {
  const { origin, close } = await serveOverWebSocket(new FakeMeetingService())
  await close()
  const client = connectSignalling(origin, 'one')
  await expect(client.opened).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
})

test.each([
  ['https://meet.example.org', 'wss://meet.example.org/signalling'],
  ['http://127.0.0.1:8473', 'ws://127.0.0.1:8473/signalling'],
])('%s is signalled at %s', (origin, address) => {
  expect(signallingAddress(origin)).toBe(address)
})
