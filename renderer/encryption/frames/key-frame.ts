/**
 * Makes a sender's next picture a key frame, in all its encodings: to be called in the page whenever the worker sends with new
 * keys, so that whoever has only these sees a picture at once. Where it can't be done nothing is lost but time: receivers ask for a
 * key frame when they miss one.
 */
export const makeKeyFrame = async (sender: RTCRtpSender): Promise<void> => {
  const parameters = sender.getParameters()
  const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }))
  // Refused while somebody else changes the same parameters, and by a sender that has stopped.
  await sender.setParameters(parameters, { encodingOptions }).catch(() => undefined)
}
