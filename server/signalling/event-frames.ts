/**
 * Frames of an event stream, as oRPC's clients read them: an event that goes to a whole meeting is put into words once, and each
 * client's frame is made around it. A test holds them against oRPC's own encoder.
 */
export const eventFrame = (streamId: string, eventJson: string): string =>
  `{"i":${JSON.stringify(streamId)},"t":3,"p":{"e":"message","d":{"json":${eventJson}}}}`

/** The end of the stream. */
export const endFrame = (streamId: string): string => `{"i":${JSON.stringify(streamId)},"t":3,"p":{"e":"done","d":{}}}`
