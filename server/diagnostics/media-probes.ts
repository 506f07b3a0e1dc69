/** Places at the media ports where clients can try the way: like those of a meeting, without one. */
import { z } from 'zod'
import type { MediaProbe } from '#shared/contract/diagnostics.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Media, MediaRoom } from '../media/media.ts'

/** ms */
const LIFETIME = 20_000
/** At the same time, of all clients together. */
const PROBES = 50

const IceParameters = z.object({ usernameFragment: z.string(), password: z.string() })
const IceCandidate = z.object({ protocol: z.enum(['udp', 'tcp']), address: z.string(), port: z.int() })

interface Probe {
  room: MediaRoom
  timer: NodeJS.Timeout
}

export class MediaProbes {
  readonly #media: Pick<Media, 'createRoom'>
  /** By session: each has one at most. */
  readonly #open = new Map<string, Probe>()
  #opening = 0

  constructor(media: Pick<Media, 'createRoom'>) {
    this.#media = media
  }

  /** In place of the session's last one. Throws TOO_MANY_REQUESTS or MEDIA_UNREACHABLE. */
  async open(sessionId: string): Promise<MediaProbe> {
    this.#close(sessionId)
    if (this.#open.size + this.#opening >= PROBES) throw new ParleyError('TOO_MANY_REQUESTS', 'probes')
    this.#opening += 1
    try {
      const room = await this.#media.createRoom()
      try {
        const { receiveTransport } = await room.createEndpoint()
        const probe = {
          ...IceParameters.parse(receiveTransport.iceParameters),
          candidates: z.array(IceCandidate).parse(receiveTransport.iceCandidates),
          lifetime: LIFETIME,
        }
        this.#close(sessionId)
        const timer = setTimeout(() => this.#close(sessionId), LIFETIME)
        timer.unref()
        this.#open.set(sessionId, { room, timer })
        return probe
      } catch (error) {
        room.close()
        throw error
      }
    } finally {
      this.#opening -= 1
    }
  }

  close(): void {
    for (const sessionId of [...this.#open.keys()]) this.#close(sessionId)
  }

  #close(sessionId: string): void {
    const probe = this.#open.get(sessionId)
    if (probe === undefined) return
    clearTimeout(probe.timer)
    this.#open.delete(sessionId)
    probe.room.close()
  }
}
