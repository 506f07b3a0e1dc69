import type { Device } from 'mediasoup-client'
import type { RtpCapabilities } from 'mediasoup-client/types'
import { ParleyError } from '#shared/errors.ts'

export type LoadDevice = (routerRtpCapabilities: RtpCapabilities) => Promise<Device>

/**
 * Loads mediasoup-client's device once for each set of router capabilities: they are the same for every meeting of a service, and
 * asking the browser for its codecs takes tens of milliseconds.
 */
export const createDeviceLoader = (createDevice: () => Promise<Device>): LoadDevice => {
  let latest: { key: string; device: Promise<Device> } | undefined
  return async (routerRtpCapabilities) => {
    const key = JSON.stringify(routerRtpCapabilities)
    if (latest?.key !== key) {
      const device = createDevice().then(async (fresh) => {
        await fresh.load({ routerRtpCapabilities })
        return fresh
      })
      latest = { key, device }
    }
    try {
      return await latest.device
    } catch (thrown) {
      latest = undefined
      throw new ParleyError('INTERNAL', 'this browser has no usable WebRTC', { cause: thrown })
    }
  }
}
