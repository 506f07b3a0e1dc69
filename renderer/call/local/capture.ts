import type { CallEnvironment } from '../environment.ts'
import { errorName } from './capture-failure.ts'

type Devices = Pick<CallEnvironment, 'mediaDevices'>

const devicesOf = ({ mediaDevices }: Devices): MediaDevices => {
  if (mediaDevices === undefined) throw new DOMException('no media devices here', 'NotFoundError')
  return mediaDevices
}

const only = (stream: MediaStream): MediaStreamTrack => {
  const [track, ...others] = stream.getTracks()
  for (const other of others) other.stop()
  if (track === undefined) throw new DOMException('the stream is empty', 'NotFoundError')
  return track
}

/**
 * The wanted device where it is plugged in, the system's default otherwise. Asked for as `exact`, because browsers weigh an
 * `ideal` device against an ideal size and can take another camera that fits better.
 */
const open = async (
  environment: Devices,
  deviceId: string | undefined,
  constraints: (device: MediaTrackConstraints) => MediaStreamConstraints,
): Promise<MediaStreamTrack> => {
  const devices = devicesOf(environment)
  if (deviceId !== undefined) {
    try {
      return only(await devices.getUserMedia(constraints({ deviceId: { exact: deviceId } })))
    } catch (thrown) {
      // Not every browser makes it a DOMException.
      if (errorName(thrown) !== 'OverconstrainedError') throw thrown
    }
  }
  return only(await devices.getUserMedia(constraints({})))
}

/**
 * Where the browser would ask for microphone and camera one after the other, lets it ask for both at once. A refusal is found
 * out again by the captures that follow, each for itself.
 */
export const askForBoth = async ({ mediaDevices }: Devices): Promise<void> => {
  const stream = await mediaDevices?.getUserMedia({ audio: true, video: true }).catch(() => undefined)
  for (const track of stream?.getTracks() ?? []) track.stop()
}

export const captureMicrophone = async (environment: Devices, deviceId: string | undefined): Promise<MediaStreamTrack> =>
  open(environment, deviceId, (device) => ({
    audio: { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  }))

export const captureCamera = async (environment: Devices, deviceId: string | undefined): Promise<MediaStreamTrack> => {
  const track = await open(environment, deviceId, (device) => ({
    video: { ...device, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
  }))
  track.contentHint = 'motion'
  return track
}

export interface CapturedScreen {
  video: MediaStreamTrack
  audio: MediaStreamTrack | undefined
}

/** What the person picks, up to 1920×1080. `contentHint` keeps text sharp at the cost of frames. */
export const captureScreen = async (environment: Devices, audio: boolean): Promise<CapturedScreen> => {
  const stream = await devicesOf(environment).getDisplayMedia({
    video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 15, max: 30 } },
    audio: audio ? { echoCancellation: false, noiseSuppression: false, autoGainControl: false } : false,
  })
  const [video] = stream.getVideoTracks()
  const [sound] = stream.getAudioTracks()
  if (video === undefined) throw new DOMException('the stream has no picture', 'NotFoundError')
  video.contentHint = 'detail'
  return { video, audio: sound }
}
