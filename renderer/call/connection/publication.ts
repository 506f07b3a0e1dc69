import type { Producer } from 'mediasoup-client/types'
import type { Source } from '#shared/contract/media.ts'
import { toParleyError } from '#shared/errors.ts'
import type { Connection } from './connection.ts'

/** What one source sends on one connection. Nothing is sent, and nobody is told of it, before the first `send`. */
export class Publication {
  readonly #connection: Connection
  readonly #source: Source
  #producer: Producer | undefined

  constructor(connection: Connection, source: Source) {
    this.#connection = connection
    this.#source = source
  }

  /** Sends `track`, in place of what was sent before. The track stays the caller's to stop. */
  async send(track: MediaStreamTrack): Promise<void> {
    const producer = this.#producer
    if (producer === undefined) {
      this.#producer = await this.#connection.produce(this.#source, track)
      return
    }
    if (producer.track !== track) await producer.replaceTrack({ track })
    if (!producer.paused) return
    producer.resume()
    if (await this.#tellPaused(producer, false)) return
    this.drop()
    await this.send(track)
  }

  /** Takes the track off the wire: not silence is sent, but nothing. */
  async silence(): Promise<void> {
    const producer = this.#producer
    if (producer === undefined || producer.paused) return
    producer.pause()
    await producer.replaceTrack({ track: null })
    if (!(await this.#tellPaused(producer, true))) this.drop()
  }

  /** The service has closed its end: ours sends nothing more, and the next `send` begins anew. */
  drop(): void {
    this.#producer?.close()
    this.#producer = undefined
  }

  /** False where the service has closed its end. */
  async #tellPaused({ id }: Producer, paused: boolean): Promise<boolean> {
    try {
      await this.#connection.call.setProducerPaused({ producerId: id, paused })
      return true
    } catch (thrown) {
      if (toParleyError(thrown).code === 'NOT_FOUND') return false
      throw thrown
    }
  }

  async close(): Promise<void> {
    const producer = this.#producer
    if (producer === undefined) return
    this.#producer = undefined
    producer.close()
    await this.#connection.call.closeProducer({ producerId: producer.id })
  }
}
