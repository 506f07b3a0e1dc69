import { describe, expect, it } from 'vitest'
import { type GateQuestion, gapReasonOf } from './gate.ts'

const OPEN: GateQuestion = { phase: 'running', told: true, consent: undefined, source: 'microphone', paused: false }

describe('what is recorded, and why not', () => {
  it.each<[string, Partial<GateQuestion>, ReturnType<typeof gapReasonOf>]>([
    ['everything is as it should be', {}, undefined],
    ['they have agreed', { consent: 'agreed' }, undefined],
    ['everybody is still being told', { phase: 'telling' }, 'noNotice'],
    ['everybody is still being told, and they know', { phase: 'telling', consent: 'agreed' }, 'noNotice'],
    ['their client has not shown the notice', { told: false }, 'noNotice'],
    ['nor have they agreed', { told: false, consent: 'asked' }, 'noNotice'],
    ['they have not answered', { consent: 'asked' }, 'noConsent'],
    ['they have refused', { consent: 'refused' }, 'noConsent'],
    ['they have refused, in a pause', { consent: 'refused', phase: 'paused' }, 'noConsent'],
    ['it is paused', { phase: 'paused' }, 'paused'],
    ['it is paused, and they are muted', { phase: 'paused', paused: true }, 'paused'],
    ['they are muted', { paused: true }, 'muted'],
    ['their camera is held', { source: 'camera', paused: true }, 'off'],
    ['their share is held', { source: 'screen', paused: true }, 'off'],
  ])('%s', (_, change, reason) => {
    expect(gapReasonOf({ ...OPEN, ...change })).toBe(reason)
  })
})
