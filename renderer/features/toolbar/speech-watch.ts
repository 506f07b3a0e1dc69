/** Noticing that somebody speaks into a microphone that is off. Nothing that is heard here goes anywhere. */
import { loudnessOf } from '../pre-join/noise.ts'

/** Calls `listener` with the level of `track`, dBFS, every `interval` ms until the returned function is called. */
export const observeLevel = (track: MediaStreamTrack, interval: number, listener: (level: number) => void): (() => void) => {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 1024 })
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    listener(loudnessOf(samples))
  }, interval)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}

export interface SpeechWatch {
  /** How long it has been loud lately, ms; fades in silence. */
  loudFor: number
  /** Speech was noticed. */
  noticed: boolean
}

export const quietWatch: SpeechWatch = { loudFor: 0, noticed: false }

/** Louder than this is speech and not the room, dBFS. */
export const SPEECH = -42
/** So long, in all, before it is taken for speech: a cough is shorter, ms. */
export const SPEECH_FOR = 900

/** The watch after one more stretch of `elapsed` ms at `level` dBFS. Once noticed, it stays noticed. */
export const watchSpeech = (watch: SpeechWatch, level: number, elapsed: number): SpeechWatch => {
  if (watch.noticed) return watch
  const loudFor = level > SPEECH ? watch.loudFor + elapsed : Math.max(0, watch.loudFor - elapsed / 2)
  return { loudFor, noticed: loudFor >= SPEECH_FOR }
}
