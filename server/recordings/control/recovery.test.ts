/** What is found of a recording whose service was killed, with content that is sealed as it is when it is recorded. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { RecordingManifest, type Segment } from '#shared/recording/manifest.ts'
import { at, manifest, START, segment, track } from '#shared/recording/testing/sample-manifest.ts'
import { timelineOf } from '#shared/recording/timeline.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { SealedWriter } from '../sealed/sealed-writer.ts'
import { cluster, HEADER } from '../testing/tiny-webm.ts'
import { endInterrupted, recoverManifest } from './recovery.ts'

const key = createSecretKey(randomBytes(32))
let blobs: MemoryBlobStore
beforeEach(() => {
  blobs = new MemoryBlobStore()
})

const recover = (before: RecordingManifest, now = at(100)): Promise<RecordingManifest> => recoverManifest(before, key, blobs, now)

/** A segment of which so many seconds were sealed, and then what else is given, and that nobody ended. */
const cutOff = async (id: string, from: number, seconds: number, ...more: readonly Buffer[]): Promise<Segment> => {
  const blob = `r1/${id}`
  const writer = await blobs.create(blob)
  const sealed = new SealedWriter(writer, key, { recording: 'r1', track: id })
  await sealed.write(HEADER)
  for (let second = 0; second <= seconds; second += 1) {
    await sealed.write(cluster(second * 1_000))
    await sealed.flush()
  }
  for (const each of more) await sealed.write(each)
  await sealed.flush()
  const { ended: _ended, span: _span, ...known } = segment(id, 'audio', [from, from])
  return { ...known, blob, span: { from: at(from) } }
}

const running = (segments: readonly Segment[], more: Partial<RecordingManifest> = {}): RecordingManifest => ({
  ...manifest([track('t1', 'microphone', [...segments])]),
  state: 'running',
  span: { from: START },
  participants: [{ id: 'p1', name: 'Ada', presences: [{ from: at(0) }] }],
  ...more,
})

describe('a recording that was cut off', () => {
  it('goes as far as its last whole block, and is interrupted from there on', async () => {
    const found = await recover(running([await cutOff('s1', 0, 7)]))
    expect(RecordingManifest.safeParse(found).error).toBeUndefined()
    expect(found).toMatchObject({
      state: 'interrupted',
      interruptions: [{ from: at(7) }],
      tracks: [
        {
          segments: [{ id: 's1', ended: 'interrupted', span: { from: at(0), to: at(7) }, frames: 8 }],
          gaps: [{ from: at(7), reason: 'interrupted' }],
        },
      ],
    })
    expect(found.span).toEqual({ from: START })
    expect((await blobs.list()).every(({ finished }) => finished)).toBe(true)
  })

  it('ends now at the latest, and not before what was heard last, however far a sender’s clock jumped', async () => {
    const jumped = await cutOff('s1', 0, 7, cluster(4_000_000_000))
    const spanOf = async (segment: Segment, now: number) => (await recover(running([segment]), now)).tracks[0]?.segments[0]?.span
    expect(await spanOf(jumped, at(100))).toEqual({ from: at(0), to: at(100) })
    const heard = { ...jumped, anchors: [...jumped.anchors, { rtp: jumped.firstRtp + 5 * 48_000, at: at(5) }] }
    expect(await spanOf(heard, at(-1_000))).toEqual({ from: at(0), to: at(5) })
  })

  it('says that people were there until then', async () => {
    const people = [{ id: 'p1', name: 'Ada', presences: [{ from: at(0), to: at(2) }, { from: at(3) }] }]
    const found = await recover(running([await cutOff('s1', 0, 7)], { participants: people }))
    expect(found.participants[0]?.presences).toEqual([
      { from: at(0), to: at(2) },
      { from: at(3), to: at(7) },
    ])
  })

  it('leaves what had ended, and what was missing for another reason', async () => {
    const whole = { ...segment('s0', 'audio', [0, 5]), frames: 3, size: 300 }
    const before = running([whole], {
      tracks: [{ ...track('t1', 'microphone', [whole]), gaps: [{ from: at(5), reason: 'muted' }] }],
    })
    const found = await recover(before)
    expect(found.tracks[0]?.segments).toEqual([whole])
    expect(found.tracks[0]?.gaps).toEqual([{ from: at(5), reason: 'muted' }])
  })

  it('has no segment of which nothing was stored', async () => {
    const found = await recover(running([segment('lost', 'audio', [0])]))
    expect(found.tracks[0]?.segments).toEqual([])
  })

  it('is interrupted once, however often that happens before it goes on', async () => {
    const once = await recover(running([await cutOff('s1', 0, 7)]))
    expect(await recover(once)).toEqual(once)
  })

  it('ends there where nobody goes on with it', async () => {
    const ended = endInterrupted(await recover(running([await cutOff('s1', 0, 7)])))
    expect(ended).toMatchObject({ state: 'interrupted', span: { from: START, to: at(7) }, interruptions: [] })
    expect(timelineOf(ended).duration).toBe(7_000)
  })

  it('shows where it was away where somebody does', async () => {
    const found = await recover(running([await cutOff('s1', 0, 7)]))
    const on = {
      ...found,
      state: 'finished' as const,
      span: { from: START, to: at(30) },
      interruptions: [{ from: at(7), to: at(20) }],
    }
    expect(timelineOf(on).interruptions).toEqual([{ from: 7_000, to: 20_000 }])
    expect(endInterrupted(on)).toMatchObject({ state: 'interrupted', interruptions: [{ from: at(7), to: at(20) }] })
  })

  it('is refused where its store can’t be reached: it is found at the next start', async () => {
    const before = running([await cutOff('s1', 0, 7)])
    blobs.reachable = false
    await expect(recover(before)).rejects.toThrow('STORAGE_UNREACHABLE')
  })
})
