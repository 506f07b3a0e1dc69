import type { CheckResult } from '#shared/diagnostics/checks.ts'
import type { Platform } from '../../platform/platform.ts'

/** What the browser lists for the system's choice, besides the devices themselves. */
const ALIASES: readonly string[] = ['default', 'communications']

/** What of cameras, microphones and speakers is there, and whether they may be used. None is opened for it. */
export const lookAtDevices = async (
  media: Pick<Platform['media'], 'access'>,
  list: () => Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId'>[]> = () => navigator.mediaDevices.enumerateDevices(),
): Promise<CheckResult> => {
  const at = performance.now()
  const [access, all] = await Promise.all([media.access(), list().catch(() => [])])
  const count = (kind: MediaDeviceKind): number =>
    all.filter((device) => device.kind === kind && !ALIASES.includes(device.deviceId)).length
  const facts = {
    cameras: count('videoinput'),
    microphones: count('audioinput'),
    speakers: count('audiooutput'),
    cameraAccess: access.camera,
    microphoneAccess: access.microphone,
  }
  const isRefused = [access.camera, access.microphone].some((each) => each === 'denied' || each === 'restricted')
  const isComplete = facts.cameras > 0 && facts.microphones > 0 && facts.speakers > 0
  return {
    finding: isRefused ? 'devicesRefused' : isComplete ? 'devicesFine' : 'devicesMissing',
    facts,
    ms: Math.round(performance.now() - at),
  }
}
