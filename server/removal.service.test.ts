/** Somebody who is removed, over real sockets and with the real media worker: their media is gone for all, and they stay out. */
import { observer, type types } from 'mediasoup'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiClient, openSession, signIn, TestClient } from './testing/client.ts'
import { audioParameters, videoParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import { DpopKey, type TestSession } from './testing/test-session.ts'

/** ms after which nothing of a removed person may be forwarded any more. */
const GONE = 500

const transports = new Set<types.WebRtcTransport>()
const isWebRtc = (transport: types.Transport): transport is types.WebRtcTransport => transport.type === 'webrtc'
const watch = (worker: types.Worker): void => {
  worker.observer.on('newrouter', (router) => {
    router.observer.on('newtransport', (transport) => {
      if (!isWebRtc(transport)) return
      transports.add(transport)
      transport.observer.on('close', () => transports.delete(transport))
    })
  })
}

let service: TestService
let ada: TestSession
beforeAll(async () => {
  observer.on('newworker', watch)
  service = await startService()
  ada = await signIn(service.origin, { personId: 'ada' })
})
afterAll(async () => {
  observer.off('newworker', watch)
  await service.stop()
})

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )
const prepare = async (session: TestSession, code: string) => {
  const client = await TestClient.connect(service.origin, session)
  await client.prepare(code)
  return client
}
const comeIn = async (session: TestSession, code: string) => {
  const client = await prepare(session, code)
  return { client, session, joined: await client.join() }
}
/** What goes through the worker, as the worker itself says. */
const flowing = async (): Promise<{ producers: string[]; consumed: number }> => {
  const dumps = await Promise.all([...transports].map((transport) => transport.dump()))
  return {
    producers: dumps.flatMap(({ producerIds }) => producerIds).toSorted(),
    consumed: dumps.flatMap(({ consumerIds }) => consumerIds).length,
  }
}
const createMeeting = async (): Promise<string> =>
  (await apiClient(service.origin, ada).meetings.create({ title: 'Weekly' })).code

test('their media is gone from the worker when the removal is answered', async () => {
  const code = await createMeeting()
  const host = await comeIn(ada, code)
  const bo = await comeIn(await signIn(service.origin, { personId: 'bo' }), code)
  const chen = await comeIn(await signIn(service.origin, { personId: 'chen' }), code)
  const own = await host.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
  const theirs = [
    await bo.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false }),
    await bo.client.rpc.produce({ source: 'camera', rtpParameters: videoParameters(), paused: false }),
    await bo.client.rpc.produce({ source: 'screen', rtpParameters: videoParameters(), paused: false }),
  ].map(({ producerId }) => producerId)
  const others = [host, chen]
  const received = await Promise.all(
    others.map(({ client }) =>
      Promise.all(theirs.map((producerId) => client.next('consumerAdded', ({ consumer }) => consumer.producerId === producerId))),
    ),
  )
  await bo.client.next('consumerAdded')
  expect(await flowing()).toEqual({ producers: [own.producerId, ...theirs].toSorted(), consumed: 2 * theirs.length + 2 })
  const before = transports.size

  const started = performance.now()
  await host.client.rpc.remove({ participantId: bo.joined.participantId })
  // What the service sends the worker it sends in order: this answer comes after all that the removal brought about.
  expect(await flowing()).toEqual({ producers: [own.producerId], consumed: 1 })
  expect(performance.now() - started).toBeLessThan(GONE)
  expect(transports.size).toBe(before - 2)

  expect(await bo.client.next('ended')).toMatchObject({ reason: 'removed' })
  await bo.client.closed
  for (const [index, { client }] of others.entries()) {
    for (const { consumer } of received[index] ?? []) {
      await client.next('consumerRemoved', ({ consumerId }) => consumerId === consumer.id)
    }
    expect(await client.next('participantLeft')).toMatchObject({ reason: 'removed' })
  }
  const again = bo.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
  expect(await refusal(again)).not.toBe('done')
  for (const session of [bo.session, await signIn(service.origin, { personId: 'bo' })]) {
    expect(await refusal(prepare(session, code))).toBe('REMOVED')
  }
  await Promise.all([host.client.close(), chen.client.close()])
})

test('they come back neither by a lost connection nor from before the mirror', async () => {
  const code = await createMeeting()
  const host = await comeIn(ada, code)
  const bo = await comeIn(await signIn(service.origin, { personId: 'bo' }), code)
  bo.client.cut()
  await host.client.next('participantUpdated', ({ participant }) => participant.connection === 'reconnecting')
  const back = await prepare(bo.session, code)
  await host.client.rpc.remove({ participantId: bo.joined.participantId })
  expect(await refusal(back.join({ resumeToken: bo.joined.resumeToken }))).toBe('REMOVED')
  expect(await refusal(back.join())).toBe('REMOVED')
  expect(back.events).toEqual([])
  expect(await refusal(prepare(bo.session, code))).toBe('REMOVED')
  await host.client.rpc.readmit({ personId: 'bo' })
  const again = await comeIn(bo.session, code)
  expect(again.joined.participants.map(({ personId }) => personId)).toEqual(['ada', 'bo'])
  await Promise.all([host.client.close(), back.close(), again.client.close()])
})

test('a guest who was removed stays out with another name and a new session of the same client', async () => {
  const code = await createMeeting()
  const host = await comeIn(ada, code)
  const key = DpopKey.create()
  const open = (name: string, with_: DpopKey = key) => openSession(service.origin, { kind: 'guest', code, name }, { key: with_ })
  const gus = await prepare(await open('Gus'), code)
  await gus.knock()
  await gus.next('waiting')
  await host.client.next('waitingChanged', ({ waiting }) => waiting.length === 1)
  await host.client.rpc.admitAll()
  const { participantId } = await gus.next('joined')
  await host.client.rpc.remove({ participantId })
  expect(await gus.next('ended')).toMatchObject({ reason: 'removed' })
  for (const name of ['Gus', 'Gustav']) expect(await refusal(prepare(await open(name), code))).toBe('REMOVED')

  // Another client can't be told from somebody else: they wait, whatever the option says.
  await host.client.rpc.setOptions({ lobby: 'everyone' })
  const stranger = await prepare(await open('Somebody', DpopKey.create()), code)
  await stranger.knock()
  await stranger.next('waiting')
  expect(stranger.events.map(({ type }) => type)).toEqual(['waiting'])
  await Promise.all([host.client.close(), stranger.close()])
})
