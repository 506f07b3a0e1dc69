import type { MediaProbe } from '#shared/contract/diagnostics.ts'
import { reachMedia } from '../media-way.ts'
import type { Found, Look } from './found.ts'

/** How often the way there and back is measured. */
const TIMES = 5
/** ms that a single packet may take. Shorter than the time after which it would be sent again: this is about lost ones. */
const PATIENCE = 450
/** ms, from which on people begin to talk into each other (ITU-T G.114). */
const SLOW = 150

/** How long a packet takes to the media ports and back, and whether some are lost: over UDP, or else TCP. */
export const lookAtRoundTrip =
  ({ openProbe }: { openProbe: () => Promise<MediaProbe | undefined> }): Look =>
  async (signal): Promise<Found> => {
    const probe = await openProbe().catch(() => undefined)
    if (probe === undefined) return { finding: 'roundTripNone' }
    const protocol = (await reachMedia(probe, 'udp')) === undefined ? 'tcp' : 'udp'
    const times: number[] = []
    for (let time = 0; time < TIMES && !signal.aborted; time++) {
      const ms = await reachMedia(probe, protocol, PATIENCE)
      if (ms !== undefined) times.push(ms)
    }
    const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]
    if (median === undefined) return { finding: 'roundTripNone' }
    const facts = { protocol: protocol.toUpperCase(), ms: Math.round(median), lost: TIMES - times.length, of: TIMES }
    if (facts.lost > 0) return { finding: 'roundTripLossy', facts }
    return { finding: median > SLOW ? 'roundTripSlow' : 'roundTripFine', facts }
  }
