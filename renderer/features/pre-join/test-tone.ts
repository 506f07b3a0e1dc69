/** A chromium-only part of the Web Audio API: which speakers a context plays through. */
type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> }

/** Two soft notes, a fifth apart; Hz. */
const NOTES = [523.25, 783.99] as const
const NOTE = 0.32
const VOLUME = 0.2

/** Plays two short notes through the speakers of this id, the system's default without one. Resolves when they have ended. */
export const playTestTone = async (speakerId: string | undefined): Promise<void> => {
  const context: WithSink = new AudioContext()
  try {
    if (speakerId !== undefined) await context.setSinkId?.(speakerId)
    await context.resume()
    const ends = NOTES.map((frequency, index) => {
      const begin = context.currentTime + index * NOTE
      const volume = new GainNode(context, { gain: 0 })
      volume.gain.setValueAtTime(0, begin)
      volume.gain.linearRampToValueAtTime(VOLUME, begin + 0.03)
      volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE * 1.8)
      const note = new OscillatorNode(context, { frequency })
      note.connect(volume).connect(context.destination)
      note.start(begin)
      note.stop(begin + NOTE * 1.8)
      return new Promise((resolve) => note.addEventListener('ended', resolve, { once: true }))
    })
    await Promise.all(ends)
  } finally {
    await context.close()
  }
}
