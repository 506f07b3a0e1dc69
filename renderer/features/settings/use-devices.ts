import { useCallback, useEffect, useState } from 'react'
import type { DeviceChoice, DeviceKind } from '../../call/call-state.ts'

const KINDS: Record<MediaDeviceKind, DeviceKind> = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' }

/** What Chromium lists for the system's choice, besides the devices themselves. */
const ALIASES: readonly string[] = ['', 'default', 'communications']

export interface KnownDevices {
  devices: Record<DeviceKind, DeviceChoice[]>
  /** The browser has answered. */
  known: boolean
  /** There are devices, but the browser keeps their names until it was allowed to use them. */
  hidden: boolean
}

export const sortDevices = (list: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]): KnownDevices => {
  const devices: KnownDevices['devices'] = { microphone: [], camera: [], speaker: [] }
  for (const { kind, deviceId, label } of list) {
    if (!ALIASES.includes(deviceId) && label !== '') devices[KINDS[kind]].push({ id: deviceId, label })
  }
  return { devices, known: true, hidden: list.length > 0 && list.every(({ label }) => label === '') }
}

/** The devices of this computer, outside a meeting. `allow` asks the person for camera and microphone and closes both at once. */
export const useDevices = (): KnownDevices & { allow: () => void } => {
  const [known, setKnown] = useState<KnownDevices>(() => ({ ...sortDevices([]), known: false }))

  const list = useCallback(async () => {
    const found = await navigator.mediaDevices?.enumerateDevices()
    if (found !== undefined) setKnown(sortDevices(found))
  }, [])

  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined
    const follow = (): void => void list().catch(() => undefined)
    follow()
    media?.addEventListener('devicechange', follow)
    return () => media?.removeEventListener('devicechange', follow)
  }, [list])

  const allow = useCallback(() => {
    const ask = async (constraints: MediaStreamConstraints): Promise<void> => {
      const stream = await navigator.mediaDevices.getUserMedia(constraints)
      for (const track of stream.getTracks()) track.stop()
    }
    // One may be missing or refused and the other not.
    void Promise.allSettled([ask({ audio: true }), ask({ video: true })]).then(() => list().catch(() => undefined))
  }, [list])

  return { ...known, allow }
}
