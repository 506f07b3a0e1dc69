import { getSupportedRtpCapabilities } from 'mediasoup'
import { expect, test } from 'vitest'
import { recorderCapabilities } from './mediasoup-tap.ts'

const supported = getSupportedRtpCapabilities()
const all = [...(supported.codecs ?? []), { kind: 'video', mimeType: 'video/rtx', clockRate: 90_000 } as const]
const { codecs = [], headerExtensions } = recorderCapabilities({
  codecs: all.map((codec, index) => ({ ...codec, preferredPayloadType: 96 + index })),
  headerExtensions: supported.headerExtensions ?? [],
})

test('a recorder takes what it can write, and nothing that it would write as nothing', () => {
  const names = new Set(codecs.map(({ mimeType }) => mimeType.toLowerCase()))
  expect([...names].toSorted()).toEqual(['audio/opus', 'video/h264', 'video/vp8'])
})

test('no retransmissions, no bandwidth estimation, no header extensions; key frames can be asked for', () => {
  expect(headerExtensions).toEqual([])
  expect(codecs.filter(({ mimeType }) => /rtx/i.test(mimeType))).toEqual([])
  const feedback = new Set(
    codecs.flatMap(({ rtcpFeedback = [] }) => rtcpFeedback.map(({ type, parameter }) => `${type} ${parameter}`)),
  )
  expect([...feedback].toSorted()).toEqual(['ccm fir', 'nack pli'])
})
