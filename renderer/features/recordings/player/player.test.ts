import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { RecordingManifest, Segment } from '#shared/recording/manifest.ts'
import { at, manifest, segment, track } from '#shared/recording/testing/sample-manifest.ts'
import { playingAt, timelineOf } from '#shared/recording/timeline.ts'
import type { ServiceClient } from '../../../platform/platform.ts'
import { chapterAt, chaptersOf } from './chapters.ts'
import { clusterIn } from './clusters.ts'
import { compositionAt } from './composition.ts'
import { commandOf } from './keys.ts'
import { PlayClock } from './play-clock.ts'
import { nextRate, type PlayedSegment, RecordingPlayer, type SegmentCallbacks, speedFor } from './recording-player.ts'
import { typeOf } from './segment-player.ts'
import { speakerAt, speakingLanes } from './speaking.ts'
import { serviceTrackSource } from './track-source.ts'

const person = (id: string, from = 0, to = 60) => ({ id, name: id.toUpperCase(), presences: [{ from: at(from), to: at(to) }] })
const of = (participant: string, made: RecordingManifest['tracks'][number]) => ({ ...made, participant })

const recording = manifest(
  [
    of('p1', track('v1', 'microphone', [segment('v1', 'audio', [0, 60])])),
    of('p1', track('c1', 'camera', [segment('c1', 'video', [0, 60])])),
    of('p2', track('v2', 'microphone', [segment('v2', 'audio', [20, 60])])),
    of('p2', track('s2', 'screen', [segment('s2', 'video', [30, 40])])),
  ],
  { participants: [person('p1'), person('p2', 20)] },
)
const timeline = timelineOf(recording)

describe('chapters', () => {
  it('are where a share starts, and where somebody comes later', () => {
    expect(chaptersOf(recording)).toEqual([
      { position: 0, what: 'start' },
      { position: 20_000, what: 'joined', name: 'P2' },
      { position: 30_000, what: 'share', name: 'P2' },
    ])
  })
  it('are where it goes on after a pause, and where it broke off', () => {
    const paused = { ...recording, pauses: [{ from: at(10), to: at(15) }], interruptions: [{ from: at(50), to: at(52) }] }
    expect(chaptersOf(paused).map(({ position, what }) => [position, what])).toEqual([
      [0, 'start'],
      [10_000, 'continued'],
      [15_000, 'joined'],
      [25_000, 'share'],
      [45_000, 'interrupted'],
    ])
  })
  it('hold until the next', () => {
    expect(chapterAt(chaptersOf(recording), 29_999)?.what).toBe('joined')
  })
})

describe('who spoke', () => {
  const lanes = speakingLanes(
    recording,
    timeline,
    new Map([
      ['v2', [[5_000, 30_000]]],
      [
        'v1',
        [
          [0, 4_000],
          [26_000, 28_000],
        ],
      ],
    ]),
  )
  it('is put on the timeline, whoever spoke most first', () => {
    expect(lanes).toEqual([
      { participant: 'p2', name: 'P2', heard: [{ from: 20_000, to: 60_000 }], spoke: [{ from: 25_000, to: 50_000 }] },
      {
        participant: 'p1',
        name: 'P1',
        heard: [{ from: 0, to: 60_000 }],
        spoke: [
          { from: 0, to: 4_000 },
          { from: 26_000, to: 28_000 },
        ],
      },
    ])
  })
  it('speaks now who began last', () => {
    expect([3_000, 10_000, 25_500, 27_000, 30_000].map((position) => speakerAt(lanes, position))).toEqual([
      'p1',
      undefined,
      'p2',
      'p1',
      'p2',
    ])
  })
})

describe('the picture', () => {
  const seen = (position: number, view: 'gallery' | 'speaker', speaker?: string) => {
    const { stage, others } = compositionAt(recording, playingAt(timeline, position), position, view, speaker)
    return [stage?.key, ...others.map(({ key }) => key)]
  }
  it.each<[string, Parameters<typeof seen>, (string | undefined)[]]>([
    ['has whoever is there', [10_000, 'gallery'], [undefined, 'c1']],
    ['has whoever shows nothing too', [25_000, 'gallery'], [undefined, 'c1', 'person p2']],
    ['has a share large', [35_000, 'gallery'], ['s2', 'c1', 'person p2']],
    ['has who speaks large', [25_000, 'speaker', 'p2'], ['person p2', 'c1']],
    ['has the first large while nobody speaks', [25_000, 'speaker'], ['c1', 'person p2']],
    ['has who speaks beside a share', [35_000, 'speaker', 'p2'], ['s2', 'person p2', 'c1']],
  ])('%s', (_, [position, view, speaker], keys) => {
    expect(seen(position, view, speaker)).toEqual(keys)
  })
})

describe('the clock', () => {
  it('goes, stands, jumps and ends', () => {
    let now = 0
    const clock = new PlayClock(10_000, () => now)
    now = 500
    expect(clock.position).toBe(0)
    clock.start()
    now = 1_500
    expect(clock.position).toBe(1_000)
    clock.setRate(2)
    now = 2_500
    expect(clock.position).toBe(3_000)
    clock.stop()
    now = 9_000
    expect(clock.position).toBe(3_000)
    clock.seek(9_000)
    clock.start()
    now = 99_000
    expect([clock.position, clock.atEnd]).toEqual([10_000, true])
    clock.seek(-5)
    expect(clock.position).toBe(0)
  })
})

test.each([
  [0, 1, 1],
  [25, 1, 1],
  [100, 1, 0.94],
  [-100, 2, 2.12],
  [400, 1, undefined],
  [-2_000, 1, undefined],
])('a track %d ms ahead at %d× goes at %s', (ahead, rate, speed) => {
  const found = speedFor(ahead, rate)
  if (speed === undefined) expect(found).toBeUndefined()
  else expect(found).toBeCloseTo(speed)
})

test('speeds go up and down to their ends', () => {
  expect([nextRate(1, 1), nextRate(2, 1), nextRate(0.5, -1), nextRate(1, -1)]).toEqual([1.25, 2, 0.5, 0.75])
})

/** A segment that has what it is said to have. */
class FakeSegment implements PlayedSegment {
  readonly element = {
    currentTime: 0,
    playbackRate: 1,
    paused: true,
    volume: 1,
    muted: false,
    play: async () => {
      this.element.paused = false
    },
    pause: () => {
      this.element.paused = true
    },
  }
  loaded = true
  gap = false
  closed = false
  readonly callbacks: SegmentCallbacks
  readonly seeks: number[] = []

  constructor(callbacks: SegmentCallbacks) {
    this.callbacks = callbacks
  }

  seek(media: number): void {
    this.seeks.push(media)
    this.element.currentTime = media / 1_000
  }
  has = (): boolean => this.loaded
  isGap = (): boolean => this.gap
  tend(): void {}
  close(): void {
    this.closed = true
  }
}

describe('the player', () => {
  let now: number
  let opened: Map<string, FakeSegment>
  let player: RecordingPlayer<FakeSegment>
  beforeEach(() => {
    vi.useFakeTimers()
    now = 0
    opened = new Map()
    player = new RecordingPlayer({
      manifest: recording,
      now: () => now,
      open: ({ id }: Segment, callbacks) => {
        const made = new FakeSegment(callbacks)
        opened.set(id, made)
        return made
      },
    })
  })
  afterEach(() => {
    player.close()
    vi.useRealTimers()
  })
  const go = (ms: number): void => {
    for (const step of Array(ms / 100).keys()) {
      void step
      now += 100
      for (const { element } of opened.values()) if (!element.paused) element.currentTime += (element.playbackRate * 100) / 1_000
      player.look()
    }
  }
  const fake = (id: string): FakeSegment => {
    const found = opened.get(id)
    if (found === undefined) throw new Error(`${id} is not open`)
    return found
  }

  it('plays what is there, from its place, and opens what comes soon', () => {
    player.play()
    expect([...opened.keys()].toSorted()).toEqual(['c1', 'v1'])
    go(16_000)
    expect(opened.has('v2')).toBe(true)
    expect(fake('v2').element.paused).toBe(true)
    go(6_000)
    expect(fake('v2').element.paused).toBe(false)
    expect(fake('v2').element.currentTime).toBeCloseTo(2, 0)
    expect(player.store.getState()).toMatchObject({ playing: true, waiting: false })
    expect(Math.abs(player.store.getState().position - 22_000)).toBeLessThan(200)
  })

  it('waits for all while one has nothing yet', () => {
    player.play()
    fake('c1').loaded = false
    go(1_000)
    expect(player.store.getState()).toMatchObject({ playing: true, waiting: true })
    expect(fake('v1').element.paused).toBe(true)
    fake('c1').loaded = true
    player.look()
    go(1_000)
    expect(fake('v1').element.paused).toBe(false)
  })

  it('waits for nobody where there is nothing to come', () => {
    player.play()
    Object.assign(fake('c1'), { loaded: false, gap: true })
    go(1_000)
    expect(player.store.getState()).toMatchObject({ waiting: false })
    expect(Math.abs(player.store.getState().position - 1_000)).toBeLessThan(200)
    expect(fake('c1').element.paused).toBe(true)
  })

  it('brings a track back that has fallen behind, slowly or at once', () => {
    player.play()
    go(2_000)
    fake('c1').element.currentTime -= 0.2
    player.look()
    expect(fake('c1').element.playbackRate).toBeCloseTo(1.06)
    fake('c1').element.currentTime -= 1
    player.look()
    expect(fake('c1').element.currentTime).toBeCloseTo(2)
    expect(fake('c1').seeks.at(-1)).toBeCloseTo(2_000)
  })

  it('keeps voice and lips within 80 ms of each other, though one element runs slow', () => {
    player.play()
    const apart: number[] = []
    for (let second = 0; second < 15; second += 1) {
      go(1_000)
      fake('c1').element.currentTime -= 0.01
      apart.push(Math.abs(fake('c1').element.currentTime - fake('v1').element.currentTime))
    }
    expect(Math.max(...apart)).toBeLessThan(0.08)
  })

  it('goes elsewhere, closes what is far away, and mutes pictures', () => {
    player.play()
    go(1_000)
    player.seek(55_000)
    expect(fake('c1').element.currentTime).toBeCloseTo(55)
    player.seek(35_000)
    expect(
      [...opened]
        .filter(([, { closed }]) => !closed)
        .map(([id]) => id)
        .toSorted(),
    ).toEqual(['c1', 's2', 'v1', 'v2'])
    expect([fake('c1').element.muted, fake('v1').element.muted]).toEqual([true, false])
    player.setVolume(0.5, true)
    expect([fake('v1').element.volume, fake('v1').element.muted]).toEqual([0.5, true])
    player.seek(50_000)
    expect(fake('s2').closed).toBe(true)
  })

  it('stops at the end, and begins again from the start', () => {
    player.seek(59_500)
    player.play()
    go(1_000)
    expect(player.store.getState()).toMatchObject({ position: 60_000, playing: false })
    player.play()
    expect(player.store.getState()).toMatchObject({ position: 0, playing: true })
  })

  it('tells each damage once', () => {
    const damage = { from: 5, to: 9, kind: 'changed' as const }
    fake('c1').callbacks.onDamage(damage)
    fake('c1').callbacks.onDamage(damage)
    fake('v1').callbacks.onFailure('STORAGE_UNREACHABLE')
    expect(player.store.getState().troubles).toMatchObject([
      { segment: 'c1', participant: 'p1', source: 'camera', damage },
      { segment: 'v1', code: 'STORAGE_UNREACHABLE' },
    ])
  })
})

describe('the bytes of a track', () => {
  const source = (recordings: Partial<ServiceClient['recordings']>) =>
    serviceTrackSource({ recordings } as unknown as ServiceClient, 'r', 'view')

  it('come until their end', async () => {
    const read = vi.fn(async ({ from }: { from: number }) => new Blob([new Uint8Array(from === 0 ? 3 : 0)]))
    const bytes = source({ read: read as never })
    expect(await bytes.read('s', 0, 10)).toMatchObject({ next: 3 })
    expect(read).toHaveBeenCalledWith({ id: 'r', view: 'view', segment: 's', from: 0, length: 10 })
    expect(await bytes.read('s', 3, 10)).toBe('end')
  })

  it('have a hole where they are damaged, and go on behind all of it', async () => {
    const bytes = source({
      read: async () => {
        throw new ParleyError('STORED_DAMAGED')
      },
      damage: async () => [
        { from: 0, to: 50, kind: 'changed', frame: 1 },
        { from: 50, to: 80, kind: 'changed', frame: 2 },
        { from: 90, to: 95, kind: 'missing' },
      ],
    })
    expect(await bytes.read('s', 10, 5)).toEqual({ damage: { from: 0, to: 80, kind: 'changed', frame: 1 }, next: 80 })
  })

  it('are refused as the service refuses them', async () => {
    const bytes = source({
      read: async () => {
        throw new ParleyError('FORBIDDEN')
      },
    })
    await expect(bytes.read('s', 0, 5)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

test('a cluster is found in the middle of bytes', () => {
  expect(clusterIn(new Uint8Array([0x1f, 0x43, 0x1f, 0x43, 0xb6, 0x75, 1]))).toBe(2)
  expect(clusterIn(new Uint8Array([0x1f, 0x43, 0xb6]))).toBe(-1)
})

test.each([
  ['video/VP8', 'video/webm; codecs="vp8"'],
  ['audio/opus', 'audio/webm; codecs="opus"'],
  ['video/H264', undefined],
])('%s is played as %s', (mimeType, type) => {
  expect(typeOf({ codec: { mimeType, clockRate: 1 } })).toBe(type)
})

describe('keys', () => {
  const pressed = (key: string, tag: string, more = {}) =>
    commandOf({ key, ctrlKey: false, altKey: false, metaKey: false, ...more }, tag)?.do
  it.each([
    [' ', 'SECTION', 'toggle'],
    [' ', 'BUTTON', undefined],
    ['K', 'BUTTON', 'toggle'],
    ['ArrowLeft', 'BUTTON', 'leap'],
    ['ArrowLeft', 'INPUT', undefined],
    ['m', 'SELECT', undefined],
    ['f', 'INPUT', 'fullScreen'],
    ['x', 'SECTION', undefined],
  ])('%s on %s: %s', (key, tag, command) => {
    expect(pressed(key, tag)).toBe(command)
  })
  it('are left alone with Control and the like', () => {
    expect(pressed('f', 'SECTION', { ctrlKey: true })).toBeUndefined()
  })
})
