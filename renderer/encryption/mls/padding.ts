import { ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'

/** Bytes that a message is filled up to: whoever sees it go by learns one of these, and not how long it is. */
const SIZES = [256, 1_024, 4_096, LIMITS.encryptedContent] as const

/** Bytes of a length before so many bytes (RFC 9420 §2.1.2), and the most that there can be here. */
const prefixOf = (length: number): number => (length < 64 ? 1 : length < 16_384 ? 2 : 4)
const LONGEST_PREFIX = 4

/** How many zeros go after so many bytes. Throws LIMIT_REACHED. */
export const paddingFor = (length: number): number => {
  const size = SIZES.find((each) => each >= length)
  if (size === undefined) throw new ParleyError('LIMIT_REACHED', 'encryptedContent')
  return size + LONGEST_PREFIX - length - prefixOf(length)
}
