import { encodeHibernationRPCEvent } from '@orpc/server/hibernation'
import { expect, test } from 'vitest'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import { endFrame, eventFrame } from './event-frames.ts'

const event: MeetingEvent = { type: 'activeSpeaker', participantId: null }

test.each(['7', 'with "quotes" and \\'])('frames under the id %s are what the RPC library would send', (id) => {
  expect(eventFrame(id, JSON.stringify(event))).toBe(encodeHibernationRPCEvent(id, event))
  expect(endFrame(id)).toBe(encodeHibernationRPCEvent(id, undefined, { event: 'done' }))
})
