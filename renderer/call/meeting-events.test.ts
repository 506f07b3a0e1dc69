import { expect, test } from 'vitest'
import type { MeetingEvent, Participant } from '#shared/contract/signalling.ts'
import { type CallState, initialCallState } from './call-state.ts'
import { applyEvent } from './meeting-events.ts'

const person = (id: string, change: Partial<Participant> = {}): Participant => ({
  id,
  personId: id,
  name: id,
  standing: 'member',
  verification: 'signedIn',
  mayUnmute: false,
  mayShowCamera: false,
  role: 'presenter',
  joinedAt: 0,
  connection: 'connected',
  quality: 'good',
  producers: [],
  ...change,
})

const before: CallState = {
  ...initialCallState(),
  selfId: 'ada',
  participants: [person('ada'), person('bo')],
  activeSpeakerId: 'bo',
  audioLevels: { bo: -30 },
}

const after = (event: MeetingEvent): CallState => {
  let id = 0
  return { ...before, ...applyEvent(before, event, { now: 5, nextId: () => ++id }) }
}

test('another label is shown at once', () => {
  const meeting = { id: 'm', code: 'abc-defg-hjk', title: 'Planning', organiser: { id: 'ada', name: 'Ada' }, createdAt: 0 }
  const labelled = (label: { id: string; name: string } | undefined) => {
    const state: CallState = { ...before, meeting: { ...meeting, kind: 'meeting', label: { id: 'l', name: 'General' } } }
    return applyEvent(state, { type: 'labelChanged', label }, { now: 5, nextId: () => 1 }).meeting
  }
  expect(labelled({ id: 'c', name: 'Confidential' })).toMatchObject({ title: 'Planning', label: { name: 'Confidential' } })
  expect(labelled(undefined)).not.toHaveProperty('label')
})

test('organisers are told which options the rules of the organisation changed', () => {
  const { notices } = after({ type: 'ruled', options: ['lobby', 'watermark'] })
  expect(notices).toEqual([{ id: 1, kind: 'ruled', options: ['lobby', 'watermark'], at: 5 }])
})

test('somebody who comes in is told of; somebody who comes back is not', () => {
  const came = after({ type: 'participantJoined', participant: person('chen') })
  expect(came.participants.map(({ id }) => id)).toEqual(['ada', 'bo', 'chen'])
  expect(came.notices).toEqual([{ id: 1, kind: 'participantJoined', name: 'chen', at: 5 }])
  const back = after({ type: 'participantJoined', participant: person('bo', { quality: 'poor' }) })
  expect(back.participants.map(({ id, quality }) => [id, quality])).toEqual([
    ['ada', 'good'],
    ['bo', 'poor'],
  ])
  expect(back.notices).toEqual([])
})

test('a hand of others is told of once, the own one never', () => {
  expect(after({ type: 'participantUpdated', participant: person('bo', { handRaisedAt: 1 }) }).notices).toMatchObject([
    { kind: 'handRaised', name: 'bo' },
  ])
  expect(after({ type: 'participantUpdated', participant: person('bo') }).notices).toEqual([])
  const own = after({ type: 'participantUpdated', participant: person('ada', { handRaisedAt: 1 }) })
  expect(own.notices).toEqual([])
  expect(own.participants[0]?.handRaisedAt).toBe(1)
})

test('who leaves neither speaks nor sounds any more', () => {
  const left = after({ type: 'participantLeft', participantId: 'bo', reason: 'left' })
  expect(left.participants.map(({ id }) => id)).toEqual(['ada'])
  expect(left.activeSpeakerId).toBeUndefined()
  expect(left.audioLevels).toEqual({})
  expect(left.notices).toMatchObject([{ kind: 'participantLeft', name: 'bo' }])
  expect(after({ type: 'participantLeft', participantId: 'nobody', reason: 'left' })).toEqual(before)
})

test('levels and the active speaker are what was told last', () => {
  expect(after({ type: 'audioLevels', levels: [{ participantId: 'ada', level: -20 }] }).audioLevels).toEqual({ ada: -20 })
  expect(after({ type: 'activeSpeaker', participantId: null }).activeSpeakerId).toBeUndefined()
})
