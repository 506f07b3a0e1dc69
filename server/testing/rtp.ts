/** RTP and DTLS parameters as a browser would send them, for clients that send nothing. */
import type { Dictionary } from '#shared/contract/media.ts'

let lastSsrc = 1_000_000
const nextSsrc = (): number => {
  lastSsrc += 1
  return lastSsrc
}

const MID = { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1, encrypt: false, parameters: {} }

let lastMid = 0
const nextMid = (): string => {
  lastMid += 1
  return String(lastMid)
}

export const audioParameters = (): Dictionary => ({
  mid: nextMid(),
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 },
      rtcpFeedback: [{ type: 'transport-cc', parameter: '' }],
    },
  ],
  headerExtensions: [MID],
  encodings: [{ ssrc: nextSsrc(), dtx: true }],
  rtcp: { cname: 'test', reducedSize: true },
})

/** A camera in three layers. */
export const videoParameters = (): Dictionary => ({
  mid: nextMid(),
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [
        { type: 'nack', parameter: '' },
        { type: 'nack', parameter: 'pli' },
        { type: 'transport-cc', parameter: '' },
      ],
    },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
  ],
  headerExtensions: [MID],
  encodings: [1, 2, 3].map(() => ({ ssrc: nextSsrc(), rtx: { ssrc: nextSsrc() }, scalabilityMode: 'L1T3' })),
  rtcp: { cname: 'test', reducedSize: true },
})

export const dtlsParameters = (): Dictionary => ({
  role: 'client',
  fingerprints: [
    {
      algorithm: 'sha-256',
      value: '82:5A:68:3D:36:C3:0A:DE:AF:E7:32:43:D2:88:83:57:AC:2D:65:E5:80:C4:B6:FB:AF:1A:A0:21:9F:6D:0C:AD',
    },
  ],
})
