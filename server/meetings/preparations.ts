import type { Dictionary } from '#shared/contract/media.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Media, MediaEndpoint, MediaRoom } from '../media/media.ts'

/** Somebody before the mirror or in the meeting, with their transports. */
export interface Preparation {
  readonly endpoint: MediaEndpoint
  readonly routerRtpCapabilities: Dictionary
  /** Their media has gone with its worker. */
  readonly onMediaLost: () => void
}

/** The media room of a meeting, opened for the first who comes, and the transports of everybody who has come. */
export class Preparations {
  readonly #media: Media
  readonly #onRoom: (room: MediaRoom) => void
  readonly #open = new Set<Preparation>()
  #room: Promise<MediaRoom> | undefined
  #closed = false

  /** `onRoom` is told of each new room. */
  constructor(media: Media, onRoom: (room: MediaRoom) => void) {
    this.#media = media
    this.#onRoom = onRoom
  }

  get size(): number {
    return this.#open.size
  }

  /** Makes somebody's transports. Throws MEDIA_UNREACHABLE, or MEETING_ENDED. */
  async open(onMediaLost: () => void): Promise<Preparation> {
    this.#room ??= this.#createRoom()
    const room = await this.#room
    const endpoint = await room.createEndpoint()
    if (this.#closed) {
      endpoint.close()
      throw new ParleyError('MEETING_ENDED')
    }
    const preparation = { endpoint, routerRtpCapabilities: room.rtpCapabilities, onMediaLost }
    this.#open.add(preparation)
    return preparation
  }

  release(preparation: Preparation): void {
    this.#open.delete(preparation)
    preparation.endpoint.close()
  }

  /** Closes the room; the next who comes opens another one. */
  closeRoom(): void {
    const room = this.#room
    this.#room = undefined
    room?.then(
      (opened) => opened.close(),
      () => undefined,
    )
  }

  /** Takes everybody's media; nobody gets any after this. */
  close(): void {
    this.#closed = true
    this.#loseAll()
    this.closeRoom()
  }

  #loseAll(): void {
    for (const { onMediaLost } of this.#open) onMediaLost()
  }

  async #createRoom(): Promise<MediaRoom> {
    try {
      const room = await this.#media.createRoom()
      this.#onRoom(room)
      room.events.on('died', () => {
        this.#room = undefined
        this.#loseAll()
      })
      return room
    } catch (error) {
      this.#room = undefined
      throw error
    }
  }
}
