import type { createCodec } from './codec.ts'
import type { linkWorlds } from './world-link.ts'

/**
 * Puts what the preload exposed into the page's own world, frozen and for good. It is given to pages as source, so it can use
 * nothing but its own body and its arguments.
 */
export function mainWorld(codecOf: typeof createCodec, link: typeof linkWorlds, channel: string): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
    Object.freeze(value)
    for (const item of Object.values(value)) freeze(item)
    return value
  }
  const expose = (key: string, api: unknown): void => {
    Object.defineProperty(window, key, { value: freeze(api), writable: false, configurable: false, enumerable: true })
  }
  const worlds = link(codecOf, channel, 'main')
  worlds.onApi((message) => {
    if (message.type === 'expose') expose(message.key, worlds.decode(message.api))
  })
  const exposed = worlds.request({ type: 'exposed' }) as Record<string, unknown> | undefined
  for (const [key, api] of Object.entries(exposed ?? {})) expose(key, api)
}
