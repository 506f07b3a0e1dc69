import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { type SyntheticEvent, useState } from 'react'
import { TrackVideo } from '../../ui/TrackVideo.tsx'

const useStyles = makeStyles({
  video: { position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'cover', opacity: 0 },
  whole: { objectFit: 'contain' },
  mirrored: { transform: 'scaleX(-1)' },
  arrived: { opacity: 1 },
  dimmed: { filter: 'grayscale(0.7) brightness(0.4)' },
})

/**
 * The picture of a camera or a screen in its tile. It appears with its first frame, so that a tile is never black; a picture that
 * is not live is dimmed. A screen and an upright picture are shown whole.
 */
export const TilePicture = ({
  participantId,
  source,
  track,
  mirrored,
  dimmed,
}: {
  participantId: string
  source: 'camera' | 'screen'
  track: MediaStreamTrack
  mirrored: boolean
  dimmed: boolean
}) => {
  const styles = useStyles()
  const [arrived, setArrived] = useState<'not' | 'wide' | 'upright'>('not')
  const measure = ({ currentTarget: { videoWidth, videoHeight } }: SyntheticEvent<HTMLVideoElement>): void => {
    if (videoWidth > 0) setArrived(videoHeight > videoWidth ? 'upright' : 'wide')
  }
  return (
    <TrackVideo
      key={track.id}
      track={track}
      data-participant-id={participantId}
      data-source={source}
      onLoadedData={measure}
      onResize={measure}
      className={mergeClasses(
        styles.video,
        (source === 'screen' || arrived === 'upright') && styles.whole,
        mirrored && styles.mirrored,
        arrived !== 'not' && styles.arrived,
        arrived !== 'not' && dimmed && styles.dimmed,
      )}
    />
  )
}
