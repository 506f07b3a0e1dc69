/** Media on mediasoup: a worker for each core, one WebRtcServer (a port, UDP and TCP) on each, a router for each room. */
import { createWorker, type types } from 'mediasoup'
import { ParleyError } from '#shared/errors.ts'
import type { Log } from '../logging.ts'
import type { Media, MediaRoom } from './media.ts'
import { MediasoupRoom } from './mediasoup-room.ts'

export interface MediasoupOptions {
  workers: number
  /** IP address to listen on. */
  listenAddress: string
  announcedAddress: string | undefined
  /** Port of the first worker, the next one's is one higher; 0: any. */
  firstPort: number
  log: Log
}

/** ms before a worker that could not be started is tried again. */
const RESTART_DELAY = 1_000

interface Slot {
  index: number
  worker: types.Worker | undefined
  webRtcServer: types.WebRtcServer | undefined
  rooms: Set<MediasoupRoom>
  starting: Promise<void> | undefined
}

const load = ({ rooms }: Slot): number => [...rooms].reduce((sum, room) => sum + 1 + room.endpoints, 0)

export class MediasoupMedia implements Media {
  readonly #options: MediasoupOptions
  readonly #slots: Slot[]
  #restart: NodeJS.Timeout | undefined
  #closed = false

  private constructor(options: MediasoupOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.workers }, (_, index) => ({
      index,
      worker: undefined,
      webRtcServer: undefined,
      rooms: new Set(),
      starting: undefined,
    }))
  }

  /** Throws MEDIA_UNREACHABLE where a worker can't be started: its binary is missing, or its port is taken. */
  static async create(options: MediasoupOptions): Promise<MediasoupMedia> {
    const media = new MediasoupMedia(options)
    try {
      await Promise.all(media.#slots.map((slot) => media.#start(slot)))
    } catch (cause) {
      await media.close()
      throw new ParleyError('MEDIA_UNREACHABLE', 'a media worker could not be started', { cause })
    }
    return media
  }

  get available(): boolean {
    return !this.#closed && this.#slots.some(({ worker }) => worker !== undefined)
  }

  async createRoom(): Promise<MediaRoom> {
    const slot = await this.#leastLoaded()
    const { worker, webRtcServer } = slot
    if (worker === undefined || webRtcServer === undefined) throw new ParleyError('MEDIA_UNREACHABLE')
    try {
      const room: MediasoupRoom = await MediasoupRoom.create(worker, webRtcServer, () => slot.rooms.delete(room))
      slot.rooms.add(room)
      return room
    } catch (cause) {
      throw new ParleyError('MEDIA_UNREACHABLE', undefined, { cause })
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#restart)
    await Promise.all(
      this.#slots.map(async ({ worker }) => {
        if (worker === undefined || worker.subprocessClosed) return
        const ended = new Promise<void>((resolve) => worker.once('subprocessclose', resolve))
        worker.close()
        await ended
      }),
    )
  }

  async #leastLoaded(): Promise<Slot> {
    // While every worker is being started again, the first one to be there is the least loaded.
    if (this.#slots.every(({ worker }) => worker === undefined)) {
      await Promise.any(this.#slots.map(({ starting }) => starting ?? Promise.reject())).catch(() => undefined)
    }
    const [first, ...others] = this.#slots.filter(({ worker }) => worker !== undefined)
    if (first === undefined || this.#closed) throw new ParleyError('MEDIA_UNREACHABLE')
    return others.reduce((best, slot) => (load(slot) < load(best) ? slot : best), first)
  }

  #start(slot: Slot): Promise<void> {
    slot.starting = this.#startWorker(slot).finally(() => {
      slot.starting = undefined
    })
    return slot.starting
  }

  async #startWorker(slot: Slot): Promise<void> {
    const { listenAddress, announcedAddress, firstPort, log } = this.#options
    const worker = await createWorker({ logLevel: 'error' })
    worker.on('died', () => {
      log.error({ worker: slot.index }, 'media worker died')
      slot.worker = undefined
      slot.webRtcServer = undefined
      this.#startAgain(slot)
    })
    const port = firstPort === 0 ? {} : { port: firstPort + slot.index }
    const listen = { ip: listenAddress, ...(announcedAddress === undefined ? {} : { announcedAddress }), ...port }
    try {
      slot.webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listen },
          { protocol: 'tcp', ...listen },
        ],
      })
    } catch (cause) {
      worker.close()
      throw cause
    }
    slot.worker = worker
    if (this.#closed) worker.close()
  }

  #startAgain(slot: Slot): void {
    if (this.#closed) return
    this.#start(slot).catch((error: unknown) => {
      this.#options.log.error({ worker: slot.index, err: error }, 'media worker could not be started')
      this.#restart = setTimeout(() => this.#startAgain(slot), RESTART_DELAY)
    })
  }
}
