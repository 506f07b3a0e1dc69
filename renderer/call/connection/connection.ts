import type { Device } from 'mediasoup-client'
import type { Consumer, ConsumerOptions, Producer, Transport, TransportOptions } from 'mediasoup-client/types'
import type { Meeting } from '#shared/contract/common.ts'
import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import type { ConsumerParameters, Source, TransportParameters } from '#shared/contract/media.ts'
import type { RecordingAhead } from '#shared/contract/recording.ts'
import { type Joined, MeetingEvent, Prepared, type Waiting } from '#shared/contract/signalling.ts'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import { type Codec, codecOf } from '../../encryption/frames/format.ts'
import type { Platform } from '../../platform/platform.ts'
import type { MeetingEncryption } from '../encryption/meeting-encryption.ts'
import type { CallEnvironment } from '../environment.ts'
import type { Scope } from '../scope.ts'
import { startHeartbeat } from '../signalling/heartbeat.ts'
import type { SignallingCalls, SignallingClient } from '../signalling/signalling-client.ts'
import { encodingOf } from './encodings.ts'
import { watchTransport } from './transport-health.ts'

/** Application data of a producer on its way through mediasoup-client. */
interface ProduceData {
  source: Source
}

export interface ConnectionOptions {
  code: string
  platform: Platform
  environment: CallEnvironment
  reachLimit: number
}

/** How long the service may take to answer a request that a person waits for, in ms. */
export const ANSWER_LIMIT = 15_000

/**
 * One connection to one meeting: a signalling socket and a transport for each direction. It is lost as a whole; coming back is a
 * new connection.
 */
export class Connection {
  readonly meeting: Meeting
  /** Nothing is sent or received here but what is encrypted. */
  readonly isEncrypted: boolean
  /** What was recorded when it was opened. */
  readonly recordingAhead: RecordingAhead
  readonly device: Device
  readonly send: Transport
  readonly receive: Transport
  /** Both transports are connected, ICE and DTLS included. */
  readonly warm: Promise<void>
  readonly #client: SignallingClient
  readonly #scope: Scope
  #encryption: MeetingEncryption | undefined

  private constructor(
    scope: Scope,
    client: SignallingClient,
    device: Device,
    { meeting, encrypted, recording, sendTransport, receiveTransport, warmConsumer }: Prepared,
  ) {
    this.#scope = scope
    this.#client = client
    this.meeting = meeting
    this.isEncrypted = encrypted
    this.recordingAhead = recording
    this.device = device
    this.send = device.createSendTransport(transportOptions(sendTransport))
    this.receive = device.createRecvTransport(transportOptions(receiveTransport))
    for (const transport of [this.send, this.receive]) this.#own(transport)
    this.#answerProduce()
    this.warm = this.#warm(warmConsumer)
    this.warm.catch(() => undefined)
  }

  /**
   * Ticket, socket, `prepare`, device and transports, in as few waits as possible. `reachLimit`: how long it may take to reach the
   * service at all, in ms. Closes `scope` when it fails.
   */
  static async open(scope: Scope, { code, platform, environment, reachLimit }: ConnectionOptions): Promise<Connection> {
    try {
      return await withLimit(scope, ANSWER_LIMIT, 'SERVICE_UNREACHABLE', async () => {
        const client = await withLimit(scope, reachLimit, 'SERVICE_UNREACHABLE', async () => {
          const ticket = await platform.openTicket()
          if (scope.closed) throw new ParleyError('WRONG_STATE', 'left')
          const opening = environment.connectSignalling(platform.serviceOrigin, ticket)
          scope.hold('sockets', () => opening.close())
          await opening.opened
          return opening
        })
        const prepared = Prepared.parse(
          await client.call.prepare({ code, protocolVersion: PROTOCOL_VERSION, platform: platform.info }),
        )
        const device = await environment.loadDevice(prepared.routerRtpCapabilities as never)
        if (scope.closed) throw new ParleyError('WRONG_STATE', 'left')
        startHeartbeat(scope, client)
        return new Connection(scope, client, device, prepared)
      })
    } catch (thrown) {
      scope.close()
      throw toParleyError(thrown)
    }
  }

  get call(): SignallingCalls {
    return this.#client.call
  }

  get lost(): boolean {
    return this.#client.lost
  }

  /** Of an encrypted meeting, before anything is sent or received. */
  protectWith(encryption: MeetingEncryption): void {
    this.#encryption = encryption
  }

  get encryption(): MeetingEncryption | undefined {
    return this.#encryption
  }

  /** Enters the meeting or its lobby; the events that follow end with an error when the connection is lost. */
  async join(
    pictures: number,
    resumeToken: string | undefined,
    encryption: EncryptionOffer | undefined,
    noticesShown: readonly string[],
  ): Promise<{ first: Joined | Waiting; events: AsyncGenerator<MeetingEvent> }> {
    return await withLimit(this.#scope, ANSWER_LIMIT, 'SERVICE_UNREACHABLE', async () => {
      const stream = await this.call.join({
        rtpCapabilities: this.device.recvRtpCapabilities as never,
        pictures,
        // Over all pictures, in features/stage/Watermark.tsx.
        watermark: true,
        // Whoever comes back to their place is shown what they have not seen there.
        ...(resumeToken === undefined ? { noticesShown: [...noticesShown] } : { resumeToken }),
        ...(encryption === undefined ? {} : { encryption }),
      })
      const events = understood(stream)
      const first = await events.next()
      if (first.done) throw new ParleyError('SERVICE_UNREACHABLE', 'no answer to join')
      if (first.value.type !== 'joined' && first.value.type !== 'waiting') {
        throw new ParleyError('INTERNAL', 'join began with another event')
      }
      return { first: first.value, events }
    })
  }

  /** Sends `track`, which stays the caller's to stop. In an encrypted meeting the sender is bound to its key before it has a packet. */
  async produce(source: Source, track: MediaStreamTrack): Promise<Producer> {
    const encryption = this.#requiredEncryption()
    const encoding = encodingOf(source, this.device)
    let sender: RTCRtpSender | undefined
    const bind = (made: RTCRtpSender) => {
      try {
        encryption?.protectSender(made, {
          source,
          codec: requireCodec(made.track?.kind === 'audio' ? OPUS : encoding.codec?.mimeType),
        })
        sender = made
      } catch (thrown) {
        // The sender is part of the transport by now: what can't be bound takes the whole with it.
        this.lose()
        throw thrown
      }
    }
    const producer = await this.send.produce({
      track,
      ...encoding,
      stopTracks: false,
      disableTrackOnPause: false,
      appData: { source },
      ...(encryption === undefined ? {} : { onRtpSender: bind }),
    })
    producer.observer.on('close', () => {
      if (sender !== undefined) encryption?.release(sender)
    })
    return producer
  }

  /** In an encrypted meeting the receiver is bound to its sender's key before it has a packet. */
  consume({ id, producerId, participantId, source, kind, rtpParameters }: ConsumerParameters): Promise<Consumer> {
    const encryption = this.#requiredEncryption()
    const parameters = rtpParameters as ConsumerOptions['rtpParameters']
    const bind = (receiver: RTCRtpReceiver) => {
      const codec = requireCodec(parameters?.codecs[0]?.mimeType)
      encryption?.protectReceiver(receiver, { source, codec, sender: participantId })
    }
    return this.receive.consume({
      id,
      producerId,
      kind,
      rtpParameters: parameters,
      // Keeps lips and voice of a person together, and apart from what they share.
      streamId: `${participantId}-${source === 'screen' || source === 'screenAudio' ? 'screen' : 'person'}`,
      ...(encryption === undefined ? {} : { onRtpReceiver: bind }),
    })
  }

  onLost(listener: () => void): () => void {
    return this.#client.onLost(listener)
  }

  /** Takes the connection for lost, as when the network says so before the socket does. */
  lose(): void {
    this.#client.lose()
  }

  /** Nothing is sent or received by it any more, at once; it goes on as a connection to the service. */
  cutMedia(): void {
    this.send.close()
    this.receive.close()
  }

  close(): void {
    this.#scope.close()
  }

  /** Throws ENCRYPTION_FAILED where there is none and must be. */
  #requiredEncryption(): MeetingEncryption | undefined {
    if (!this.isEncrypted) return undefined
    if (this.#encryption === undefined) throw new ParleyError('ENCRYPTION_FAILED', 'no keys')
    return this.#encryption
  }

  #own(transport: Transport): void {
    this.#scope.hold('transports', () => transport.close())
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.call.connectTransport({ transportId: transport.id, dtlsParameters: { ...dtlsParameters } }).then(done, failed)
    })
    watchTransport(this.#scope, transport, {
      restartIce: async () => {
        const { iceParameters } = await this.call.restartIce({ transportId: transport.id })
        await transport.restartIce({ iceParameters: iceParameters as never })
      },
      giveUp: () => this.lose(),
    })
  }

  #answerProduce(): void {
    this.send.on('produce', ({ rtpParameters, appData }, done, failed) => {
      const { source } = appData as unknown as ProduceData
      this.call
        .produce({ source, rtpParameters: { ...rtpParameters }, paused: false })
        .then(({ producerId }) => done({ id: producerId }), failed)
    })
    this.send.on('producedata', ({ sctpStreamParameters }, done, failed) => {
      this.call.warm({ sctpStreamParameters: { ...sctpStreamParameters } }).then(done, failed)
    })
  }

  async #warm({ sctpStreamParameters, ...channel }: Prepared['warmConsumer']): Promise<void> {
    await Promise.all([
      this.send.produceData({ label: 'warm' }),
      this.receive.consumeData({ ...channel, sctpStreamParameters: sctpStreamParameters as never }),
      connected(this.#scope, this.send),
      connected(this.#scope, this.receive),
    ])
  }
}

const OPUS = 'audio/opus'

/** Throws ENCRYPTION_FAILED for what there is no format of encrypted frames for. */
const requireCodec = (mimeType: string | undefined): Codec => {
  const codec = codecOf(mimeType ?? '')
  if (codec === undefined) throw new ParleyError('ENCRYPTION_FAILED', 'codec')
  return codec
}

/** The parameters' inside is mediasoup's: it made them, its client reads and checks them. */
const transportOptions = (parameters: TransportParameters): TransportOptions => parameters as unknown as TransportOptions

const connected = (scope: Scope, transport: Transport): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (state: string) => {
      if (state === 'connected') resolve()
    }
    look(transport.connectionState)
    transport.on('connectionstatechange', look)
    scope.defer(() => reject(new ParleyError('SERVICE_UNREACHABLE', 'closed')))
  })

/** Drops events of a newer service that this client does not know. */
async function* understood(stream: AsyncIterable<MeetingEvent>): AsyncGenerator<MeetingEvent> {
  for await (const event of stream) {
    const known = MeetingEvent.safeParse(event)
    if (known.success) yield known.data
  }
}

/** `work`, or an error of `code` after `limit` ms. */
export const withLimit = <T>(
  scope: Scope,
  limit: number,
  code: 'SERVICE_UNREACHABLE' | 'MEDIA_UNREACHABLE',
  work: () => Promise<T>,
): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const cancel = scope.timeout(limit, () => reject(new ParleyError(code, 'no answer in time')))
    const forget = scope.defer(() => reject(new ParleyError('SERVICE_UNREACHABLE', 'closed')))
    work()
      .then(resolve, reject)
      .finally(() => {
        cancel()
        forget()
      })
  })
