/**
 * Whether a microphone hears steady background noise: loudness that is high enough to disturb and hardly changes, as a fan or
 * an air conditioner makes it. Speech changes from syllable to pause, and a quiet room is quiet.
 */

/** Levels are taken this often, in ms. */
export const LEVEL_INTERVAL = 100
/** How many levels are looked back on: five seconds. */
export const LEVEL_HISTORY = 50
const ENOUGH = 30
/** dBFS: what disturbs a conversation that is at -25 or so. */
const LOUD = -52
/** dB between the quiet and the loud moments. */
const STEADY = 6

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NEGATIVE_INFINITY

/** `levels` in dBFS, oldest first. */
export const hasSteadyNoise = (levels: readonly number[]): boolean => {
  if (levels.length < ENOUGH) return false
  const sorted = levels.slice(-LEVEL_HISTORY).sort((one, other) => one - other)
  const quiet = quantile(sorted, 0.1)
  return quiet > LOUD && quantile(sorted, 0.9) - quiet < STEADY
}

/** Loudness of samples from -1 to 1, in dBFS: 0 the loudest, -100 silence. */
export const loudnessOf = (samples: Float32Array): number => {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const rms = Math.sqrt(sum / Math.max(1, samples.length))
  return Math.max(-100, 20 * Math.log10(Math.max(rms, 1e-5)))
}

/** How far a meter goes for a loudness: 0 to 1, from a whisper to full scale. */
export const meterOf = (loudness: number): number => Math.min(1, Math.max(0, (loudness + 60) / 54))
