import { useEffect, useRef, useState } from 'react'
import { hasSteadyNoise, LEVEL_HISTORY, LEVEL_INTERVAL, loudnessOf, meterOf } from './noise.ts'

const SAMPLES = 2048

/**
 * Listens to a microphone for as long as the page is visible. `onLevel` is told the meter's level (0 to 1) for every frame that
 * is drawn, outside React; the answer is whether there is steady background noise.
 */
export const useMicrophoneLevel = (track: MediaStreamTrack | undefined, onLevel: (level: number) => void): boolean => {
  const [noisy, setNoisy] = useState(false)
  const tell = useRef(onLevel)
  tell.current = onLevel

  useEffect(() => {
    if (track === undefined) return
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: SAMPLES })
    const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) })
    source.connect(analyser)
    const samples = new Float32Array(SAMPLES)
    const history: number[] = []
    let frame: number | undefined
    let taken = 0

    const draw = (at: number): void => {
      frame = requestAnimationFrame(draw)
      analyser.getFloatTimeDomainData(samples)
      const loudness = loudnessOf(samples)
      tell.current(meterOf(loudness))
      if (at - taken < LEVEL_INTERVAL) return
      taken = at
      history.push(loudness)
      if (history.length > LEVEL_HISTORY) history.shift()
      setNoisy(hasSteadyNoise(history))
    }
    const follow = (): void => {
      if (frame !== undefined) cancelAnimationFrame(frame)
      frame = undefined
      if (document.hidden) {
        void context.suspend()
        return
      }
      void context.resume()
      frame = requestAnimationFrame(draw)
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      if (frame !== undefined) cancelAnimationFrame(frame)
      source.disconnect()
      void context.close()
      tell.current(0)
      setNoisy(false)
    }
  }, [track])

  return noisy
}
