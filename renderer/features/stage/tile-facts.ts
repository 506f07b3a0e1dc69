/** Everything that one tile says, flat, so that a tile renders again only when something that it says has changed. */
import type { Reaction } from '#shared/contract/signalling.ts'
import type { Standing } from '#shared/meeting/standing.ts'
import type { CallState } from '../../call/call-state.ts'
import { isWithoutKeys, type KnownPerson, knownPerson, nameOf } from '../../call/encryption/known-person.ts'
import type { LeftOut } from '../../call/recording/recording-state.ts'
import { leftOutFor } from '../recording/left-out-for.ts'
import { isSpeaking, microphoneOn, outsiderOf, participantOf, pictureOf } from './participant-media.ts'

export interface TileFacts {
  /** Empty in an encrypted meeting where none can be believed. */
  name: string
  /** In an encrypted meeting, what this client has found out about them. */
  known: KnownPerson | undefined
  /** Of oneself, in an encrypted meeting without keys: what is captured goes nowhere. */
  notSending: 'settling' | 'lost' | undefined
  /** For organisers: why they are not in the recording that runs. */
  leftOut: LeftOut | undefined
  self: boolean
  outsider: Exclude<Standing, 'member'> | undefined
  organisation: string | undefined
  microphoneOn: boolean
  speaking: boolean
  handRaised: boolean
  sharing: boolean
  quality: 'good' | 'fair' | 'poor'
  track: MediaStreamTrack | undefined
  /**
   * What is shown is not live: `reconnecting`, the person is cut off and nobody hears them; `frozen`, only the picture does not
   * arrive, and they may well be heard.
   */
  lost: 'reconnecting' | 'frozen' | undefined
  /** Oneself is cut off: nothing that is shown of others is live, and the banner says so. */
  stale: boolean
  reaction: Reaction | undefined
  /** Large for everybody. */
  spotlit: boolean
}

/** Undefined once the person has left. */
export const tileFacts = (state: CallState, participantId: string, source: 'camera' | 'screen'): TileFacts | undefined => {
  const participant = participantOf(state, participantId)
  if (participant === undefined) return undefined
  const self = participantId === state.selfId
  const picture = pictureOf(state, participant, source)
  const cutOff = participant.connection === 'reconnecting'
  return {
    name: nameOf(state, participant),
    known: knownPerson(state, participantId),
    notSending: self && isWithoutKeys(state) ? (state.encryption?.status === 'lost' ? 'lost' : 'settling') : undefined,
    leftOut: leftOutFor(state, participantId),
    self,
    // In an encrypted meeting it is said what is verified of them, not where the service says that they are from.
    outsider: self || state.encryption !== undefined ? undefined : outsiderOf(participant),
    organisation: participant.organisation,
    microphoneOn: microphoneOn(state, participant),
    speaking: isSpeaking(state, participant),
    handRaised: participant.handRaisedAt !== undefined,
    sharing: participant.producers.some((producer) => producer.source === 'screen' && !producer.paused),
    quality: participant.quality,
    track: picture?.track,
    lost: self ? undefined : cutOff ? 'reconnecting' : picture?.frozen ? 'frozen' : undefined,
    stale: state.phase === 'reconnecting' && !self,
    spotlit: state.spotlightId === participantId,
    reaction: state.reactions.findLast((shown) => shown.participantId === participantId)?.reaction,
  }
}
