import type { TapCodec } from '../../media/media-tap.ts'
import { LOOPBACK } from './ports.ts'

/** A value of such a parameter. They are the sender's own words: nothing in them may end the line, or begin another. */
const VALUE = /^[A-Za-z0-9+/=,.-]{1,1024}$/

/** Parameters that say how the codec is packed; the rest is for whoever encodes. */
const PACKING = new Set(['packetization-mode', 'profile-level-id', 'sprop-stereo', 'profile-id', 'sprop-parameter-sets'])

const formatParameters = ({ parameters }: TapCodec): string =>
  Object.entries(parameters)
    .filter(([name, value]) => PACKING.has(name) && typeof value !== 'object' && VALUE.test(String(value)))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(';')

/** One media stream that arrives at a port of this machine (RFC 8866). */
export const describeStream = (codec: TapCodec, port: number): string => {
  const { kind, payloadType, mimeType, clockRate, channels } = codec
  const encoding = [mimeType.split('/')[1], clockRate, ...(kind === 'audio' ? [channels ?? 1] : [])].join('/')
  const format = formatParameters(codec)
  const lines = [
    'v=0',
    `o=- 0 0 IN IP4 ${LOOPBACK}`,
    's=-',
    `c=IN IP4 ${LOOPBACK}`,
    't=0 0',
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${encoding}`,
    ...(format === '' ? [] : [`a=fmtp:${payloadType} ${format}`]),
    'a=recvonly',
  ]
  return `${lines.join('\n')}\n`
}
