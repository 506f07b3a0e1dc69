import { MANIFEST_VERSION, type RecordingManifest, type Segment, type Track } from '../manifest.ts'

/** The moment at which sample recordings start. */
export const START = 1_790_000_000_000

export const at = (seconds: number): number => START + seconds * 1_000

/** A segment whose file starts at `from` s and whose sender's clock runs `drift` parts per million fast. */
export const segment = (
  id: string,
  kind: 'audio' | 'video',
  [from, to]: readonly [number, number?],
  { firstRtp = 1_000, drift = 0, every = 5 }: { firstRtp?: number; drift?: number; every?: number } = {},
): Segment => {
  const clockRate = kind === 'audio' ? 48_000 : 90_000
  const anchors = []
  for (let second = 0; second <= (to ?? from) - from; second += every) {
    const ticks = Math.round(second * clockRate * (1 + drift / 1e6))
    anchors.push({ rtp: (firstRtp + ticks) % 2 ** 32, at: at(from + second) })
  }
  return {
    id,
    blob: `r1/${id}`,
    codec: { mimeType: kind === 'audio' ? 'audio/opus' : 'video/VP8', clockRate, ...(kind === 'audio' && { channels: 2 }) },
    firstRtp,
    anchors,
    span: { from: at(from), ...(to !== undefined && { to: at(to) }) },
    ...(to !== undefined && { ended: 'whole' as const }),
  }
}

export const track = (id: string, source: Track['source'], segments: Segment[], gaps: Track['gaps'] = []): Track => ({
  id,
  participant: 'p1',
  source,
  segments,
  gaps,
})

export const manifest = (tracks: Track[], changes: Partial<RecordingManifest> = {}): RecordingManifest => ({
  version: MANIFEST_VERSION,
  recording: 'r1',
  tenant: 'northwind',
  meeting: 'm1',
  occurrence: 'o1',
  compliance: false,
  state: 'finished',
  span: { from: at(0), to: at(60) },
  pauses: [],
  interruptions: [],
  participants: [{ id: 'p1', person: 'ada', name: 'Ada Moreau', presences: [{ from: at(0), to: at(60) }] }],
  tracks,
  ...changes,
})
