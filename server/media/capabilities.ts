import type { Dictionary } from '#shared/contract/media.ts'

/** What a client can receive of one kind of media: the media layer copies and checks all that it is given, for each consumer anew. */
export const capabilitiesOf = (rtpCapabilities: Dictionary, kind: 'audio' | 'video'): Dictionary => {
  const ofKind = (list: unknown): unknown => (Array.isArray(list) ? list.filter((each) => !isOther(each, kind)) : list)
  const { codecs, headerExtensions } = rtpCapabilities
  return { ...rtpCapabilities, codecs: ofKind(codecs), headerExtensions: ofKind(headerExtensions) }
}

/** What is of no kind at all is left for the media layer to refuse. */
const isOther = (each: { kind?: unknown } | null | undefined, kind: 'audio' | 'video'): boolean =>
  each?.kind === (kind === 'audio' ? 'video' : 'audio')
