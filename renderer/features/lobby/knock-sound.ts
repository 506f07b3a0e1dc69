/** Two soft notes, a fifth apart: somebody is at the door. Frequencies in Hz, times in s. */
const NOTES = [
  { frequency: 587, at: 0 },
  { frequency: 880, at: 0.16 },
] as const
const LENGTH = 0.45
const LOUDNESS = 0.12

/** Plays once, in this page alone; nothing where the page may make no sound. */
export const playKnock = (): void => {
  if (typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  for (const { frequency, at } of NOTES) {
    const start = context.currentTime + at
    const tone = new OscillatorNode(context, { frequency, type: 'sine' })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH)
    tone.connect(gain).connect(context.destination)
    tone.start(start)
    tone.stop(start + LENGTH)
    if (frequency === NOTES.at(-1)?.frequency) tone.addEventListener('ended', () => void context.close())
  }
}
