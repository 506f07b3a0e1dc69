import { EventEmitter } from 'node:events'
import type { types } from 'mediasoup'
import type { Dictionary } from '#shared/contract/media.ts'
import { ParleyError } from '#shared/errors.ts'
import { MEDIA_CODECS } from './codecs.ts'
import type { MediaEndpoint, MediaRoom, MediaRoomEvents } from './media.ts'
import { MediasoupEndpoint } from './mediasoup-endpoint.ts'

/** ms between two measurements of loudness. */
const LEVEL_INTERVAL = 400
/** dBov below which nothing is heard. */
const LEVEL_THRESHOLD = -60
/** How many of the loudest are told. */
const LEVEL_ENTRIES = 20

/** bit/s that a client is believed to be able to receive before anything is known. */
const INITIAL_OUTGOING_BITRATE = 1_500_000

/** Data channels carry nothing but the warming up. bytes */
const DATA_CHANNEL_BUFFER = 16 * 1024

export class MediasoupRoom implements MediaRoom {
  readonly events = new EventEmitter<MediaRoomEvents>()
  /** Taken once: mediasoup makes a deep copy for each who asks. */
  readonly rtpCapabilities: Dictionary
  readonly #router: types.Router
  readonly #webRtcServer: types.WebRtcServer
  readonly #levels: types.AudioLevelObserver
  readonly #speakers: types.ActiveSpeakerObserver
  readonly #onClosed: () => void
  #endpoints = 0
  #closed = false

  private constructor(
    router: types.Router,
    webRtcServer: types.WebRtcServer,
    levels: types.AudioLevelObserver,
    speakers: types.ActiveSpeakerObserver,
    onClosed: () => void,
  ) {
    this.rtpCapabilities = router.rtpCapabilities as Dictionary
    this.#router = router
    this.#webRtcServer = webRtcServer
    this.#levels = levels
    this.#speakers = speakers
    this.#onClosed = onClosed
    levels.on('volumes', (volumes) =>
      this.events.emit(
        'audioLevels',
        volumes.map(({ producer, volume }) => ({ producerId: producer.id, level: volume })),
      ),
    )
    levels.on('silence', () => this.events.emit('audioLevels', []))
    speakers.on('dominantspeaker', ({ producer }) => this.events.emit('activeSpeaker', producer.id))
    router.on('workerclose', () => {
      if (this.#closed) return
      this.#closed = true
      this.#onClosed()
      this.events.emit('died')
    })
  }

  static async create(worker: types.Worker, webRtcServer: types.WebRtcServer, onClosed: () => void): Promise<MediasoupRoom> {
    const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS })
    const [levels, speakers] = await Promise.all([
      router.createAudioLevelObserver({ interval: LEVEL_INTERVAL, threshold: LEVEL_THRESHOLD, maxEntries: LEVEL_ENTRIES }),
      router.createActiveSpeakerObserver(),
    ])
    return new MediasoupRoom(router, webRtcServer, levels, speakers, onClosed)
  }

  /** How many endpoints it holds: what placement goes by. */
  get endpoints(): number {
    return this.#endpoints
  }

  async createEndpoint(): Promise<MediaEndpoint> {
    if (this.#closed) throw new ParleyError('MEDIA_UNREACHABLE')
    this.#endpoints += 1
    try {
      const [send, receive] = await Promise.all([this.#createTransport(), this.#createTransport()])
      return new MediasoupEndpoint({
        router: this.#router,
        send,
        receive,
        onMicrophone: (producerId) => this.#listenTo(producerId),
        onClosed: () => {
          this.#endpoints -= 1
        },
      })
    } catch (cause) {
      this.#endpoints -= 1
      throw new ParleyError('MEDIA_UNREACHABLE', undefined, { cause })
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#router.close()
    this.#onClosed()
  }

  #createTransport(): Promise<types.WebRtcTransport> {
    return this.#router.createWebRtcTransport({
      webRtcServer: this.#webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
      enableSctp: true,
      maxSendMessageSize: DATA_CHANNEL_BUFFER,
      maxReceiveMessageSize: DATA_CHANNEL_BUFFER,
      sctpSendBufferSize: DATA_CHANNEL_BUFFER,
      sctpMaxReceiverWindowBufferSize: 4 * DATA_CHANNEL_BUFFER,
    })
  }

  #listenTo(producerId: string): void {
    // A microphone that has gone again by then is none that anybody listens to.
    this.#levels.addProducer({ producerId }).catch(() => undefined)
    this.#speakers.addProducer({ producerId }).catch(() => undefined)
  }
}
