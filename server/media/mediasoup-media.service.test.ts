import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { createLog } from '../logging.ts'
import { workersOf } from '../testing/processes.ts'
import { describeMedia } from './media-contract.ts'
import { MediasoupMedia } from './mediasoup-media.ts'

const create = (workers = 1) =>
  MediasoupMedia.create({
    workers,
    listenAddress: '127.0.0.1',
    announcedAddress: undefined,
    firstPort: 0,
    log: createLog('silent'),
  })

describeMedia('MediasoupMedia', create)

describe('workers', () => {
  test('meetings are spread over them by how many people they hold', async () => {
    const media = await create(2)
    const [first, second] = [await media.createRoom(), await media.createRoom()]
    await first.createEndpoint()
    await first.createEndpoint()
    const third = await media.createRoom()
    const ports = await Promise.all(
      [first, second, third].map(async (room) => (await room.createEndpoint()).sendTransport.iceCandidates[0]?.port),
    )
    expect(ports[0]).not.toBe(ports[1])
    expect(ports[2]).toBe(ports[1])
    await media.close()
  })

  test('UDP is offered before TCP, on one port each', async () => {
    const media = await create()
    const endpoint = await (await media.createRoom()).createEndpoint()
    const { iceCandidates } = endpoint.sendTransport
    expect(iceCandidates.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp'])
    expect(Number(iceCandidates[0]?.priority)).toBeGreaterThan(Number(iceCandidates[1]?.priority))
    await media.close()
  })

  test('one that dies takes its rooms with it and is replaced', async () => {
    const media = await create()
    const room = await media.createRoom()
    const died = once(room.events, 'died')
    for (const pid of workersOf(process.pid)) process.kill(pid, 'SIGKILL')
    await died
    await expect(room.createEndpoint()).rejects.toThrow('MEDIA_UNREACHABLE')
    const next = await media.createRoom()
    await next.createEndpoint()
    await media.close()
  })

  test('none is left behind', async () => {
    const media = await create(2)
    expect(workersOf(process.pid)).toHaveLength(2)
    await media.close()
    expect(workersOf(process.pid)).toEqual([])
  })

  test('one whose port is taken is a clear refusal', async () => {
    const media = await create()
    const endpoint = await (await media.createRoom()).createEndpoint()
    const port = Number(endpoint.sendTransport.iceCandidates[0]?.port)
    const options = {
      workers: 1,
      listenAddress: '127.0.0.1',
      announcedAddress: undefined,
      firstPort: port,
      log: createLog('silent'),
    }
    await expect(MediasoupMedia.create(options)).rejects.toThrow('MEDIA_UNREACHABLE')
    await media.close()
    expect(workersOf(process.pid)).toEqual([])
  })
})
