/**
 * Media parameters on the wire. Their inside belongs to mediasoup (W3C ORTC dictionaries): the service hands them to mediasoup,
 * which validates them, so here they are only held to be objects of bounded size.
 */
import { z } from 'zod'
import { Id } from './common.ts'

/** An ORTC dictionary as mediasoup and mediasoup-client exchange it. */
const dictionary = <T extends object>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

export type Dictionary = Record<string, unknown>

/** What a track shows or sounds: decides encodings, permission and place on screen. */
export const SOURCES = ['microphone', 'camera', 'screen', 'screenAudio'] as const
export const Source = z.enum(SOURCES)
export type Source = z.infer<typeof Source>

export const kindOf = (source: Source): 'audio' | 'video' =>
  source === 'microphone' || source === 'screenAudio' ? 'audio' : 'video'

export const RtpCapabilities = dictionary<Dictionary>()
export const RtpParameters = dictionary<Dictionary>()
export const DtlsParameters = dictionary<Dictionary>()
export const IceParameters = dictionary<Dictionary>()
export const SctpParameters = dictionary<Dictionary>()
export const SctpStreamParameters = dictionary<Dictionary>()

/** What mediasoup-client needs to make its end of a WebRtcTransport. */
export const TransportParameters = z.object({
  id: Id,
  iceParameters: IceParameters,
  iceCandidates: z.array(dictionary<Dictionary>()),
  dtlsParameters: DtlsParameters,
  sctpParameters: SctpParameters.optional(),
})
export type TransportParameters = z.infer<typeof TransportParameters>

/** What mediasoup-client needs to make its end of a Consumer. It starts paused on both sides. */
export const ConsumerParameters = z.object({
  id: Id,
  producerId: Id,
  participantId: Id,
  source: Source,
  kind: z.enum(['audio', 'video']),
  rtpParameters: RtpParameters,
  producerPaused: z.boolean(),
})
export type ConsumerParameters = z.infer<typeof ConsumerParameters>

/** One picture that is on screen. Layers count from 0, the smallest; `priority` from 1 to 255, larger first (RFC 8835). */
export const VisibleVideo = z.object({
  producerId: Id,
  spatialLayer: z.int().min(0).max(2),
  temporalLayer: z.int().min(0).max(2).optional(),
  priority: z.int().min(1).max(255).optional(),
})
export type VisibleVideo = z.infer<typeof VisibleVideo>
