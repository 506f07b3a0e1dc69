/** bytes; for fewer it is not worth it. */
const LARGE = 16 * 1_024

/**
 * Gives back the memory of bytes that nobody needs any more, where they have it to themselves. Left to itself the garbage collector
 * frees it too, but it runs for the sake of such memory alone, every few seconds while much is written.
 */
export const release = ({ buffer, byteLength }: Uint8Array): void => {
  if (byteLength >= LARGE && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
