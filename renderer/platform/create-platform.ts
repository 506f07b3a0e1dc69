import type { DesktopBridge } from '#shared/desktop-bridge.ts'
import { createDesktopPlatform } from './desktop-platform.ts'
import type { Platform } from './platform.ts'
import { createWebPlatform } from './web-platform.ts'

declare global {
  interface Window {
    /** Exposed by the desktop's preload; absent in a browser. */
    readonly parley?: DesktopBridge
  }
}

/** The place that this page runs in. */
export const createPlatform = (): Promise<Platform> =>
  window.parley === undefined ? createWebPlatform() : createDesktopPlatform(window.parley)
