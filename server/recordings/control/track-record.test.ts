import { expect, it } from 'vitest'
import { Track } from '#shared/recording/manifest.ts'
import { segment } from '#shared/recording/testing/sample-manifest.ts'
import { TrackRecord } from './track-record.ts'

it.each<[string, (track: TrackRecord) => void, unknown[]]>([
  ['a gap has an end', (track) => [track.openGap('muted', 10), track.closeGap(20)], [{ from: 10, to: 20, reason: 'muted' }]],
  [
    'of the same reason there is one',
    (track) => [track.openGap('muted', 10), track.openGap('muted', 15)],
    [{ from: 10, reason: 'muted' }],
  ],
  [
    'of another reason there is another',
    (track) => [track.openGap('muted', 10), track.openGap('paused', 15), track.closeGap(20)],
    [
      { from: 10, to: 15, reason: 'muted' },
      { from: 15, to: 20, reason: 'paused' },
    ],
  ],
  ['one that never was is none', (track) => [track.openGap('muted', 10), track.closeGap(10)], []],
  ['packets from before it close it too', (track) => [track.openGap('muted', 10), track.closeGap(8)], []],
  ['where there is none nothing is closed', (track) => [track.closeGap(10)], []],
])('%s', (_, happen, gaps) => {
  const record = new TrackRecord('p1', 'microphone')
  happen(record)
  expect(record.track.gaps).toEqual(gaps)
  expect(Track.safeParse(record.track).success).toBe(true)
})

it('can be kept however often something is turned off and on', () => {
  const record = new TrackRecord('p1', 'microphone')
  for (let at = 0; at < 250_000; at += 2) {
    record.openGap('muted', at)
    record.closeGap(at + 1)
  }
  for (let number = 0; number < 10_001; number += 1) record.put(segment(`s${number}`, 'audio', [number, number + 0.5]))
  expect(Track.safeParse(record.track).success).toBe(true)
  expect(record.track.gaps[0]).toEqual({ from: 0, to: 1, reason: 'muted' })
  expect(record.track.gaps.at(-1)?.to).toBe(249_999)
})

it('has each segment once, as it was told last, and goes on with what is known of it', () => {
  const record = new TrackRecord('p1', 'microphone')
  const [first, second] = [segment('s1', 'audio', [0, 5]), segment('s2', 'audio', [6, 9])]
  record.put(first)
  record.put(second)
  record.put({ ...first, ended: 'whole' })
  expect(record.track.segments).toEqual([{ ...first, ended: 'whole' }, second])
  const again = new TrackRecord('p1', 'microphone', record.track)
  expect(again.track).toEqual(record.track)
})
