/** All ways in one page, opened as `/join/<code>?person=<id>#<way>`. The benchmark drives it through `window.bench`. */
import { config } from 'zod'
import { createWebPlatform } from '../../../renderer/platform/web-platform.ts'
import { bareWay } from './bare-way.ts'
import { engineWay, type Way } from './engine-way.ts'
import { senderWay } from './sender-way.ts'

export type WayName = 'sender' | 'engine' | 'bare' | 'bareCameraOpen'

declare global {
  interface Window {
    bench: Promise<Way>
  }
}

const open = async (): Promise<Way> => {
  const platform = await createWebPlatform()
  const code = await platform.takePendingCode()
  if (code === undefined) throw new Error('no meeting in the address')
  const name = location.hash.slice(1) as WayName
  if (name === 'sender') return senderWay(platform, code)
  return name === 'engine' ? engineWay(platform, code) : bareWay(platform, code, name === 'bareCameraOpen')
}

// As the client's own page: its policy forbids to make code from text.
config({ jitless: true })
window.bench = open()
