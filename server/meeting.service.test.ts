import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { apiClient, signIn, TestClient } from './testing/client.ts'
import { audioParameters, dtlsParameters, videoParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

let service: TestService
let sessions: Record<'ada' | 'bo' | 'chen', TestSession>
beforeAll(async () => {
  service = await startService({ limits: { participants: 4, socketsPerSession: 6 } })
  const { origin } = service
  sessions = {
    ada: await signIn(origin, { personId: 'ada' }),
    bo: await signIn(origin, { personId: 'bo' }),
    chen: await signIn(origin, { personId: 'chen' }),
  }
})
afterAll(() => service.stop())

const createMeeting = () => apiClient(service.origin, sessions.ada).meetings.create({ title: 'Weekly' })

const comeIn = async (who: keyof typeof sessions, code: string): Promise<TestClient> => {
  const client = await TestClient.connect(service.origin, sessions[who])
  await client.prepare(code)
  await client.join()
  return client
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )

describe('a meeting', () => {
  test('tells nothing of itself before somebody joins', async () => {
    const { code, id } = await createMeeting()
    const ada = await comeIn('ada', code)
    const bo = await TestClient.connect(service.origin, sessions.bo)
    const prepared = await bo.prepare(code)
    expect(Object.keys(prepared).toSorted()).toEqual(
      [
        'encrypted',
        'meeting',
        'receiveTransport',
        'recording',
        'routerRtpCapabilities',
        'sendTransport',
        'warmConsumer',
      ].toSorted(),
    )
    expect(prepared.meeting).toMatchObject({ id, title: 'Weekly', present: 1 })
    expect(prepared.encrypted).toBe(false)
    expect(bo.events).toEqual([])
    expect(ada.events.map(({ type }) => type)).toEqual(['joined'])
    await Promise.all([ada.close(), bo.close()])
  })

  test('two people meet, hear and see each other, and part', async () => {
    const { code } = await createMeeting()
    const [ada, bo] = [await comeIn('ada', code), await comeIn('bo', code)]
    const { participant } = await ada.next('participantJoined')
    expect(participant).toMatchObject({ personId: 'bo', name: 'Bo Lindqvist', role: 'presenter', connection: 'connected' })

    const { sendTransport, receiveTransport } = ada.prepared ?? {}
    for (const transport of [sendTransport, receiveTransport]) {
      await ada.rpc.connectTransport({ transportId: transport?.id ?? '', dtlsParameters: dtlsParameters() })
    }
    expect(await ada.rpc.warm({ sctpStreamParameters: { streamId: 0, ordered: true } })).toEqual({ id: expect.any(String) })
    const { iceParameters } = await ada.rpc.restartIce({ transportId: sendTransport?.id ?? '' })
    expect(iceParameters.usernameFragment).not.toBe(sendTransport?.iceParameters.usernameFragment)

    const microphone = await ada.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    const camera = await ada.rpc.produce({ source: 'camera', rtpParameters: videoParameters(), paused: false })
    const sound = await bo.next('consumerAdded', ({ consumer }) => consumer.kind === 'audio')
    const picture = await bo.next('consumerAdded', ({ consumer }) => consumer.kind === 'video')
    expect(sound.consumer.producerId).toBe(microphone.producerId)
    expect(picture.consumer).toMatchObject({ producerId: camera.producerId, source: 'camera', producerPaused: false })
    await bo.rpc.resumeConsumers({ consumerIds: [sound.consumer.id, picture.consumer.id] })
    await bo.rpc.setVisible({ videos: [{ producerId: camera.producerId, spatialLayer: 2, temporalLayer: 2, priority: 255 }] })

    await ada.rpc.setProducerPaused({ producerId: microphone.producerId, paused: true })
    const muted = await bo.next('participantUpdated', ({ participant: { producers } }) => producers.some(({ paused }) => paused))
    expect(muted.participant.producers).toContainEqual({ id: microphone.producerId, source: 'microphone', paused: true })
    await ada.rpc.closeProducer({ producerId: camera.producerId })
    expect(await bo.next('consumerRemoved')).toMatchObject({ consumerId: picture.consumer.id })

    await bo.rpc.setHand({ raised: true })
    await ada.next('participantUpdated', ({ participant: { handRaisedAt } }) => handRaisedAt !== undefined)
    await bo.rpc.react({ reaction: 'applause' })
    expect(await ada.next('reaction')).toMatchObject({ reaction: 'applause' })

    await bo.rpc.leave()
    expect(await bo.next('ended')).toMatchObject({ reason: 'left' })
    expect(await ada.next('participantLeft')).toMatchObject({ reason: 'left' })
    expect(await bo.closed).toMatchObject({ code: 1000 })
    await ada.close()
  })

  test('a screen is shared five times quickly', async () => {
    const { code } = await createMeeting()
    const [ada, bo] = [await comeIn('ada', code), await comeIn('bo', code)]
    for (let round = 0; round < 5; round += 1) {
      const { producerId } = await ada.rpc.produce({ source: 'screen', rtpParameters: videoParameters(), paused: false })
      await ada.rpc.closeProducer({ producerId })
      await ada.next('participantUpdated', ({ participant }) => participant.producers.some(({ id }) => id === producerId))
      const added = bo.events.filter(({ type }) => type === 'consumerAdded').length
      const removed = (): number => bo.events.filter(({ type }) => type === 'consumerRemoved').length
      await expect.poll(removed).toBe(added)
    }
    await Promise.all([ada.close(), bo.close()])
  })

  test('ends for everybody when its organiser says so', async () => {
    const { code } = await createMeeting()
    const [ada, bo] = [await comeIn('ada', code), await comeIn('bo', code)]
    expect(await refusal(bo.rpc.endMeeting())).toBe('FORBIDDEN')
    await ada.rpc.endMeeting()
    for (const client of [ada, bo]) {
      expect(await client.next('ended')).toMatchObject({ reason: 'meetingEnded' })
      await client.closed
    }
    expect(await apiClient(service.origin, sessions.ada).meetings.get({ code })).toMatchObject({ present: 0 })
  })

  test('takes as many as it may, and no more', async () => {
    const { code } = await createMeeting()
    const everybody = await Promise.all([...'abcd'].map(() => comeIn('ada', code)))
    const late = await TestClient.connect(service.origin, sessions.bo)
    await late.prepare(code)
    expect(await refusal(late.join())).toBe('MEETING_FULL')
    await everybody[0]?.rpc.leave()
    await late.join()
    await Promise.all([...everybody, late].map((client) => client.close()))
  })
})

describe('who may', () => {
  test('a guest comes into their own meeting and no other', async () => {
    const [own, other] = [await createMeeting(), await createMeeting()]
    const session = await signIn(service.origin, { code: own.code, name: 'Gus' })
    const guest = await TestClient.connect(service.origin, session)
    expect(await refusal(guest.prepare(other.code))).toBe('FORBIDDEN')
    await guest.prepare(own.code)
    await apiClient(service.origin, sessions.ada).meetings.setOptions({ code: own.code, change: { lobby: 'everyone' } })
    const joined = await guest.join()
    expect(joined.participants).toMatchObject([
      { name: 'Gus', standing: 'anonymous', verification: 'nothing', role: 'presenter' },
    ])
    await guest.close()
  })

  test.each([
    [PROTOCOL_VERSION - 1, 'CLIENT_TOO_OLD'],
    [PROTOCOL_VERSION + 1, 'CLIENT_TOO_NEW'],
  ])('a client of version %i is told %s', async (protocolVersion, code) => {
    const meeting = await createMeeting()
    const client = await TestClient.connect(service.origin, sessions.ada)
    const platform = { kind: 'web', os: 'linux', version: '0' } as const
    expect(await refusal(client.rpc.prepare({ code: meeting.code, protocolVersion, platform }))).toBe(code)
    await client.close()
  })

  test('nobody comes into a meeting that is not there', async () => {
    const client = await TestClient.connect(service.origin, sessions.ada)
    expect(await refusal(client.prepare('abc-defg-hjk'))).toBe('MEETING_NOT_FOUND')
    const { code } = await createMeeting()
    await apiClient(service.origin, sessions.ada).meetings.cancel({ code })
    expect(await refusal(client.prepare(code))).toBe('MEETING_ENDED')
    await client.close()
  })

  test('whoever signs out is out of the meeting at once', async () => {
    const { code } = await createMeeting()
    const ada = await comeIn('ada', code)
    const session = await signIn(service.origin, { personId: 'dara' })
    const dara = await TestClient.connect(service.origin, session)
    await dara.prepare(code)
    await dara.join()
    await apiClient(service.origin, session).identity.closeSession()
    expect(await dara.next('ended')).toMatchObject({ reason: 'signedOut' })
    await ada.next('participantLeft')
    await dara.closed
    expect(await refusal(apiClient(service.origin, session).identity.openTicket())).toBe('SESSION_ENDED')
    await ada.close()
  })

  test('one session opens only so many sockets', async () => {
    const session = await signIn(service.origin, { personId: 'eli' })
    const sockets = await Promise.all(Array.from({ length: 7 }, () => TestClient.connect(service.origin, session)))
    const refused = await Promise.race(sockets.map(({ closed }) => closed))
    expect(refused).toMatchObject({ code: 1008, reason: 'LIMIT_REACHED' })
    await Promise.all(sockets.map((client) => client.close()))
  })
})
