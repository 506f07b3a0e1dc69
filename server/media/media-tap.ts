/** A copy of what a participant sends, as plain RTP to a recorder on this machine. */
import type { Dictionary } from '#shared/contract/media.ts'

export interface TapOptions {
  /** UDP ports of this machine: where media goes, and where the sender reports about it go (RFC 3550 §6.4.1). */
  rtpPort: number
  rtcpPort: number
  /** What is sent has ended, and the tap with it. */
  onClosed: () => void
}

/** The one codec of a tap, as it is on the wire. */
export interface TapCodec {
  readonly kind: 'audio' | 'video'
  readonly mimeType: string
  readonly clockRate: number
  readonly channels: number | undefined
  readonly payloadType: number
  readonly parameters: Dictionary
}

/** A packet that went out: its RTP timestamp, and when, ms of the machine's monotonic clock. */
export interface SentPacket {
  readonly rtp: number
  readonly at: number
}

export interface MediaTap {
  readonly codec: TapCodec
  readonly ssrc: number
  /** Lets packets flow; the first of them is told. Video begins with a key frame. */
  resume(onFirst: (packet: SentPacket) => void): Promise<void>
  pause(): Promise<void>
  /** Asks the sender for a key frame; nothing for sound. */
  requestKeyFrame(): Promise<void>
  close(): void
}
