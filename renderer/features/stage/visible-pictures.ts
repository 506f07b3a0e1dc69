/** What the engine is told to be on screen: the pictures that are shown, at the size they are shown, and no others. */
import type { Source } from '#shared/contract/media.ts'
import type { VisiblePicture } from '../../call/call-engine.ts'
import type { CallState } from '../../call/call-state.ts'
import type { Size } from './layout.ts'
import { participantOf, producerOf } from './participant-media.ts'

/** A picture that the stage has given a place. */
export interface ShownPicture {
  participantId: string
  source: Extract<Source, 'camera' | 'screen'>
  size: Size
  /** It is what the people came to see. */
  main: boolean
}

const PRIORITY = { share: 255, main: 200, speaker: 100, other: 1 }

const priorityOf = (picture: ShownPicture, speaking: boolean): number => {
  if (picture.main) return picture.source === 'screen' ? PRIORITY.share : PRIORITY.main
  return speaking ? PRIORITY.speaker : PRIORITY.other
}

/** Own pictures, people without a camera and a page that nobody sees ask for nothing. */
export const visiblePictures = (shown: readonly ShownPicture[], state: CallState, pageHidden: boolean): VisiblePicture[] => {
  if (pageHidden) return []
  return shown.flatMap((picture) => {
    if (picture.participantId === state.selfId || picture.size.width <= 0) return []
    const participant = participantOf(state, picture.participantId)
    const producer = participant === undefined ? undefined : producerOf(participant, picture.source)
    if (producer === undefined) return []
    return [
      {
        producerId: producer.id,
        width: Math.round(picture.size.width),
        height: Math.round(picture.size.height),
        priority: priorityOf(picture, picture.participantId === state.activeSpeakerId),
      },
    ]
  })
}
