import { expect, it } from 'vitest'
import { refusingPlace } from './way-out.ts'

it.each([
  ['web', 'windows', 'browser'],
  ['web', 'macos', 'browser'],
  ['desktop', 'windows', 'windows'],
  ['desktop', 'macos', 'macos'],
  ['desktop', 'linux', 'other'],
  ['desktop', 'other', 'other'],
] as const)('%s on %s: the %s refused', (kind, os, place) => expect(refusingPlace({ kind, os })).toBe(place))
