/** Where in bytes of a WebM file a cluster begins (RFC 9559 §5.1.3). */

const MARK = [0x1f, 0x43, 0xb6, 0x75] as const

/** From where on a player that lost its place can go on; -1 where no cluster begins. */
export const clusterIn = (bytes: Uint8Array): number => {
  for (let at = bytes.indexOf(MARK[0]); at >= 0; at = bytes.indexOf(MARK[0], at + 1)) {
    if (MARK.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}
