/** Compact JWS (RFC 7515 §7.1) of the two kinds that come with every request, which a library would take twice the time to read. */
export interface CompactJws {
  header: string
  payload: string
  /** What is signed. */
  signed: Buffer
  signature: Buffer
}

/** Three parts, the last a signature of 64 bytes, as ES256 and EdDSA have. */
const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/

export const splitJws = (text: string, maximum: number): CompactJws | undefined => {
  if (text.length > maximum || !COMPACT.test(text)) return undefined
  const first = text.indexOf('.')
  const second = text.lastIndexOf('.')
  return {
    header: text.slice(0, first),
    payload: text.slice(first + 1, second),
    signed: Buffer.from(text.slice(0, second), 'latin1'),
    signature: Buffer.from(text.slice(second + 1), 'base64url'),
  }
}

/** The object that a part holds; undefined where it holds none. */
export const readPart = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

export const writePart = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
