import { useEffect, useState } from 'react'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { usePlatform } from '../../app/services.ts'
import { RecordingPlayer } from './player/recording-player.ts'
import { SegmentPlayer } from './player/segment-player.ts'
import type { Speech } from './player/speaking.ts'
import { serviceTrackSource, type TrackSource } from './player/track-source.ts'

export interface OpenedView {
  readonly id: string
  readonly view: string
  readonly manifest: RecordingManifest
}

/** The player of what was opened, as long as its screen is there. */
export const usePlayer = ({ id, view, manifest }: OpenedView): RecordingPlayer<SegmentPlayer> | undefined => {
  const { service } = usePlatform()
  const [player, setPlayer] = useState<RecordingPlayer<SegmentPlayer>>()
  useEffect(() => {
    const source = serviceTrackSource(service, id, view)
    const made = new RecordingPlayer({ manifest, open: (segment, callbacks) => new SegmentPlayer(segment, source, callbacks) })
    made.play()
    setPlayer(made)
    return () => made.close()
  }, [service, id, view, manifest])
  return player
}

/** Who spoke when, of each segment of a microphone, as the answers come: one after another, so that the picture comes first. */
export const useSpeech = ({ id, view, manifest }: OpenedView): Speech => {
  const { service } = usePlatform()
  const [speech, setSpeech] = useState<Speech>(new Map())
  useEffect(() => {
    let latest = true
    const source = serviceTrackSource(service, id, view)
    void askAll(source, manifest, (segment, spans) => {
      if (latest) setSpeech((before) => new Map(before).set(segment, spans))
      return latest
    })
    return () => {
      latest = false
    }
  }, [service, id, view, manifest])
  return speech
}

const askAll = async (
  source: TrackSource,
  { tracks }: RecordingManifest,
  tell: (segment: string, spans: readonly [number, number][]) => boolean,
): Promise<void> => {
  const voices = tracks.filter(({ source: kind }) => kind === 'microphone')
  for (const { id } of voices.flatMap(({ segments }) => segments)) {
    // A lane that can't be had stays empty; what is wrong with its track shows when it plays.
    const spans = await source.speech(id).catch(() => [])
    if (!tell(id, spans)) return
  }
}
