import type { MediaProbe } from '#shared/contract/diagnostics.ts'
import { toParleyError } from '#shared/errors.ts'
import { reachMedia } from '../media-way.ts'
import type { Found, Look } from './found.ts'

interface Parts {
  /** Undefined where nobody is signed in. */
  openProbe: () => Promise<MediaProbe | undefined>
}

const PROTOCOLS = { udp: 'udpBlocked', tcp: 'tcpBlocked' } as const

/** Whether the media ports answer, as in a meeting: without them nobody is seen or heard. */
export const lookAtMedia =
  ({ openProbe }: Parts, protocol: keyof typeof PROTOCOLS): Look =>
  async (): Promise<Found> => {
    let probe: MediaProbe | undefined
    try {
      probe = await openProbe()
    } catch (thrown) {
      return { finding: 'mediaNotOffered', facts: { code: toParleyError(thrown).code } }
    }
    if (probe === undefined) return { finding: 'mediaNeedsSignIn' }
    const ms = await reachMedia(probe, protocol)
    return ms === undefined ? { finding: PROTOCOLS[protocol] } : { finding: 'mediaReached', facts: { answerMs: Math.round(ms) } }
  }
