/** What any media layer must do, real or not: the tests that both are held against. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { audioParameters, dtlsParameters, videoParameters } from '../testing/rtp.ts'
import type { Media, MediaEndpoint, MediaRoom } from './media.ts'

export const describeMedia = (name: string, create: () => Promise<Media>): void => {
  describe(name, () => {
    let media: Media
    let room: MediaRoom
    let ada: MediaEndpoint
    let bo: MediaEndpoint
    beforeEach(async () => {
      media = await create()
      room = await media.createRoom()
      ada = await room.createEndpoint()
      bo = await room.createEndpoint()
    })
    afterEach(() => media.close())

    const nobody = (): void => undefined
    const produce = (endpoint: MediaEndpoint, source: 'microphone' | 'camera') => {
      const rtpParameters = source === 'microphone' ? audioParameters() : videoParameters()
      return endpoint.produce({ source, rtpParameters, paused: false, onScore: nobody })
    }
    const consume = (endpoint: MediaEndpoint, producerId: string, onClosed: () => void = nobody) =>
      endpoint.consume({ producerId, rtpCapabilities: room.rtpCapabilities, onClosed })

    test('every endpoint has two transports of its own', () => {
      const ids = [ada, bo].flatMap(({ sendTransport, receiveTransport }) => [sendTransport.id, receiveTransport.id])
      expect(new Set(ids).size).toBe(4)
      expect(ada.warmConsumer).toMatchObject({ id: expect.any(String), sctpStreamParameters: { streamId: expect.any(Number) } })
    })

    test('a transport is connected once, with parameters that make sense, by its own client', async () => {
      const { id } = ada.sendTransport
      await expect(ada.connect(id, { nonsense: true })).rejects.toThrow('INVALID_INPUT')
      await expect(ada.connect(bo.sendTransport.id, dtlsParameters())).rejects.toThrow('NOT_FOUND')
      await ada.connect(id, dtlsParameters())
      await expect(ada.connect(id, dtlsParameters())).rejects.toThrow('WRONG_STATE')
    })

    test('ICE can be restarted', async () => {
      const { id } = ada.receiveTransport
      const first = await ada.restartIce(id)
      const second = await ada.restartIce(id)
      expect(first.usernameFragment).not.toBe(second.usernameFragment)
      await expect(ada.restartIce('stranger')).rejects.toThrow('NOT_FOUND')
    })

    test('a data channel warms the sending side', async () => {
      expect(await ada.warm({ streamId: 0, ordered: true })).toEqual(expect.any(String))
      await expect(ada.warm({ streamId: 'zero' })).rejects.toThrow('INVALID_INPUT')
    })

    test('what makes no sense is not produced', async () => {
      const options = { source: 'camera', paused: false, onScore: nobody } as const
      await expect(ada.produce({ ...options, rtpParameters: {} })).rejects.toThrow('INVALID_INPUT')
      await expect(ada.produce({ ...options, rtpParameters: { codecs: 'all' } })).rejects.toThrow('INVALID_INPUT')
    })

    test('what one produces the other consumes, until it is closed', async () => {
      const producer = await produce(ada, 'camera')
      let closed = 0
      const consumer = await consume(bo, producer.id, () => {
        closed += 1
      })
      expect(consumer).toBeDefined()
      await producer.pause()
      await producer.resume()
      await consumer?.setLayers(1, 2)
      await consumer?.setLayers(0, undefined)
      await consumer?.setPriority(200)
      await consumer?.resume()
      await consumer?.pause()
      producer.close()
      producer.close()
      await expect.poll(() => closed).toBe(1)
      expect(await consume(bo, producer.id)).toBeUndefined()
    })

    test('whoever closes a consumer is not told of it', async () => {
      const producer = await produce(ada, 'microphone')
      let closed = 0
      const consumer = await consume(bo, producer.id, () => {
        closed += 1
      })
      consumer?.close()
      producer.close()
      await bo.restartIce(bo.sendTransport.id)
      expect(closed).toBe(0)
    })

    test('an endpoint takes what it produces with it', async () => {
      const producers = [await produce(ada, 'microphone'), await produce(ada, 'camera')]
      let closed = 0
      for (const { id } of producers) {
        await consume(bo, id, () => {
          closed += 1
        })
      }
      ada.close()
      ada.close()
      await expect.poll(() => closed).toBe(2)
      await expect(produce(ada, 'microphone')).rejects.toThrow('WRONG_STATE')
      await expect(ada.connect(ada.sendTransport.id, dtlsParameters())).rejects.toThrow('WRONG_STATE')
    })

    test('what is sent can be copied to a recorder, until it ends', async () => {
      const producer = await produce(ada, 'microphone')
      let closed = 0
      const options = { rtpPort: 40_000, rtcpPort: 40_001, onClosed: () => (closed += 1) }
      const tap = await producer.tap(options)
      expect(tap.codec).toMatchObject({ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })
      await tap.resume(nobody)
      await tap.pause()
      await tap.requestKeyFrame()
      producer.close()
      await expect.poll(() => closed).toBe(1)
      await tap.resume(nobody)
      await expect(producer.tap(options)).rejects.toThrow('MEDIA_UNREACHABLE')
    })

    test('a closed room takes nobody in', async () => {
      room.close()
      room.close()
      await expect(room.createEndpoint()).rejects.toThrow('MEDIA_UNREACHABLE')
    })

    test('closed media makes no room', async () => {
      expect(media.available).toBe(true)
      await media.close()
      expect(media.available).toBe(false)
      await expect(media.createRoom()).rejects.toThrow('MEDIA_UNREACHABLE')
    })
  })
}
