/**
 * All RTP that the media workers of this process get, as they have it themselves: after SRTP is taken off, which is between each
 * client and the service. (A capture of the packets on the outside shows ciphertext in any case, and proves nothing.) Each producer
 * is forwarded whole, with all its layers, as plain RTP to a socket of the tap on loopback.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { observer, type types } from 'mediasoup'
import { type RtpPacket, readRtp } from './rtp.ts'

export interface Tapped {
  /** ms since 1970, when it came. */
  readonly at: number
  readonly producerId: string
  /** As in `video/VP8`; of a packet that is sent again, `video/rtx`. */
  readonly mimeType: string
  readonly packet: RtpPacket
}

/** bytes that the system keeps for a tap that is busy. */
const ROOM = 8 * 1024 * 1024

export class MediaTap {
  readonly packets: Tapped[] = []
  readonly #sockets = new Set<Socket>()
  readonly #failures: unknown[] = []
  readonly #worker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router) => {
      router.observer.on('newtransport', (transport) => {
        transport.observer.on('newproducer', (producer) => {
          this.#forward(router, producer).catch((error: unknown) => {
            if (!producer.closed) this.#failures.push(error)
          })
        })
      })
    })
  }

  /** Of the workers that are started from now on. */
  constructor() {
    observer.on('newworker', this.#worker)
  }

  /** What could not be forwarded: nothing is known of it. */
  get failures(): readonly unknown[] {
    return this.#failures
  }

  async #forward(router: types.Router, producer: types.Producer): Promise<void> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: ROOM })
    this.#sockets.add(socket)
    producer.observer.once('close', () => this.#close(socket))
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true })
    producer.observer.once('close', () => transport.close())
    await transport.connect({ ip: '127.0.0.1', port: socket.address().port })
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities: router.rtpCapabilities,
      pipe: true,
      paused: true,
    })
    const types = new Map(consumer.rtpParameters.codecs.map(({ payloadType, mimeType }) => [payloadType, mimeType]))
    socket.on('message', (datagram) => {
      const packet = readRtp(datagram)
      const mimeType = packet && types.get(packet.payloadType)
      if (packet !== undefined && mimeType !== undefined) {
        this.packets.push({ at: Date.now(), producerId: producer.id, mimeType, packet })
      }
    })
    await consumer.resume()
  }

  #close(socket: Socket): void {
    if (this.#sockets.delete(socket)) socket.close()
  }

  close(): void {
    observer.off('newworker', this.#worker)
    for (const socket of this.#sockets) this.#close(socket)
  }
}
