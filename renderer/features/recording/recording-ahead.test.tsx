// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RecordingAhead } from '#shared/contract/recording.ts'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { RecordingAheadNotice } from './RecordingAheadNotice.tsx'
import { StandInObserver } from './testing/stand-in-observer.ts'

const NOTHING: RecordingAhead = { active: [], marked: false, consentAsked: false, notice: {} }
const RECORDED: RecordingAhead = { ...NOTHING, active: [{ id: 'r1', kind: 'regular', state: 'running', startedAt: 0 }] }

beforeEach(() => StandInObserver.install())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const show = (recordingAhead: RecordingAhead, at: 'mirror' | 'lobby' = 'mirror') => {
  const place = renderInMeeting(<RecordingAheadNotice at={at} />)
  act(() => place.engine.store.setState({ phase: 'ready', participants: [], selfId: undefined, recordingAhead }))
  return place
}
const notice = (): string => document.querySelector('[data-recording-ahead]')?.textContent ?? ''

describe('before one comes in', () => {
  test('nothing is said where nothing is recorded, though it may be asked for', () => {
    show({ ...NOTHING, consentAsked: true })
    expect(notice()).toBe('')
  })

  test('one reads that it is recorded, not by whom, in the words of the organisation, and that one may stay away', () => {
    const { engine } = show({ ...RECORDED, notice: { text: 'Kept for 60 days.', address: 'https://northwind.example/p' } })
    expect(notice()).toContain('This meeting is being recorded.')
    expect(notice()).toContain('Kept for 60 days.')
    expect(notice()).toContain('You can go back without joining.')
    expect(notice()).not.toContain('You are asked')
    expect(screen.getByRole('link').getAttribute('href')).toBe('https://northwind.example/p')
    expect(engine.noticesSeen).toEqual([])
    act(() => StandInObserver.show(1))
    expect(engine.noticesSeen).toEqual(['r1'])
  })

  test('what begins meanwhile is seen by itself', () => {
    const { engine } = show(RECORDED, 'lobby')
    act(() => StandInObserver.show(1))
    const more = [...RECORDED.active, { id: 'r2', kind: 'compliance' as const, state: 'running' as const, startedAt: 1 }]
    act(() => engine.store.setState({ recordingAhead: { ...RECORDED, active: more } }))
    expect(notice()).toContain('because an organisation requires it')
    expect(notice()).toContain('You can leave instead of waiting.')
    act(() => StandInObserver.show(1))
    expect(engine.noticesSeen).toEqual(['r1', 'r1', 'r2'])
  })

  test('one reads that one will be asked, that one is always recorded, and why one is still here', () => {
    const { engine } = show({ ...RECORDED, marked: true, consentAsked: true })
    expect(notice()).toContain('You are asked whether you agree')
    expect(notice()).toContain('every meeting you are in is recorded')
    expect(notice()).not.toContain('since you looked')
    act(() => engine.store.setState({ noticeUnread: true }))
    expect(notice()).toContain('A recording has started since you looked.')
  })
})
