import { useEffect, useState } from 'react'
import { useCall } from '../../app/services.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import { observeLevel, quietWatch, watchSpeech } from './speech-watch.ts'

const INTERVAL = 100
/** The hint goes by itself after this long, ms. */
const SHOWN_FOR = 8000

/**
 * Whether a person talks though their microphone is off. Listens to a copy of what is captured, in this page alone: what is sent
 * stays silent. Never while the call has no captured microphone to listen to.
 */
export const useSpeakingWhileMuted = (): { speaking: boolean; dismiss: () => void } => {
  const muted = useCall(
    (state) =>
      state.phase === 'joined' &&
      state.local.microphone.state === 'off' &&
      !state.talkingWhileMuted &&
      // Whoever can't turn it on need not be told to.
      mayIn(state, 'speak'),
  )
  const track = useCall(({ local }) => local.microphone.track)
  const [speaking, setSpeaking] = useState(false)

  useEffect(() => {
    if (!muted || track === undefined || typeof AudioContext === 'undefined') return
    const copy = track.clone()
    copy.enabled = true
    let watch = quietWatch
    const stop = observeLevel(copy, INTERVAL, (level) => {
      watch = watchSpeech(watch, level, INTERVAL)
      if (watch.noticed) setSpeaking(true)
    })
    return () => {
      stop()
      copy.stop()
      setSpeaking(false)
    }
  }, [muted, track])

  useEffect(() => {
    if (!speaking) return
    const timer = setTimeout(() => setSpeaking(false), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [speaking])

  return { speaking, dismiss: () => setSpeaking(false) }
}
