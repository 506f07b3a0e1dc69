import { expect, test } from 'vitest'
import { capabilitiesOf } from './capabilities.ts'

const [opus, vp8, level, mid] = [{ kind: 'audio', m: 'opus' }, { kind: 'video', m: 'vp8' }, { kind: 'audio' }, { kind: 'video' }]

test('each kind is given its own, and what makes no sense as it is', () => {
  const all = { codecs: [opus, vp8, null, 7, {}], headerExtensions: [level, mid], other: 1 }
  expect(capabilitiesOf(all, 'audio')).toEqual({ codecs: [opus, null, 7, {}], headerExtensions: [level], other: 1 })
  expect(capabilitiesOf(all, 'video')).toEqual({ codecs: [vp8, null, 7, {}], headerExtensions: [mid], other: 1 })
  expect(capabilitiesOf({ codecs: 'all' }, 'video')).toEqual({ codecs: 'all', headerExtensions: undefined })
})
