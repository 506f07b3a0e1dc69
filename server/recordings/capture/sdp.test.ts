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

it.each([
  ['an object', { toString: (): string => '0\na=setup:active' }],
  ['a line break', '0\na=setup:active'],
  ['a carriage return', '0\ra=setup:active'],
  ['another parameter', '0;setup=active'],
  ['more than any has', `setup${'A'.repeat(1_024)}`],
])('takes nothing over that could be a line of its own: %s', (_, value) => {
  const parameters = { 'profile-level-id': value, 'packetization-mode': 1 }
  const text = describeStream(codec('video/H264', { parameters }), 40_000)
  expect(text).not.toContain('setup')
  expect(text).toContain('a=fmtp:100 packetization-mode=1\n')
})
