/** What is true of one person's media, read from the call's state: the ground of each tile and each row of the people panel. */
import type { Source } from '#shared/contract/media.ts'
import type { Participant, ProducerInfo } from '#shared/contract/signalling.ts'
import type { Standing } from '#shared/meeting/standing.ts'
import type { CallState, LocalSource, RemoteTrack } from '../../call/call-state.ts'
import { isWithoutKeys, knownPerson } from '../../call/encryption/known-person.ts'

/** Louder than this, dBov, somebody is speaking and not just breathing. */
export const SPEAKING_LEVEL = -50

export const producerOf = (participant: Participant, source: Source): ProducerInfo | undefined =>
  participant.producers.find((producer) => producer.source === source && !producer.paused)

export const participantOf = (state: Pick<CallState, 'participants'>, id: string): Participant | undefined =>
  state.participants.find((participant) => participant.id === id)

/** Whether a person can be heard. Of oneself the own microphone says it, not what the service knows of it. */
export const microphoneOn = (state: CallState, participant: Participant): boolean =>
  participant.id === state.selfId
    ? state.local.microphone.state === 'on' || state.talkingWhileMuted
    : producerOf(participant, 'microphone') !== undefined

export const isSpeaking = (state: CallState, participant: Participant): boolean => {
  const level = state.audioLevels[participant.id]
  return level !== undefined && level > SPEAKING_LEVEL && microphoneOn(state, participant)
}

const localOf = (state: CallState, source: 'camera' | 'screen'): LocalSource =>
  source === 'camera' ? state.local.camera : state.local.screen

export interface Picture {
  track: MediaStreamTrack
  /** The last frame stands still because nothing arrives. */
  frozen: boolean
}

/** The picture of a person's camera or screen, if there is one to show now. */
export const pictureOf = (state: CallState, participant: Participant, source: 'camera' | 'screen'): Picture | undefined => {
  if (participant.id === state.selfId) {
    const { track, state: local } = localOf(state, source)
    return track !== undefined && local === 'on' ? { track, frozen: false } : undefined
  }
  // Nothing that somebody without the keys sends is theirs.
  if (isWithoutKeys(state) || knownPerson(state, participant.id)?.is === 'checking') return undefined
  const producer = producerOf(participant, source)
  const remote: RemoteTrack | undefined = producer === undefined ? undefined : state.remoteTracks[producer.id]
  return remote === undefined ? undefined : { track: remote.track, frozen: remote.frozen }
}

/** Why somebody is marked as from outside; undefined for members of the organisation that holds the meeting. */
export const outsiderOf = ({ standing }: Participant): Exclude<Standing, 'member'> | undefined =>
  standing === 'member' ? undefined : standing
