/**
 * What can be wrong with a sealed track.
 *
 * - `changed`: bytes that are not what was sealed
 * - `missing`: whole frames are not there
 * - `misplaced`: a frame, with those that follow it, stands where it was not written; its content is read at its own place
 * - `repeated`: a frame is there a second time, or again from another writer; the first counts
 * - `foreign`: a frame of another track or recording
 * - `truncated`: the end is not there
 */
export type ProblemKind = 'changed' | 'missing' | 'misplaced' | 'repeated' | 'foreign' | 'truncated'

export interface Problem {
  readonly kind: ProblemKind
  /** Where in the sealed file, and how many bytes of it. */
  readonly at: number
  readonly length: number
  /** The frame's number, where it is known. */
  readonly frame?: number
}
