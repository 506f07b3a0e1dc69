import type { CallDevices, DeviceKind } from '../call-state.ts'
import type { CallEnvironment } from '../environment.ts'

const KINDS: Record<MediaDeviceKind, DeviceKind> = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' }

/** What Chromium lists besides the devices themselves: the system's choices, which "no choice" already means. */
const ALIASES = new Set(['', 'default', 'communications'])

/** Sorts the browser's devices by what they are for. Before a permission they have no ids and are left out. */
export const sortDevices = (
  devices: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[],
): CallDevices['available'] => {
  const available: CallDevices['available'] = { microphone: [], camera: [], speaker: [] }
  for (const { deviceId, kind, label } of devices) {
    if (!ALIASES.has(deviceId)) available[KINDS[kind]].push({ id: deviceId, label })
  }
  return available
}

export const listDevices = async ({ mediaDevices }: Pick<CallEnvironment, 'mediaDevices'>): Promise<CallDevices['available']> =>
  sortDevices((await mediaDevices?.enumerateDevices().catch(() => [])) ?? [])
