/** Transports without a network, which tell what would be on the wire. */
import { Device, FakeHandler } from 'mediasoup-client'
import { generateLocalDtlsParameters, generateNativeRtpCapabilities } from 'mediasoup-client/fakeParameters'
import type { ConnectionState, HandlerFactory, HandlerInterface, HandlerOptions } from 'mediasoup-client/types'

/** The part of it that TypeScript's description of browsers lacks. */
type ParameterOptions = RTCSetParameterOptions & { encodingOptions?: { keyFrame?: boolean }[] }

class FakeEnd {
  readonly direction: 'send' | 'recv'
  readonly handler: FakeHandler
  closed = false
  /** How many were asked for. */
  keyFrames = 0
  readonly #tracks = new Map<string, MediaStreamTrack | null>()
  readonly #received = new Set<string>()

  constructor(handler: FakeHandler, { direction }: HandlerOptions, connects: () => boolean) {
    this.handler = handler
    this.direction = direction
    const { send, replaceTrack, stopSending, receive, stopReceiving, close } = handler
    handler.send = async (options) => {
      options.onRtpSender?.(this.#sender(options.track))
      const result = await send.call(handler, options)
      this.#tracks.set(result.localId, options.track)
      return result
    }
    handler.replaceTrack = async (localId, track) => {
      await replaceTrack.call(handler, localId, track)
      this.#tracks.set(localId, track)
    }
    handler.stopSending = async (localId) => {
      this.#tracks.delete(localId)
      await stopSending.call(handler, localId)
    }
    handler.receive = async (options) => {
      for (const { onRtpReceiver, trackId } of options) onRtpReceiver?.({ trackId } as unknown as RTCRtpReceiver)
      const results = await receive.call(handler, options)
      for (const { localId } of results) this.#received.add(localId)
      return results
    }
    handler.stopReceiving = async (localIds) => {
      for (const localId of localIds) this.#received.delete(localId)
      await stopReceiving.call(handler, localIds)
    }
    handler.close = () => {
      this.closed = true
      close.call(handler)
    }
    handler.on('@connectionstatechange', (state: ConnectionState) => {
      if (state === 'connecting' && connects()) queueMicrotask(() => handler.setConnectionState('connected'))
    })
  }

  #sender(track: MediaStreamTrack): RTCRtpSender {
    const sender: Pick<RTCRtpSender, 'track' | 'getParameters' | 'setParameters'> = {
      track,
      getParameters: () => ({ encodings: [{}] }) as RTCRtpSendParameters,
      setParameters: async (_parameters: RTCRtpSendParameters, { encodingOptions = [] }: ParameterOptions = {}) => {
        this.keyFrames += encodingOptions.filter(({ keyFrame }) => keyFrame).length
      },
    }
    return sender as RTCRtpSender
  }

  /** Tracks whose content would leave the machine now. */
  get sent(): MediaStreamTrack[] {
    if (this.closed) return []
    return [...this.#tracks.values()].filter(
      (track) => track?.enabled === true && track.readyState === 'live',
    ) as MediaStreamTrack[]
  }

  get receiving(): number {
    return this.closed ? 0 : this.#received.size
  }
}

export class FakeWire {
  readonly ends: FakeEnd[] = []
  /** Whether transports get through. */
  connects = true

  get open(): FakeEnd[] {
    return this.ends.filter(({ closed }) => !closed)
  }

  /** Kinds of what is being sent now, as `['audio', 'video']`. */
  get sent(): string[] {
    return this.ends.flatMap((end) => end.sent.map(({ kind }) => kind)).sort((one, other) => one.localeCompare(other))
  }

  /** How much can be received now. */
  get receiving(): number {
    return this.ends.reduce((sum, end) => sum + end.receiving, 0)
  }

  /** Asked for of what is sent now. */
  get keyFrames(): number {
    return this.open.reduce((sum, { keyFrames }) => sum + keyFrames, 0)
  }

  setConnectionState(state: ConnectionState): void {
    for (const { handler } of this.open) handler.setConnectionState(state)
  }

  createDevice = async (): Promise<Device> => {
    const fake = FakeHandler.createFactory({ generateNativeRtpCapabilities, generateLocalDtlsParameters })
    const handlerFactory: HandlerFactory = {
      ...fake,
      factory: (options): HandlerInterface => {
        const handler = fake.factory(options) as FakeHandler
        this.ends.push(new FakeEnd(handler, options, () => this.connects))
        return handler
      },
    }
    return new Device({ handlerFactory })
  }
}
