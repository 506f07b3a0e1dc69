import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { ErrorCode } from '#shared/errors.ts'
import { apiClient, signIn, TestClient } from './testing/client.ts'
import { RawSocket } from './testing/raw-socket.ts'
import { audioParameters, dtlsParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

let service: TestService
let session: TestSession
let code: string
/** Somebody in the meeting who must not notice anything. */
let bystander: TestClient
beforeAll(async () => {
  service = await startService({ limits: { idleLifetime: 2_000, silence: 4_000, preparedLifetime: 8_000 } })
  session = await signIn(service.origin, { personId: 'ada' })
  code = (await apiClient(service.origin, session).meetings.create({ title: 'Weekly' })).code
  bystander = await TestClient.connect(service.origin, await signIn(service.origin, { personId: 'bo' }))
  await bystander.prepare(code)
  await bystander.join()
})
afterAll(() => service.stop())

let raw: RawSocket
beforeEach(async () => {
  raw = await RawSocket.open(service.origin, session)
})
afterEach(async () => {
  await raw.close()
  await bystander.rpc.ping()
  expect(bystander.socket.readyState).toBe(WebSocket.OPEN)
})

const openTicket = async () => (await apiClient(service.origin, session).identity.openTicket()).ticket

/** How an upgrade with these protocols and this origin is answered. */
const upgrade = async (protocols: string[], options: { origin?: string; path?: string } = {}) => {
  const { origin, path = '/signalling' } = options
  const socket = new WebSocket(
    `${service.origin.replace('http', 'ws')}${path}`,
    protocols,
    origin === undefined ? {} : { origin },
  )
  const answer = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode)),
  ])
  socket.on('error', () => undefined)
  socket.terminate()
  return answer
}

describe('a socket is opened', () => {
  test('by a ticket, once', async () => {
    const ticket = await openTicket()
    expect(await upgrade(['parley', `ticket.${ticket}`])).toBe(101)
    expect(await upgrade(['parley', `ticket.${ticket}`])).toBe(401)
  })

  test.each([
    ['no ticket', ['parley']],
    ['a made-up ticket', ['parley', 'ticket.made-up']],
    ['an empty ticket', ['parley', 'ticket.']],
    ['nothing of ours', ['graphql-ws']],
  ])('not with %s', async (_what, protocols) => {
    expect(await upgrade(protocols)).toBe(401)
  })

  test('not without our protocol', async () => {
    expect(await upgrade([`ticket.${await openTicket()}`])).toBe(401)
  })

  test('by pages of our own, and no others', async () => {
    expect(await upgrade(['parley', `ticket.${await openTicket()}`], { origin: 'app://parley' })).toBe(101)
    expect(await upgrade(['parley', `ticket.${await openTicket()}`], { origin: 'https://evil.example' })).toBe(403)
  })

  test('at its own address', async () => {
    expect(await upgrade(['parley', `ticket.${await openTicket()}`], { path: '/other' })).toBe(404)
  })

  test('not with a ticket in the address', async () => {
    expect(await upgrade(['parley'], { path: `/signalling?ticket=${await openTicket()}` })).toBe(401)
  })
})

describe('a message', () => {
  test.each<[string, string | Buffer, number]>([
    ['is no JSON', 'hello', 1007],
    ['is half JSON', '{"i":"1","p":', 1007],
    ['is null', 'null', 1007],
    ['is a number', '7', 1007],
    ['is an array', '[]', 1007],
    ['has no payload', '{"i":"1"}', 1007],
    ['has an odd address', '{"i":"1","p":{"u":7}}', 1007],
    ['has an odd id', '{"i":1,"p":{"u":"/ping"}}', 1007],
    ['is of a stream that there is none of', '{"i":"5","t":3,"p":{"e":"message","d":{"json":1}}}', 1007],
    ['is binary', Buffer.from('{"i":"1","p":{"u":"/ping"}}'), 1007],
    ['is binary without sense', Buffer.from([0xff, 0x00, 0xff]), 1007],
    ['is too large', JSON.stringify({ i: '1', p: { u: '/ping', b: { json: 'x'.repeat(65_536) } } }), 1009],
    ['is far too large', 'x'.repeat(1_000_000), 1009],
  ])('that %s closes the socket with a code', async (_what, message, expected) => {
    raw.send(message)
    expect((await raw.closed).code).toBe(expected)
  })

  test.each<[string, string, unknown, ErrorCode]>([
    ['an unknown procedure', 'destroy', {}, 'UNKNOWN_PROCEDURE'],
    ['a name of every object', 'constructor', {}, 'UNKNOWN_PROCEDURE'],
    ['a prototype', '__proto__', {}, 'UNKNOWN_PROCEDURE'],
    ['a procedure within one', 'ping/handler', {}, 'UNKNOWN_PROCEDURE'],
    ['no input', 'prepare', undefined, 'INVALID_INPUT'],
    ['null', 'prepare', null, 'INVALID_INPUT'],
    ['wrong types', 'prepare', { code: 7, protocolVersion: 'one', platform: [] }, 'INVALID_INPUT'],
    ['a code that is none', 'prepare', { code: '../../etc', protocolVersion: 1, platform: {} }, 'INVALID_INPUT'],
    ['a join out of order', 'join', { rtpCapabilities: {}, pictures: 1 }, 'WRONG_STATE'],
    ['a leave out of order', 'leave', undefined, 'WRONG_STATE'],
    ['a produce out of order', 'produce', { source: 'camera', rtpParameters: {}, paused: false }, 'WRONG_STATE'],
    ['a connect out of order', 'connectTransport', { transportId: 'x', dtlsParameters: {} }, 'WRONG_STATE'],
    ['a hand out of order', 'setHand', { raised: true }, 'WRONG_STATE'],
    ['an end out of order', 'endMeeting', undefined, 'WRONG_STATE'],
  ])('with %s is answered with a code', async (_what, procedure, input, expected) => {
    expect(await raw.ask(procedure, input)).toBe(expected)
    expect(await raw.ask('ping')).toBe('done')
  })

  test('names the field that was wrong, and never what stood in it', async () => {
    const reply = await raw.request('prepare', { code: 'do-not-repeat', protocolVersion: 1, platform: {} })
    expect(JSON.stringify(reply)).toContain('"detail":"code"')
    expect(JSON.stringify(reply)).not.toContain('do-not-repeat')
  })

  test('with types that only pretend is answered with a code', async () => {
    raw.send('{"i":"9","p":{"u":"/prepare","b":{"json":{"code":"x"},"meta":[[1,"code","__proto__"]]}}}')
    expect(await raw.reply('9')).toBe('INVALID_INPUT')
    raw.send('{"i":"10","p":{"u":"/prepare","b":{"json":null,"meta":"x"}}}')
    expect(await raw.reply('10')).toBe('INVALID_INPUT')
    raw.send('{"i":"11","p":{"u":"/prepare","b":"x"}}')
    expect(await raw.reply('11')).toBe('INVALID_INPUT')
  })

  test('that takes back something that was never asked is ignored', async () => {
    raw.send('{"i":"5","t":4}')
    expect(await raw.ask('ping')).toBe('done')
  })
})

describe('in a meeting', () => {
  const comeIn = async (): Promise<void> => {
    expect(await raw.prepare(code)).toBe('done')
    expect(await raw.join()).toBe('done')
  }

  test('everything has its order', async () => {
    expect(await raw.prepare(code)).toBe('done')
    expect(await raw.prepare(code)).toBe('WRONG_STATE')
    expect(await raw.ask('setHand', { raised: true })).toBe('WRONG_STATE')
    const [first, second] = await Promise.all([raw.join(), raw.join()])
    expect([first, second]).toEqual(['done', 'WRONG_STATE'])
    expect(await raw.join()).toBe('WRONG_STATE')
    expect(await raw.ask('leave')).toBe('done')
    expect(await raw.ask('ping')).toBe('WRONG_STATE')
  })

  test.each<[string, string, unknown, ErrorCode]>([
    [
      'parameters that make no sense',
      'produce',
      { source: 'camera', rtpParameters: { codecs: [{}] }, paused: false },
      'INVALID_INPUT',
    ],
    ['numbers for parameters', 'produce', { source: 'camera', rtpParameters: 7, paused: false }, 'INVALID_INPUT'],
    ['an unknown source', 'produce', { source: 'keyboard', rtpParameters: {}, paused: false }, 'INVALID_INPUT'],
    ['a strange transport', 'connectTransport', { transportId: 'x', dtlsParameters: dtlsParameters() }, 'NOT_FOUND'],
    ['a strange producer', 'closeProducer', { producerId: 'x' }, 'NOT_FOUND'],
    ['a strange channel', 'warm', { sctpStreamParameters: { streamId: 'x' } }, 'INVALID_INPUT'],
    ['too many consumers', 'resumeConsumers', { consumerIds: Array.from({ length: 401 }, () => 'x') }, 'INVALID_INPUT'],
    [
      'too many pictures',
      'setVisible',
      { videos: Array.from({ length: 60 }, () => ({ producerId: 'x', spatialLayer: 0 })) },
      'INVALID_INPUT',
    ],
    ['a layer that is none', 'setVisible', { videos: [{ producerId: 'x', spatialLayer: 7 }] }, 'INVALID_INPUT'],
    ['an unknown reaction', 'react', { reaction: 'scream' }, 'INVALID_INPUT'],
  ])('%s are answered with a code', async (_what, procedure, input, expected) => {
    await comeIn()
    expect(await raw.ask(procedure, input)).toBe(expected)
    expect(await raw.ask('ping')).toBe('done')
  })

  test('capabilities that make no sense break nothing', async () => {
    await bystander.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    expect(await raw.prepare(code)).toBe('done')
    expect(await raw.ask('join', { rtpCapabilities: { codecs: 7 }, pictures: 9 })).toBe('done')
    expect(await raw.ask('ping')).toBe('done')
  })

  test('nothing of another participant can be touched', async () => {
    const { producerId } = await bystander.rpc.produce({ source: 'screenAudio', rtpParameters: audioParameters(), paused: false })
    await comeIn()
    expect(await raw.ask('closeProducer', { producerId })).toBe('NOT_FOUND')
    expect(await raw.ask('setProducerPaused', { producerId, paused: true })).toBe('NOT_FOUND')
    const transportId = bystander.prepared?.sendTransport.id
    expect(await raw.ask('connectTransport', { transportId, dtlsParameters: dtlsParameters() })).toBe('NOT_FOUND')
    expect(await raw.ask('restartIce', { transportId })).toBe('NOT_FOUND')
  })

  test('one id of a request that is as long as a message is refused', async () => {
    expect(await raw.prepare(code)).toBe('done')
    const body = { json: { rtpCapabilities: {}, pictures: 0 } }
    raw.send(JSON.stringify({ i: 'x'.repeat(60_000), p: { u: '/join', b: body } }))
    expect((await raw.closed).code).toBe(1007)
  })
})

describe('whoever', () => {
  test('asks too much is told so, and is cut off if it goes on', async () => {
    for (let round = 0; round < 250; round += 1) raw.post('ping')
    await expect.poll(() => raw.count('done')).toBeGreaterThanOrEqual(200)
    await expect.poll(() => raw.count('TOO_MANY_REQUESTS')).toBeGreaterThan(10)
    for (let round = 0; round < 1_000; round += 1) raw.post('ping')
    expect(await raw.closed).toMatchObject({ code: 1008, reason: 'TOO_MANY_REQUESTS' })
  })

  test('says nothing at all is shown out', async () => {
    expect(await raw.closed).toMatchObject({ code: 1008, reason: 'WRONG_STATE' })
  })

  test('stays before the mirror for ever is shown out', async () => {
    await raw.prepare(code)
    expect(await raw.closed).toMatchObject({ code: 1008, reason: 'WRONG_STATE' })
  }, 20_000)

  test('goes away half open is noticed', async () => {
    const gone = await RawSocket.open(service.origin, session, { autoPong: false })
    expect(await gone.prepare(code)).toBe('done')
    expect(await gone.closed).toMatchObject({ code: 1006 })
  }, 20_000)
})
