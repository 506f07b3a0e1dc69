import { type ComponentProps, useEffect, useRef } from 'react'

/**
 * Shows a video track. The picture is silent, hidden from screen readers, and lets go of the track when it is taken away. What
 * else is given goes to the video element.
 */
export const TrackVideo = ({ track, ...rest }: { track: MediaStreamTrack } & Omit<ComponentProps<'video'>, 'ref'>) => {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = video.current
    if (element === null) return
    element.srcObject = new MediaStream([track])
    return () => {
      element.srcObject = null
    }
  }, [track])
  return <video {...rest} ref={video} autoPlay muted playsInline disablePictureInPicture aria-hidden="true" tabIndex={-1} />
}
