/** Sends a red picture to a media worker as the client does, and plays what was recorded of it as the client does. */
import { Device } from 'mediasoup-client'
import type { ProducerOptions, RtpCapabilities, RtpParameters, TransportOptions } from 'mediasoup-client/types'
import { encodingOf } from '../../../renderer/call/connection/encodings.ts'
import { typeOf } from '../../../renderer/features/recordings/player/segment-player.ts'

/** What is sent: as the client sends its camera, or one stream of another codec. */
export type Sent = 'camera' | 'video/VP9' | 'video/H264'

export interface Played {
  /** px of the last picture; 0 where none could be shown. */
  width: number
  /** Red, green, blue of its middle. */
  colour: readonly [number, number, number]
}

declare global {
  interface Window {
    /** Of the test: its transport's other half. */
    connectTransport(dtlsParameters: unknown): Promise<void>
    produce(rtpParameters: RtpParameters): Promise<string>
    send(router: RtpCapabilities, transport: TransportOptions, sent: Sent): Promise<void>
    /** Undefined where this browser is not given such a file. */
    play(mimeType: string, base64: string): Promise<Played | undefined>
  }
}

const WIDTH = 1_280
const HEIGHT = 720

/** A red canvas whose corner changes, so that there is always something to send. */
const redPicture = (): MediaStreamTrack => {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')
  let count = 0
  setInterval(() => {
    if (context === null) return
    context.fillStyle = 'red'
    context.fillRect(0, 0, WIDTH, HEIGHT)
    context.fillStyle = count++ % 2 === 0 ? 'white' : 'black'
    context.fillRect(0, 0, 32, 32)
  }, 100)
  const [track] = canvas.captureStream(10).getVideoTracks()
  if (track === undefined) throw new Error('no picture')
  track.contentHint = 'detail'
  return track
}

const optionsOf = (device: Device, sent: Sent): ProducerOptions => {
  if (sent === 'camera') return encodingOf('camera', device)
  const codec = device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === sent.toLowerCase())
  if (codec === undefined) throw new Error(`this browser sends no ${sent}`)
  return { codec, encodings: [{ maxBitrate: 1_500_000 }] }
}

window.send = async (routerRtpCapabilities, options, sent) => {
  const device = await Device.factory()
  await device.load({ routerRtpCapabilities })
  const transport = device.createSendTransport(options)
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    window.connectTransport(dtlsParameters).then(done, failed)
  })
  transport.on('produce', ({ rtpParameters }, done, failed) => {
    window.produce(rtpParameters).then((id) => done({ id }), failed)
  })
  await transport.produce({ track: redPicture(), ...optionsOf(device, sent) })
}

const event = (target: EventTarget, name: string): Promise<void> =>
  new Promise((resolve) => {
    target.addEventListener(name, () => resolve(), { once: true })
  })

window.play = async (mimeType, base64) => {
  const type = typeOf({ codec: { mimeType, clockRate: 90_000 } })
  if (type === undefined || !MediaSource.isTypeSupported(type)) return undefined
  const media = new MediaSource()
  const video = document.createElement('video')
  video.muted = true
  video.src = URL.createObjectURL(media)
  await event(media, 'sourceopen')
  const buffer = media.addSourceBuffer(type)
  buffer.appendBuffer(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  await event(buffer, 'updateend')
  media.endOfStream()
  const ended = event(video, 'ended')
  video.playbackRate = 2
  await video.play()
  await ended
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d')
  context?.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? []
  return { width: video.videoWidth, colour: [red, green, blue] }
}
