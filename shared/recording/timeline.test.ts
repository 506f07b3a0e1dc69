import { describe, expect, it, test } from 'vitest'
import type { RecordingManifest } from './manifest.ts'
import { at, manifest, segment, track } from './testing/sample-manifest.ts'
import { endOf, merged, momentAt, playingAt, positionOf, timelineOf, without } from './timeline.ts'

const stretch = (from: number, to: number): { from: number; to: number } => ({ from, to })

test.each([
  ['nothing', [], []],
  ['out of order', [stretch(5, 6), stretch(1, 2)], [stretch(1, 2), stretch(5, 6)]],
  ['touching', [stretch(1, 2), stretch(2, 3)], [stretch(1, 3)]],
  ['one in another', [stretch(1, 9), stretch(2, 3)], [stretch(1, 9)]],
  ['empty', [stretch(1, 1), stretch(3, 2)], []],
])('merges %s', (_, stretches, result) => {
  expect(merged(stretches)).toEqual(result)
})

test.each([
  ['no hole', [], [stretch(2, 8)]],
  ['one inside', [stretch(4, 5)], [stretch(2, 4), stretch(5, 8)]],
  ['one over the start', [stretch(0, 3)], [stretch(3, 8)]],
  ['one over the end', [stretch(7, 9)], [stretch(2, 7)]],
  ['all', [stretch(0, 9)], []],
  ['those outside', [stretch(0, 2), stretch(8, 9)], [stretch(2, 8)]],
])('leaves of a stretch with %s', (_, holes, rest) => {
  expect(without(stretch(2, 8), holes)).toEqual(rest)
})

/** [from, to, file, from in the file, to in the file] in s of each piece. */
const piecesOf = (recording: RecordingManifest): (readonly [number, number, string, number, number])[] =>
  timelineOf(recording).lanes.flatMap(({ pieces }) =>
    pieces.map(
      ({ from, to, segment: { id }, mediaFrom, mediaTo }) =>
        [from / 1_000, to / 1_000, id, mediaFrom / 1_000, mediaTo / 1_000] as const,
    ),
  )

const microphone = track('t1', 'microphone', [segment('s1', 'audio', [0, 60])])

test.each<[string, RecordingManifest, ReturnType<typeof piecesOf>]>([
  ['a track from start to end', manifest([microphone]), [[0, 60, 's1', 0, 60]]],
  [
    'one that is muted for a while',
    manifest([{ ...microphone, gaps: [{ from: at(10), to: at(20), reason: 'muted' }] }]),
    [
      [0, 10, 's1', 0, 10],
      [20, 60, 's1', 20, 60],
    ],
  ],
  [
    'one that is muted to the end',
    manifest([{ ...microphone, gaps: [{ from: at(50), reason: 'muted' }] }]),
    [[0, 50, 's1', 0, 50]],
  ],
  [
    'one whose owner agreed late',
    manifest([{ ...microphone, gaps: [{ from: at(0), to: at(5), reason: 'noConsent' }] }]),
    [[5, 60, 's1', 5, 60]],
  ],
  [
    'one whose owner left and returned',
    manifest([
      track(
        't1',
        'camera',
        [segment('s1', 'video', [0, 20]), segment('s2', 'video', [30, 60])],
        [{ from: at(20), to: at(30), reason: 'left' }],
      ),
    ]),
    [
      [0, 20, 's1', 0, 20],
      [30, 60, 's2', 0, 30],
    ],
  ],
  [
    'a pause, which is cut out of position, not of the file',
    manifest([microphone], { pauses: [{ from: at(10), to: at(30) }] }),
    [
      [0, 10, 's1', 0, 10],
      [10, 40, 's1', 30, 60],
    ],
  ],
  [
    'two pauses that overlap',
    manifest([microphone], {
      pauses: [
        { from: at(10), to: at(30) },
        { from: at(20), to: at(40) },
      ],
    }),
    [
      [0, 10, 's1', 0, 10],
      [10, 30, 's1', 40, 60],
    ],
  ],
  [
    'an interruption, which stays',
    manifest([track('t1', 'camera', [segment('s1', 'video', [0, 20]), segment('s2', 'video', [30, 60])])], {
      interruptions: [{ from: at(20), to: at(30) }],
    }),
    [
      [0, 20, 's1', 0, 20],
      [30, 60, 's2', 0, 30],
    ],
  ],
  [
    'one that began before the recording',
    manifest([track('t1', 'camera', [segment('s1', 'video', [-10, 60])])]),
    [[0, 60, 's1', 10, 70]],
  ],
  [
    'one that is still going on',
    manifest([microphone, track('t2', 'camera', [segment('s2', 'video', [15])])]),
    [
      [0, 60, 's1', 0, 60],
      [15, 60, 's2', 0, 45],
    ],
  ],
])('places %s', (_, recording, pieces) => {
  const rounded = piecesOf(recording).map((piece) =>
    piece.map((value) => (typeof value === 'number' ? Math.round(value * 1e3) / 1e3 : value)),
  )
  expect(rounded).toEqual(pieces)
})

describe('positions', () => {
  const recording = manifest([microphone], {
    pauses: [
      { from: at(10), to: at(30) },
      { from: at(40), to: at(45) },
    ],
  })

  it.each([
    [-5, 0],
    [0, 0],
    [10, 10],
    [20, 10],
    [30, 10],
    [40, 20],
    [45, 20],
    [60, 35],
    [99, 35],
  ])('second %d of the meeting is at %d s', (second, position) => {
    expect(positionOf(recording, at(second))).toBe(position * 1_000)
  })

  it.each([
    [0, 0],
    [9.5, 9.5],
    [10, 30],
    [19, 39],
    [20, 45],
    [35, 60],
  ])('at %d s is second %d of the meeting', (position, second) => {
    expect(momentAt(recording, position * 1_000)).toBe(at(second))
  })

  it('are as many as the recording is long', () => {
    expect(timelineOf(recording).duration).toBe(35_000)
  })
})

it('ends a running recording at the last thing that is known of it', () => {
  const running = manifest([track('t1', 'camera', [{ ...segment('s1', 'video', [0, 30]), span: { from: at(0) } }])], {
    state: 'running',
    span: { from: at(0) },
    participants: [{ id: 'p1', name: 'Ada', presences: [{ from: at(0) }] }],
  })
  expect(endOf(running)).toBe(at(30))
  expect(timelineOf(running).duration).toBe(30_000)
})

it('shows gaps and interruptions with their place', () => {
  const { lanes, interruptions } = timelineOf(
    manifest([{ ...microphone, gaps: [{ from: at(35), to: at(40), reason: 'muted' }] }], {
      pauses: [{ from: at(0), to: at(5) }],
      interruptions: [{ from: at(20), to: at(25) }],
    }),
  )
  expect(lanes[0]?.gaps).toEqual([{ from: 30_000, to: 35_000, reason: 'muted' }])
  expect(interruptions).toEqual([{ from: 15_000, to: 20_000 }])
})

it('plays voice and picture of one moment together, an hour in, with clocks that drift apart and a pause before', () => {
  const recording = manifest(
    [
      track('t1', 'microphone', [segment('s1', 'audio', [0, 3_600], { drift: 150 })]),
      track('t2', 'camera', [segment('s2', 'video', [2, 3_600], { drift: -150, firstRtp: 2 ** 32 - 1 })]),
    ],
    { span: { from: at(0), to: at(3_600) }, pauses: [{ from: at(100), to: at(160) }] },
  )
  const timeline = timelineOf(recording)
  for (const position of [3_000, 99_000, 101_000, 1_800_000, 3_539_000]) {
    const playing = playingAt(timeline, position)
    const moment = momentAt(recording, position)
    const [voice, lips] = playing.map(({ media }) => media)
    const voiceMoment = momentOf(voice, 150, 0)
    const lipsMoment = momentOf(lips, -150, 2)
    expect(Math.abs(voiceMoment - moment)).toBeLessThan(5)
    expect(Math.abs(lipsMoment - moment)).toBeLessThan(5)
  }
  expect(playingAt(timeline, 1_000).map(({ track: { id } }) => id)).toEqual(['t1'])
  expect(playingAt(timeline, 3_540_000)).toEqual([])
})

/** The moment of `media` ms of a file that began at `from` s, by its sender's clock. */
const momentOf = (media: number | undefined, drift: number, from: number): number =>
  at(from) + (media ?? Number.NaN) / (1 + drift / 1e6)
