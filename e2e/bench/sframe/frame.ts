/** Frames that no network carries: what a cryptor sees of them is what it sees of an encoder's. */
export interface Size {
  readonly bytes: number
  readonly kind: 'audio' | 'video'
}

/** A voice, and pictures from small to key frame. */
export const SIZES: readonly Size[] = [
  { bytes: 120, kind: 'audio' },
  { bytes: 2_000, kind: 'video' },
  { bytes: 10_000, kind: 'video' },
  { bytes: 40_000, kind: 'video' },
]

class AudioFrame {
  data: ArrayBuffer
  readonly timestamp: number

  constructor(data: ArrayBuffer, timestamp: number) {
    this.data = data
    this.timestamp = timestamp
  }

  getMetadata() {
    return { mimeType: 'audio/opus', payloadType: 111, synchronizationSource: 1 }
  }
}

class VideoFrame extends AudioFrame {
  readonly type = 'delta'

  override getMetadata() {
    return { mimeType: 'video/VP8', payloadType: 96, synchronizationSource: 2 }
  }
}

export type BenchFrame = AudioFrame | VideoFrame

export const frame = ({ kind }: Size, data: ArrayBuffer, timestamp: number): BenchFrame =>
  kind === 'audio' ? new AudioFrame(data, timestamp) : new VideoFrame(data, timestamp)

export const content = ({ bytes }: Size): ArrayBuffer => {
  const filled = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(filled.subarray(at, at + 65_536))
  return filled.buffer
}

/** Where frames come out. */
export class Outlet {
  readonly frames: BenchFrame[] = []

  enqueue(given: BenchFrame): void {
    this.frames.push(given)
  }
}
