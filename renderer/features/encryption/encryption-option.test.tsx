// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { TURNED_OFF } from '#shared/encryption/turned-off.ts'
import { type RuleSet, resolveOptions } from '#shared/meeting/effective-options.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import { renderInMeeting, type Surroundings } from '../stage/testing/render-in-meeting.tsx'
import { EncryptionOption } from './EncryptionOption.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

interface Shown extends Surroundings {
  rules?: RuleSet[]
  chosen?: 'off' | 'on'
  kind?: MeetingKind
  running?: boolean
  disabled?: boolean
}

const show = ({ rules = [], chosen, kind = 'meeting', running = false, disabled = false, ...surroundings }: Shown = {}) => {
  const onChange = vi.fn()
  const { encryption } = resolveOptions(rules, chosen === undefined ? {} : { encryption: chosen })
  renderInMeeting(
    <EncryptionOption option={encryption} kind={kind} running={running} disabled={disabled} onChange={onChange} />,
    {},
    { os: 'windows', ...surroundings },
  )
  return onChange
}
const NAME = 'End-to-end encryption'
const theSwitch = () => screen.queryByRole<HTMLInputElement>('switch', { name: NAME })
const click = (element: HTMLElement): void => act(() => void fireEvent.click(element))
const dialog = (name: string) => screen.getByRole('dialog', { name })

const rule = (source: RuleSet['source'], encryption: RuleSet['rules']['encryption']): RuleSet => ({
  source,
  name: 'Board',
  rules: { encryption },
})

describe('the switch', () => {
  test.each(['windows', 'macos'] as const)('is there in the desktop client on %s', (os) => {
    show({ os })
    expect(theSwitch()?.checked).toBe(false)
  })

  test.each<[string, Shown, string]>([
    ['on Linux', { os: 'linux' }, 'It is turned on in the desktop client on Windows or macOS.'],
    ['in webinars', { kind: 'webinar' }, 'Webinars and town halls can’t be end-to-end encrypted.'],
    [
      'while a meeting runs',
      { running: true },
      'It is settled when a meeting starts. Change it after the meeting, for the next time.',
    ],
    [
      'while an encrypted one runs',
      { running: true, chosen: 'on' },
      'It is settled when a meeting starts, and stays on until the meeting ends.',
    ],
    ['without the licence', { rules: [{ ...rule('licence', { atMost: 'off' }), name: 'premium' }] }, 'Needs the Premium licence'],
    ['where the policy keeps it off', { rules: [rule('policy', { atMost: 'off' })] }, 'Set by the policy “Board”'],
    ['where the label demands it', { rules: [rule('label', { atLeast: 'on' })] }, 'Set by the label “Board”'],
    ['where the template demands it', { rules: [rule('template', { fixed: 'on' })] }, 'Set by the template “Board”'],
  ])('is not there %s, which is said', (_case, shown, reason) => {
    show(shown)
    expect(theSwitch()).toBeNull()
    expect(screen.getByText(NAME)).toBeTruthy()
    expect(screen.getByText(reason)).toBeTruthy()
  })

  test('can’t be used by whoever may not change options', () => {
    show({ disabled: true })
    expect(theSwitch()?.disabled).toBe(true)
  })
})

describe('turning it on', () => {
  test('asks first, and says all that it means', async () => {
    const onChange = show()
    click(theSwitch() as HTMLElement)
    const asked = within(dialog('Turn on end-to-end encryption?'))
    expect(asked.getAllByRole('term')).toHaveLength(TURNED_OFF.length + 1)
    expect(asked.getByText('what is said')).toBeTruthy()
    expect(asked.getByText('who is in the meeting, and its title')).toBeTruthy()
    expect(onChange).not.toHaveBeenCalled()
    click(asked.getByRole('button', { name: 'Turn on' }))
    expect(onChange.mock.calls).toEqual([['on']])
  })

  test('can be thought better of', () => {
    const onChange = show()
    click(theSwitch() as HTMLElement)
    click(within(dialog('Turn on end-to-end encryption?')).getByRole('button', { name: 'Cancel' }))
    expect(onChange).not.toHaveBeenCalled()
    expect(theSwitch()?.checked).toBe(false)
  })
})

test('turning it off asks nothing', () => {
  const onChange = show({ chosen: 'on' })
  click(theSwitch() as HTMLElement)
  expect(onChange.mock.calls).toEqual([['off']])
})

test('where it is on, it is said which options are not there', () => {
  show({ chosen: 'on' })
  expect(
    screen.getByText(
      'Off in this meeting because it is end-to-end encrypted: Recording, Dialling in by phone, Chat before joining and after the meeting.',
    ),
  ).toBeTruthy()
})

test('what it means can be read by anybody', () => {
  show({ os: 'linux' })
  click(screen.getByRole('button', { name: 'What this means' }))
  expect(within(dialog(NAME)).queryByRole('button', { name: 'Turn on' })).toBeNull()
})
