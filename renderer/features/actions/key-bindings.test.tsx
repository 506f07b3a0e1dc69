// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const page = (
  <>
    <section data-region>
      <button type="button">one</button>
    </section>
    <section data-region>
      <input aria-label="two" />
    </section>
  </>
)
const space = { key: ' ', code: 'Space' }

describe('keyboard', () => {
  test('a shortcut does its action once, however long it is held', () => {
    const { engine } = renderInMeeting(page)
    fireEvent.keyDown(document.body, { key: 'd', code: 'KeyD', ctrlKey: true })
    fireEvent.keyDown(document.body, { key: 'd', code: 'KeyD', ctrlKey: true, repeat: true })
    expect(engine.store.getState().local.microphone.state).toBe('off')
  })

  test('on macOS it is Cmd', () => {
    const { engine } = renderInMeeting(page, {}, { os: 'macos' })
    fireEvent.keyDown(document.body, { key: 'd', code: 'KeyD', ctrlKey: true })
    expect(engine.store.getState().local.microphone.state).toBe('on')
    fireEvent.keyDown(document.body, { key: 'd', code: 'KeyD', metaKey: true })
    expect(engine.store.getState().local.microphone.state).toBe('off')
  })

  test('F6 goes round the regions, Shift+F6 back', () => {
    renderInMeeting(page)
    const [one, two] = [screen.getByRole('button'), screen.getByRole('textbox')]
    fireEvent.keyDown(document.body, { key: 'F6' })
    expect(document.activeElement).toBe(one)
    fireEvent.keyDown(one, { key: 'F6' })
    expect(document.activeElement).toBe(two)
    fireEvent.keyDown(two, { key: 'F6' })
    expect(document.activeElement).toBe(one)
    fireEvent.keyDown(one, { key: 'F6', shiftKey: true })
    expect(document.activeElement).toBe(two)
  })

  test('? shows all shortcuts', () => {
    renderInMeeting(page)
    fireEvent.keyDown(document.body, { key: '?', code: 'Slash', shiftKey: true })
    expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' }).textContent).toContain('Ctrl+Shift+E')
  })

  test('the application menu does the same', () => {
    const { engine, tell } = renderInMeeting(page)
    tell('menuAction', { action: 'toggleMicrophone' })
    expect(engine.store.getState().local.microphone.state).toBe('off')
  })
})

describe('talking while Space is held', () => {
  const talking = ({ engine }: ReturnType<typeof renderInMeeting>): boolean => engine.store.getState().talkingWhileMuted

  test('heard while it is held, and no longer', () => {
    const meeting = renderInMeeting(page, { microphone: 'off' })
    fireEvent.keyDown(document.body, space)
    fireEvent.keyDown(document.body, { ...space, repeat: true })
    expect(talking(meeting)).toBe(true)
    fireEvent.keyUp(document.body, space)
    expect(talking(meeting)).toBe(false)
  })

  test.each([
    ['the window loses the focus', () => fireEvent.blur(window)],
    ['the page is gone', (unmount: () => void) => unmount()],
  ])('silent again when %s', (_name, happen) => {
    const meeting = renderInMeeting(page, { microphone: 'off' })
    fireEvent.keyDown(document.body, space)
    happen(meeting.unmount)
    expect(talking(meeting)).toBe(false)
  })

  test.each([
    ['with the microphone on', { microphone: 'on' as const }, undefined],
    ['while reconnecting', { microphone: 'off' as const, reconnectingFor: 9000 }, undefined],
    ['on a button, which Space presses', { microphone: 'off' as const }, 'button' as const],
    ['in a text field', { microphone: 'off' as const }, 'textbox' as const],
  ])('not %s', (_name, scenario, role) => {
    const meeting = renderInMeeting(page, scenario)
    const target = role === undefined ? document.body : screen.getByRole(role)
    if (role !== undefined) target.focus()
    fireEvent.keyDown(target, space)
    expect(talking(meeting)).toBe(false)
  })
})
