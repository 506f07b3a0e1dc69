/** Three short, low notes: unlike the knock at the door. Frequencies in Hz, times in s. */
const NOTES = [
  { frequency: 392, at: 0 },
  { frequency: 392, at: 0.22 },
  { frequency: 523, at: 0.44 },
] as const
const LENGTH = 0.2
const LOUDNESS = 0.12

/** A recording has begun. Plays once, in this page alone; nothing where the page may make no sound. */
export const playRecordingSound = (): void => {
  if (typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  for (const [index, { frequency, at }] of NOTES.entries()) {
    const start = context.currentTime + at
    const tone = new OscillatorNode(context, { frequency, type: 'triangle' })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH)
    tone.connect(gain).connect(context.destination)
    tone.start(start)
    tone.stop(start + LENGTH)
    if (index === NOTES.length - 1) tone.addEventListener('ended', () => void context.close())
  }
}
