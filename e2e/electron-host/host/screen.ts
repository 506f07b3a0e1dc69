import { EventEmitter } from 'node:events'
import type { Display, Screen } from 'electron'
import { conform } from './conform.ts'

const SIZE = { width: 1280, height: 800 }
const BOUNDS = { x: 0, y: 0, ...SIZE }

/** The one display that headless Chromium is given. */
const display: Display = {
  id: 1,
  label: 'Headless',
  bounds: BOUNDS,
  workArea: BOUNDS,
  size: SIZE,
  workAreaSize: SIZE,
  nativeOrigin: { x: 0, y: 0 },
  maximumCursorSize: { width: 64, height: 64 },
  scaleFactor: 1,
  rotation: 0,
  colorDepth: 24,
  colorSpace: '',
  depthPerComponent: 8,
  displayFrequency: 60,
  accelerometerSupport: 'unavailable',
  touchSupport: 'unavailable',
  detected: true,
  internal: false,
  monochrome: false,
}

export const screen = conform<Screen>()(
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
    getDisplayNearestPoint: () => display,
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  }),
)
