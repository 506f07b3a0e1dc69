import type { Device } from 'mediasoup-client'
import { generateRouterRtpCapabilities } from 'mediasoup-client/fakeParameters'
import { beforeAll, expect, test } from 'vitest'
import { FakeWire } from '../testing/fake-wire.ts'
import { encodingOf } from './encodings.ts'

let device: Device

beforeAll(async () => {
  device = await new FakeWire().createDevice()
  await device.load({ routerRtpCapabilities: generateRouterRtpCapabilities() })
})

test('a camera has three layers of VP8, each a quarter of the next in size', () => {
  const { encodings, codec } = encodingOf('camera', device)
  expect(codec?.mimeType).toBe('video/VP8')
  expect(encodings?.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([4, 2, 1])
})

test('a voice may pause, what a screen sounds may not', () => {
  expect(encodingOf('microphone', device).codecOptions).toMatchObject({ opusDtx: true, opusFec: true, opusStereo: false })
  expect(encodingOf('screenAudio', device).codecOptions).toMatchObject({ opusDtx: false, opusFec: true, opusStereo: true })
})

test('a screen is one picture at full size', () => {
  const { encodings } = encodingOf('screen', device)
  expect(encodings).toHaveLength(1)
  expect(encodings?.[0]?.scaleResolutionDownBy).toBeUndefined()
})
