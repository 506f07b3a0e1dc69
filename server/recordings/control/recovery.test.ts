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

/** A segment of which so many seconds were sealed, and that nobody ended. */
const cutOff = async (id: string, from: number, seconds: number): Promise<Segment> => {
  const blob = `r1/${id}`
  const writer = await blobs.create(blob)
  const sealed = new SealedWriter(writer, key, { recording: 'r1', track: id })
  await sealed.write(HEADER)
  for (let second = 0; second <= seconds; second += 1) {
    await sealed.write(cluster(second * 1_000))
    await sealed.flush()
  }
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
    const found = await recoverManifest(running([await cutOff('s1', 0, 7)]), key, blobs)
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

  it('says that people were there until then', async () => {
    const people = [{ id: 'p1', name: 'Ada', presences: [{ from: at(0), to: at(2) }, { from: at(3) }] }]
    const found = await recoverManifest(running([await cutOff('s1', 0, 7)], { participants: people }), key, blobs)
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
    const found = await recoverManifest(before, key, blobs)
    expect(found.tracks[0]?.segments).toEqual([whole])
    expect(found.tracks[0]?.gaps).toEqual([{ from: at(5), reason: 'muted' }])
  })

  it('has no segment of which nothing was stored', async () => {
    const found = await recoverManifest(running([segment('lost', 'audio', [0])]), key, blobs)
    expect(found.tracks[0]?.segments).toEqual([])
  })

  it('is interrupted once, however often that happens before it goes on', async () => {
    const once = await recoverManifest(running([await cutOff('s1', 0, 7)]), key, blobs)
    expect(await recoverManifest(once, key, blobs)).toEqual(once)
  })

  it('ends there where nobody goes on with it', async () => {
    const ended = endInterrupted(await recoverManifest(running([await cutOff('s1', 0, 7)]), key, blobs))
    expect(ended).toMatchObject({ state: 'interrupted', span: { from: START, to: at(7) }, interruptions: [] })
    expect(timelineOf(ended).duration).toBe(7_000)
  })

  it('shows where it was away where somebody does', async () => {
    const found = await recoverManifest(running([await cutOff('s1', 0, 7)]), key, blobs)
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
    await expect(recoverManifest(before, key, blobs)).rejects.toThrow('STORAGE_UNREACHABLE')
  })
})
