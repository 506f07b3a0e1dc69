/**
 * What a page does that follows mediasoup-client's documentation: everything on the click, one step after another, on the same
 * contract. The camera is already open where `cameraOpen`, as behind a mirror.
 */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { Device } from 'mediasoup-client'
import type { ConsumerOptions, RtpCapabilities, Transport, TransportOptions } from 'mediasoup-client/types'
import { type SignallingContract, signallingProtocols } from '#shared/contract/signalling.ts'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import type { Platform } from '../../../renderer/platform/platform.ts'
import type { Way } from './engine-way.ts'
import { measureFromClick } from './first-frame.ts'

type Calls = ContractRouterClient<SignallingContract>

const capture = () =>
  navigator.mediaDevices.getUserMedia({ audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 } } })

const openSocket = async (origin: string, ticket: string): Promise<WebSocket> => {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/signalling`, signallingProtocols(ticket))
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  return socket
}

const connectThrough = (call: Calls, transport: Transport): void => {
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    call.connectTransport({ transportId: transport.id, dtlsParameters: { ...dtlsParameters } }).then(done, failed)
  })
  transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
    call
      .produce({ source: kind === 'audio' ? 'microphone' : 'camera', rtpParameters: { ...rtpParameters }, paused: false })
      .then(({ producerId }) => done({ id: producerId }), failed)
  })
}

export const bareWay = (platform: Platform, code: string, cameraOpen: boolean): Way => {
  const held: { stream?: MediaStream; socket?: WebSocket; call?: Calls; transports: Transport[] } = { transports: [] }

  const join = async (show: (track: MediaStreamTrack) => void): Promise<void> => {
    const stream = held.stream ?? (await capture())
    held.stream = stream
    const ticket = await platform.openTicket()
    const socket = await openSocket(platform.serviceOrigin, ticket)
    held.socket = socket
    const call = createORPCClient<Calls>(new RPCLink({ websocket: socket }))
    held.call = call
    const prepared = await call.prepare({ code, protocolVersion: PROTOCOL_VERSION, platform: platform.info })
    const device = await Device.factory()
    await device.load({ routerRtpCapabilities: prepared.routerRtpCapabilities as RtpCapabilities })
    const send = device.createSendTransport(prepared.sendTransport as unknown as TransportOptions)
    const receive = device.createRecvTransport(prepared.receiveTransport as unknown as TransportOptions)
    held.transports = [send, receive]
    connectThrough(call, send)
    connectThrough(call, receive)

    const events = await call.join({ rtpCapabilities: { ...device.recvRtpCapabilities }, pictures: 9 })
    const first = await events.next()
    if (first.done || first.value.type !== 'joined') throw new Error('not joined')
    const consumers = await Promise.all(
      first.value.consumers.map((offer) =>
        receive.consume({ ...offer, rtpParameters: offer.rtpParameters as ConsumerOptions['rtpParameters'] }),
      ),
    )
    for (const { track } of consumers) if (track.kind === 'video') show(track)
    await call.resumeConsumers({ consumerIds: consumers.map(({ id }) => id) })

    const [microphone] = stream.getAudioTracks()
    const [camera] = stream.getVideoTracks()
    await send.produce({ track: microphone })
    await send.produce({
      track: camera,
      encodings: [
        { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
        { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
        { scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
      ],
    })
  }

  const prepare = async () => {
    if (cameraOpen) held.stream = await capture()
  }
  let joined: Promise<void> | undefined
  return {
    ready: prepare(),
    measured: measureFromClick(({ show }) => {
      joined = join(show)
    }),
    async leave() {
      await joined
      await held.call?.leave()
      for (const transport of held.transports) transport.close()
      for (const track of held.stream?.getTracks() ?? []) track.stop()
      held.socket?.close()
    },
  }
}
