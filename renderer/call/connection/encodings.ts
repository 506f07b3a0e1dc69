/** How each source is encoded. Bit rates in bit/s; the first layer is the smallest. */
import type { Device } from 'mediasoup-client'
import type { ProducerOptions } from 'mediasoup-client/types'
import type { Source } from '#shared/contract/media.ts'

type Encoding = Pick<ProducerOptions, 'encodings' | 'codecOptions' | 'codec'>

/** 320×180, 640×360 and 1280×720 of a camera that gives 720 lines; each with three temporal layers. */
const CAMERA_LAYERS: NonNullable<ProducerOptions['encodings']> = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
]

export const encodingOf = (source: Source, device: Pick<Device, 'sendRtpCapabilities'>): Encoding => {
  const vp8 = device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8')
  const codec = vp8 === undefined ? {} : { codec: vp8 }
  switch (source) {
    case 'microphone':
      return { codecOptions: { opusStereo: false, opusDtx: true, opusFec: true, opusMaxAverageBitrate: 40_000 } }
    case 'screenAudio':
      // Music and films have no pauses that DTX may cut.
      return { codecOptions: { opusStereo: true, opusDtx: false, opusFec: true, opusMaxAverageBitrate: 128_000 } }
    case 'camera':
      return {
        ...codec,
        encodings: CAMERA_LAYERS.map((layer) => ({ ...layer })),
        codecOptions: { videoGoogleStartBitrate: 1000 },
      }
    case 'screen':
      return {
        ...codec,
        encodings: [{ maxBitrate: 3_000_000, maxFramerate: 30 }],
        codecOptions: { videoGoogleStartBitrate: 1500 },
      }
  }
}
