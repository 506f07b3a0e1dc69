import { expect, test } from 'vitest'
import type { Participant } from '#shared/contract/signalling.ts'
import { initialCallState, type RemoteTrack } from '../../call/call-state.ts'
import { tileFacts } from './tile-facts.ts'

const participant = (id: string, connection: Participant['connection']): Participant => ({
  id,
  personId: id,
  name: id,
  standing: 'member',
  verification: 'signedIn',
  mayUnmute: false,
  mayShowCamera: false,
  role: 'presenter',
  joinedAt: 1,
  connection,
  quality: 'good',
  producers: [{ id: `${id}-camera`, source: 'camera', paused: false }],
})

const camera = (participantId: string, frozen: boolean): RemoteTrack => ({
  producerId: `${participantId}-camera`,
  participantId,
  source: 'camera',
  track: {} as MediaStreamTrack,
  frozen,
})

test.each([
  ['connected and seen', 'connected', false, undefined],
  ['connected, the picture stands still', 'connected', true, 'frozen'],
  ['cut off', 'reconnecting', false, 'reconnecting'],
  ['cut off, the picture stands still', 'reconnecting', true, 'reconnecting'],
] as const)('%s', (_case, connection, frozen, lost) => {
  const state = {
    ...initialCallState(),
    selfId: 'me',
    participants: [participant('me', 'connected'), participant('bo', connection)],
    remoteTracks: { 'bo-camera': camera('bo', frozen) },
  }
  expect(tileFacts(state, 'bo', 'camera')?.lost).toBe(lost)
})
