/** Who is there already: a camera that costs the machine next to nothing, so that what is measured is the joining. */
import { LiveCallEngine } from '../../../renderer/call/live-call-engine.ts'
import type { Platform } from '../../../renderer/platform/platform.ts'
import type { Way } from './engine-way.ts'

const PICTURE = { width: 320, height: 180, frameRate: 30 }

export const senderWay = (platform: Platform, code: string): Way => {
  const devices = navigator.mediaDevices
  const open = devices.getUserMedia.bind(devices)
  devices.getUserMedia = ({ audio, video }: MediaStreamConstraints = {}) =>
    open({ ...(audio === undefined ? {} : { audio }), ...(video === undefined ? {} : { video: PICTURE }) })
  const engine = new LiveCallEngine(platform)
  const ready = engine.prepare(code)
  const joined = new Promise<void>((resolve) => {
    document.querySelector('#join')?.addEventListener('click', () => resolve(ready.then(() => engine.join())), { once: true })
  })
  return { ready, measured: joined.then(() => 0), leave: () => engine.leave() }
}
