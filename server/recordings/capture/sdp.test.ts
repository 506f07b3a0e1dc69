import { expect, it } from 'vitest'
import type { TapCodec } from '../../media/media-tap.ts'
import { describeStream } from './sdp.ts'

const codec = (mimeType: string, more: Partial<TapCodec> = {}): TapCodec => {
  const kind = mimeType.startsWith('audio') ? 'audio' : 'video'
  const clock = kind === 'audio' ? { clockRate: 48_000, channels: 2 } : { clockRate: 90_000, channels: undefined }
  return { kind, mimeType, payloadType: 100, parameters: {}, ...clock, ...more }
}

it.each([
  ['Opus', codec('audio/opus'), ['m=audio 40000 RTP/AVP 100', 'a=rtpmap:100 opus/48000/2']],
  ['VP8', codec('video/VP8'), ['m=video 40000 RTP/AVP 100', 'a=rtpmap:100 VP8/90000']],
  [
    'H.264',
    codec('video/H264', { parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'x-google-start-bitrate': 1 } }),
    ['a=rtpmap:100 H264/90000', 'a=fmtp:100 packetization-mode=1;profile-level-id=42e01f'],
  ],
])('describes %s', (_, given, lines) => {
  const text = describeStream(given, 40_000)
  for (const line of lines) expect(text.split('\n')).toContain(line)
  expect(text).toContain('c=IN IP4 127.0.0.1\n')
})

it('takes nothing over that could be a line of its own', () => {
  const parameters = { 'profile-id': { toString: () => '0\na=setup:active' }, 'packetization-mode': 1 }
  expect(describeStream(codec('video/VP9', { parameters }), 40_000)).not.toContain('setup')
})
