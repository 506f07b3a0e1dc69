import { useEffect, useRef } from 'react'

/** Shows a video track. The picture is silent, hidden from screen readers, and lets go of the track when it is taken away. */
export const TrackVideo = ({ track, className }: { track: MediaStreamTrack; className?: string }) => {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = video.current
    if (element === null) return
    element.srcObject = new MediaStream([track])
    return () => {
      element.srcObject = null
    }
  }, [track])
  return (
    <video
      ref={video}
      className={className}
      autoPlay
      muted
      playsInline
      disablePictureInPicture
      aria-hidden="true"
      tabIndex={-1}
    />
  )
}
