/** The bytes of a recording's tracks, as the service hands them out to one view. */
import type { Damage } from '#shared/contract/recordings.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import type { ServiceClient } from '../../../platform/platform.ts'

export interface TrackPlace {
  /** bytes: what comes before the first cluster */
  readonly header: number
  /** bytes, where a cluster begins */
  readonly from: number
  /** ms of the file */
  readonly media: number
  /** bytes */
  readonly size: number
}

/** What comes next in a track: bytes, a hole that is passed over, or its end. */
export type TrackPart =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly next: number }
  | { readonly damage: Damage; readonly next: number }
  | 'end'

export interface TrackSource {
  place(segment: string, media: number): Promise<TrackPlace>
  /** What lies at `from`, `length` bytes at the most. */
  read(segment: string, from: number, length: number): Promise<TrackPart>
  speech(segment: string): Promise<[number, number][]>
}

/** bytes in which damage is looked for at a time */
const LOOK = 8 * 1_024 * 1_024

export const serviceTrackSource = ({ recordings }: ServiceClient, id: string, view: string): TrackSource => {
  const findDamage = async (segment: string, from: number): Promise<Damage> => {
    const found = await recordings.damage({ id, view, segment, from, length: LOOK })
    const first = found.find((each) => each.from <= from && each.to > from)
    if (first === undefined) throw new ParleyError('STORED_DAMAGED')
    // Holes that follow each other are one.
    const to = found.reduce((end, each) => (each.from === end ? each.to : end), first.to)
    return { ...first, to }
  }
  return {
    place: (segment, media) => recordings.place({ id, view, segment, media }),
    async read(segment, from, length) {
      try {
        const body = await recordings.read({ id, view, segment, from, length })
        const bytes = new Uint8Array(await body.arrayBuffer())
        return bytes.length === 0 ? 'end' : { bytes, next: from + bytes.length }
      } catch (thrown) {
        if (toParleyError(thrown).code !== 'STORED_DAMAGED') throw thrown
        const damage = await findDamage(segment, from)
        return { damage, next: damage.to }
      }
    },
    speech: (segment) => recordings.speech({ id, view, segment }),
  }
}
