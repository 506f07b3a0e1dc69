import { makeStyles, tokens } from '@fluentui/react-components'
import { useCallback, useRef } from 'react'
import { useMicrophoneLevel } from '../pre-join/use-microphone-level.ts'

const useStyles = makeStyles({
  track: {
    height: '6px',
    borderRadius: tokens.borderRadiusCircular,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground5,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  bar: {
    height: '100%',
    transform: 'scaleX(0)',
    transformOrigin: 'left',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
})

/** A bar that moves with the voice, for the eye. It paints by itself: nothing renders again for it. */
export const LevelMeter = ({ track }: { track: MediaStreamTrack | undefined }) => {
  const styles = useStyles()
  const bar = useRef<HTMLDivElement>(null)
  const draw = useCallback((level: number) => {
    if (bar.current !== null) bar.current.style.transform = `scaleX(${level})`
  }, [])
  useMicrophoneLevel(track, draw)
  return (
    <div aria-hidden="true" className={styles.track}>
      <div ref={bar} className={styles.bar} />
    </div>
  )
}
