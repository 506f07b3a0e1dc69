/**
 * Versions of what client and service say to each other. A change that an older peer can't understand raises `PROTOCOL_VERSION`;
 * the service serves every version from `OLDEST_PROTOCOL_VERSION` on and tells the others what to do.
 */
export const PROTOCOL_VERSION = 1
export const OLDEST_PROTOCOL_VERSION = 1

export type VersionVerdict = 'served' | 'CLIENT_TOO_OLD' | 'CLIENT_TOO_NEW'

export const judgeVersion = (client: number, oldest = OLDEST_PROTOCOL_VERSION, current = PROTOCOL_VERSION): VersionVerdict => {
  if (client < oldest) return 'CLIENT_TOO_OLD'
  return client > current ? 'CLIENT_TOO_NEW' : 'served'
}
