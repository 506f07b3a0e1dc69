import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiClient, signIn, TestClient } from './testing/client.ts'
import { brokenFrame, createRandom, hostileRequest } from './testing/hostile-messages.ts'
import { RawSocket } from './testing/raw-socket.ts'
import { audioParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'

const MESSAGES = 100_000
const SEED = 20_260_101
/** Sent without waiting for answers. */
const BATCH = 250

let service: TestService
beforeAll(async () => {
  // Without the limit on requests, so that each message is really looked at.
  const unlimited = { requestRate: 1e9, requestBurst: 1e9 }
  service = await startService({ limits: { ...unlimited, resumeWindow: 500, silence: 60_000 }, logLevel: 'silent' })
})
afterAll(() => service.stop())

test(`${MESSAGES} hostile messages break nothing and disturb nobody`, async () => {
  const { origin } = service
  const host = await signIn(origin, { personId: 'ada' })
  const { code } = await apiClient(origin, host).meetings.create({ title: 'Weekly' })
  const bystander = await TestClient.connect(origin, host)
  await bystander.prepare(code)
  await bystander.join()
  const { producerId } = await bystander.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })

  const random = createRandom(SEED)
  const session = await signIn(origin, { personId: 'bo' })
  const outcomes = new Map<string, number>()
  let sockets = 0
  const comeIn = async (): Promise<RawSocket> => {
    sockets += 1
    const socket = await RawSocket.open(origin, session)
    expect(await socket.prepare(code)).toBe('done')
    expect(await socket.join()).toBe('done')
    return socket
  }

  let socket = await comeIn()
  let broken = 0
  for (let sent = 0; sent < MESSAGES; ) {
    const { ids } = socket
    const batch = Array.from({ length: BATCH }, (_, index) => `${sent}-${index}`)
    for (const id of batch) socket.send(hostileRequest(random, id, ids))
    const answers = await Promise.allSettled(batch.map((id) => socket.reply(id)))
    if (answers.every(({ status }) => status === 'fulfilled')) {
      // A frame that is no request is passed over, or closes the socket with a code.
      socket.send(brokenFrame(random))
      broken += 1
      sent += BATCH + 1
      await Promise.race([socket.ask('ping').catch(() => undefined), socket.closed])
      if (socket.isOpen) continue
    }
    // Every request is answered, whatever is in it: only a broken frame closes a socket.
    expect(broken).toBeGreaterThan(0)
    broken = 0
    expect([1007, 1009]).toContain((await socket.closed).code)
    for (const [outcome, times] of socket.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times)
    socket = await comeIn()
  }
  await socket.close()

  expect(outcomes.get('INTERNAL')).toBeUndefined()
  for (const outcome of ['done', 'INVALID_INPUT', 'UNKNOWN_PROCEDURE', 'WRONG_STATE', 'NOT_FOUND', 'FORBIDDEN']) {
    expect(outcomes.get(outcome), outcome).toBeGreaterThan(100)
  }
  expect(sockets).toBeGreaterThan(10)

  expect(bystander.events.filter(({ type }) => type === 'ended')).toEqual([])
  await bystander.rpc.setProducerPaused({ producerId, paused: true })
  const late = await TestClient.connect(origin, session)
  await late.prepare(code)
  const { participants, consumers } = await late.join()
  expect(participants.find(({ personId }) => personId === 'ada')).toMatchObject({
    connection: 'connected',
    producers: [{ id: producerId, source: 'microphone', paused: true }],
  })
  expect(consumers.map((consumer) => consumer.producerId)).toContain(producerId)
  await Promise.all([bystander.close(), late.close()])
}, 240_000)
