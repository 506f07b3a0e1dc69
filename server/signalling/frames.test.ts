import { encodeHibernationRPCEvent } from '@orpc/server/hibernation'
import { describe, expect, test } from 'vitest'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import { endFrame, eventFrame, readFrame } from './frames.ts'

const event: MeetingEvent = { type: 'activeSpeaker', participantId: null }

test.each(['7', 'with "quotes" and \\'])('events under the id %s are what the RPC library would send', (id) => {
  expect(eventFrame(id, JSON.stringify(event))).toBe(encodeHibernationRPCEvent(id, event))
  expect(endFrame(id)).toBe(encodeHibernationRPCEvent(id, undefined, { event: 'done' }))
})

describe('readFrame', () => {
  test.each([
    ['{"i":"0","p":{"u":"/ping"}}', { id: '0', path: '/ping', input: undefined }],
    ['{"i":"0","t":1,"p":{"u":"/ping","b":{"json":7}}}', { id: '0', path: '/ping', input: 7 }],
    ['{"i":"0","p":{"u":"/ping","b":"7"}}', { id: '0', path: '/ping', input: undefined }],
    ['{"i":"0","t":4}', 'nothing'],
    ['{"i":"0","t":3,"p":{"e":"message"}}', undefined],
    ['{"i":0,"p":{"u":"/ping"}}', undefined],
    ['{"i":"","p":{"u":"/ping"}}', undefined],
    [`{"i":"${'x'.repeat(65)}","p":{"u":"/ping"}}`, undefined],
    ['{"i":"0"}', undefined],
    ['{"i":"0","p":{"u":7}}', undefined],
    ['{"i":"0","p":[]}', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['{', undefined],
    ['', undefined],
  ])('of %s is %o', (text, frame) => {
    expect(readFrame(text)).toEqual(frame)
  })
})
