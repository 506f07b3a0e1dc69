import { expect, it, test } from 'vitest'
import { RecordingManifest } from './manifest.ts'
import { at, manifest, segment, track } from './testing/sample-manifest.ts'

const whole = manifest([track('t1', 'microphone', [segment('s1', 'audio', [0, 60])])])

it('takes a recording that is over, and one that has just begun', () => {
  expect(RecordingManifest.parse(whole)).toEqual(whole)
  const begun = manifest([track('t1', 'camera', [segment('s1', 'video', [0])])], { state: 'running', span: { from: at(0) } })
  expect(RecordingManifest.parse(JSON.parse(JSON.stringify(begun)))).toEqual(begun)
})

const one = segment('s1', 'audio', [0, 60])

test.each([
  ['another version', { ...whole, version: 2 }],
  ['something unknown', { ...whole, note: 'x' }],
  ['a span that ends before it begins', { ...whole, span: { from: at(1), to: at(0) } }],
  ['a pause that ends before it begins', { ...whole, pauses: [{ from: at(1), to: at(0) }] }],
  ['a gap without a reason', manifest([{ ...track('t1', 'camera', []), gaps: [{ from: at(0) }] as never }])],
  ['a track twice', manifest([track('t1', 'microphone', []), track('t1', 'camera', [])])],
  ['a segment twice', manifest([track('t1', 'microphone', [one]), track('t2', 'screenAudio', [one])])],
  ['a track of nobody', manifest([{ ...track('t1', 'microphone', []), participant: 'p2' }])],
  ['a segment without an anchor', manifest([track('t1', 'microphone', [{ ...one, anchors: [] }])])],
  ['anchors in another order', manifest([track('t1', 'microphone', [{ ...one, anchors: [...one.anchors].reverse() }])])],
  ['an RTP timestamp of 33 bits', manifest([track('t1', 'microphone', [{ ...one, firstRtp: 2 ** 32 }])])],
  ['a blob outside its folder', manifest([track('t1', 'microphone', [{ ...one, blob: '../other/s1' }])])],
])('refuses %s', (_, value) => {
  expect(RecordingManifest.safeParse(value).success).toBe(false)
})
