import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { reachMedia } from './media-way.ts'
import { answers, bindingRequest } from './stun.ts'

describe('STUN', () => {
  /** RFC 5769 §2.2, with the transaction and password of §2.1. */
  const RESPONSE = Buffer.from(
    '0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96',
    'hex',
  )
  const TRANSACTION = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex')
  const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt'
  const request = { bytes: Buffer.of(), transaction: TRANSACTION }

  test('the answer of RFC 5769 is one', () => expect(answers(RESPONSE, request, PASSWORD)).toBe(true))

  test.each([
    ['another password', RESPONSE, request, 'another'],
    ['another transaction', RESPONSE, { ...request, transaction: Buffer.alloc(12) }, PASSWORD],
    ['a bit that was changed', Buffer.from(RESPONSE.toString('hex').replace('74657374', '74657375'), 'hex'), request, PASSWORD],
    ['only a part', RESPONSE.subarray(0, 40), request, PASSWORD],
    ['nothing', Buffer.of(), request, PASSWORD],
    ['a length beyond its end', Buffer.concat([RESPONSE.subarray(0, 20), Buffer.from('0022ffff', 'hex')]), request, PASSWORD],
  ])('%s is none', (_name, bytes, asked, password) => expect(answers(bytes, asked, password)).toBe(false))

  test('each request is one of its own, and says who is asked', () => {
    const [one, other] = [
      bindingRequest({ usernameFragment: 'abcd', password: 'x' }),
      bindingRequest({ usernameFragment: 'abcd', password: 'x' }),
    ]
    expect(one.transaction.equals(other.transaction)).toBe(false)
    expect(one.bytes.readUInt16BE(2)).toBe(one.bytes.length - 20)
    expect(one.bytes.includes('abcd:probe')).toBe(true)
  })
})

describe('the way to the media ports', () => {
  const probe = (protocol: 'udp' | 'tcp', port: number) => ({
    usernameFragment: 'abcd',
    password: 'secret',
    candidates: [{ protocol, address: '127.0.0.1', port }],
    lifetime: 1_000,
  })

  test('is not there where nobody answers, or somebody else does', async () => {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    expect(await reachMedia(probe('udp', port), 'udp', 200)).toBeUndefined()
    socket.on('message', (bytes, { port: from }) => socket.send(bytes, from, '127.0.0.1'))
    expect(await reachMedia(probe('udp', port), 'udp', 200)).toBeUndefined()
    socket.close()

    const server = createServer((connection) => connection.end(Buffer.from('0004HTTP')))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    expect(await reachMedia(probe('tcp', address.port), 'tcp', 500)).toBeUndefined()
    server.close()
    expect(await reachMedia(probe('tcp', 9), 'tcp', 500)).toBeUndefined()
    expect(await reachMedia(probe('tcp', 9), 'udp', 500)).toBeUndefined()
  })
})
