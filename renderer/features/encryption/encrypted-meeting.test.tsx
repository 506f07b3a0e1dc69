// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import { FAKE_SECURITY_CODE, type FakeEncryption, fakeGuest, fakeVerified } from '../../call/encryption/fake-encryption.ts'
import type { FakeCallEngine } from '../../call/fake-call-engine.ts'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import { fakeMessage } from '../chat/testing/messages.ts'
import { Stage } from '../stage/Stage.tsx'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { KEYS_LATE_AFTER } from './use-keys-late.ts'
import { GATHERED_FOR, TOLD_FOR } from './use-told-changes.ts'

const writeText = vi.fn(async () => undefined)

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1280, 660))
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const show = (encryption: FakeEncryption = {}, scenario: FakeScenario = {}) =>
  renderInMeeting(<Stage />, { participants: 5, ...scenario, encryption })
const click = (element: HTMLElement): void => act(() => void fireEvent.click(element))
const badge = () => screen.getByRole('button', { name: /^(End-to-end encrypted|Setting up encryption|Encryption lost)/ })
const panel = () => screen.getByRole('complementary', { name: 'Encryption' })
const openPanel = () => {
  click(badge())
  return within(panel())
}
const tileNames = () =>
  screen
    .getAllByRole('figure')
    .map((tile) => document.getElementById(tile.getAttribute('aria-labelledby') ?? '')?.textContent ?? '')

let lastId = 100
const change = (engine: FakeCallEngine, joined: CredentialVerdict[], left: CredentialVerdict[] = []): void =>
  act(() => {
    const { encryption } = engine.store.getState()
    if (encryption === undefined) throw new Error('not encrypted')
    const changes = [...encryption.changes, { id: ++lastId, at: Date.now(), joined, left }]
    engine.store.setState({ encryption: { ...encryption, changes, unseen: true } })
  })

describe('the mark in the header', () => {
  test.each([
    ['protected', 'End-to-end encrypted'],
    ['settling', 'Setting up encryption'],
    ['lost', 'Encryption lost'],
  ] as const)('%s', (status, name) => {
    show({ status })
    expect(badge().getAttribute('aria-label')).toBe(name)
  })

  test('is not there where the meeting is not encrypted', () => {
    renderInMeeting(<Stage />, { participants: 2 })
    expect(screen.queryByRole('button', { name: /ncrypt/ })).toBeNull()
  })

  test('says that the code is another one, until the panel is opened', () => {
    show({ unseen: true })
    expect(badge().getAttribute('aria-label')).toBe('End-to-end encrypted. The security code has changed')
    openPanel()
    expect(badge().getAttribute('aria-label')).toBe('End-to-end encrypted')
  })

  test('the panel opens by the keyboard, takes the focus and gives it back', () => {
    show()
    badge().focus()
    act(() => void fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true, altKey: true }))
    expect(panel().contains(document.activeElement)).toBe(true)
    act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' }))
    expect(document.activeElement).toBe(badge())
  })

  test('the shortcut does nothing in other meetings', () => {
    renderInMeeting(<Stage />, { participants: 2 })
    act(() => void fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true, altKey: true }))
    expect(screen.queryByRole('complementary')).toBeNull()
  })
})

describe('the panel', () => {
  test('the code is read digit by digit, and copied as it stands there', async () => {
    show()
    const inside = openPanel()
    const groups = FAKE_SECURITY_CODE.split(' ')
    expect(panel().querySelector('[data-spoken]')?.textContent).toBe(groups.map((group) => [...group].join(' ')).join(', '))
    expect(panel().querySelector('[data-digits]')?.textContent?.trim()).toBe(FAKE_SECURITY_CODE)
    await act(async () => void fireEvent.click(inside.getByRole('button', { name: 'Copy code' })))
    expect(writeText).toHaveBeenCalledWith(FAKE_SECURITY_CODE)
    expect(inside.getByRole('button', { name: 'Code copied' })).toBeTruthy()
  })

  test.each([
    [true, 'Keys are also protected against quantum computers (X-Wing).'],
    [false, /^Keys are not protected against quantum computers: not everybody’s client/],
  ])('says whether a quantum computer could open it: protected %s', (isPostQuantum, words) => {
    show({ isPostQuantum })
    expect(openPanel().getByText(words)).toBeTruthy()
  })

  test('keys that have become weaker are in the list of changes', () => {
    show({ changes: [{ ago: 1_000, joined: [fakeVerified('Bo Lindqvist')], isWeaker: true }], isPostQuantum: false })
    const list = within(openPanel().getByRole('region', { name: 'Who came and went' }))
    expect(list.getByRole('listitem').lastElementChild?.textContent).toBe(
      'Bo Lindqvist joinedthe keys are no longer protected against quantum computers',
    )
  })

  test.each(['settling', 'lost'] as const)('%s: there is no code to compare', (status) => {
    show({ status })
    expect(openPanel().queryByText('Security code')).toBeNull()
  })

  test('who came and went, the newest first', () => {
    show({
      changes: [
        { ago: 60_000, joined: [fakeVerified('Bo Lindqvist')] },
        { ago: 1_000, joined: [{ status: 'failed', reason: 'issuer' }], left: [fakeGuest('Robin')] },
      ],
    })
    const list = within(openPanel().getByRole('region', { name: 'Who came and went' }))
    expect(list.getAllByRole('listitem').map(({ lastElementChild }) => lastElementChild?.textContent)).toEqual([
      'somebody who could not be verified joinedRobin left',
      'Bo Lindqvist joined',
    ])
  })

  test('everybody who has the keys, and who of them is nobody’s tile', () => {
    show({ unseated: [fakeVerified('Hana Mori')] }, { participants: 2 })
    const rows = within(openPanel().getByRole('region', { name: 'Who has the keys · 3' })).getAllByRole('listitem')
    expect(rows.map(({ textContent }) => textContent?.includes('Has the keys, but is on nobody’s tile.'))).toEqual([
      false,
      false,
      true,
    ])
    expect(rows[1]?.textContent).toContain('Bo Lindqvistbo@aldermere.exampleVerified by Aldermere')
  })

  test('the fingerprint with one person, for as long as they have the keys', () => {
    const { engine } = show({}, { participants: 2 })
    click(openPanel().getByRole('button', { name: 'Compare fingerprint with Bo Lindqvist' }))
    const { encryption } = engine.store.getState()
    const dialog = screen.getByRole('dialog', { name: 'Fingerprint with Bo Lindqvist' })
    expect(dialog.querySelector('[data-digits]')?.textContent?.trim()).toBe(encryption?.members[1]?.fingerprint)
    if (encryption === undefined) throw new Error('not encrypted')
    act(() => engine.store.setState({ encryption: { ...encryption, members: encryption.members.slice(0, 1) } }))
    expect(screen.queryByRole('dialog', { name: /^Fingerprint/ })).toBeNull()
  })

  test('what is off is said, and why can be read', () => {
    show()
    const inside = openPanel()
    expect(inside.getByText(/^Off in this meeting because it is end-to-end encrypted: Recording, Live captions/)).toBeTruthy()
    click(inside.getByRole('button', { name: 'What this means' }))
    expect(screen.getByRole('dialog', { name: 'End-to-end encryption' })).toBeTruthy()
  })
})

describe('names', () => {
  test('are those of the credentials, with how they were verified', () => {
    show(
      {
        verdicts: {
          1: fakeVerified('Bodil Lindqvist'),
          2: fakeVerified('Chen Wei', null),
          4: 'none',
          5: { status: 'failed', reason: 'signature' },
          6: fakeVerified('Bodil Lindqvist'),
        },
      },
      { participants: 7 },
    )
    expect(tileNames().map((name) => name.replace(/, Microphone on, Camera off$/, ''))).toEqual([
      'Bodil Lindqvist, Verified by Aldermere, Here twice',
      'Chen Wei, Verified, not of your organisation',
      'Dara Okafor, Unverified guest',
      'Unknown person, Being checked',
      'Unknown person, Could not be verified',
      'Bodil Lindqvist, Verified by Aldermere, Here twice',
      'Ada Moreau (you)',
    ])
  })

  test('the people panel gives the reason, and what the service says where nothing better is known', () => {
    show({ verdicts: { 1: { status: 'failed', reason: 'nonce' } } }, { participants: 2, role: 'attendee' })
    click(screen.getByRole('button', { name: 'People' }))
    const row = screen.getAllByRole('listitem')[1]
    expect(row?.textContent).toContain(
      'Could not be verifiedTheir sign-in vouches for another key.The service calls them “Bo Lindqvist”.',
    )
  })

  test('the menu of a person has the fingerprint, for whoever may do nothing else', () => {
    show({}, { participants: 2, role: 'attendee' })
    click(screen.getByRole('button', { name: 'People' }))
    click(within(screen.getByRole('complementary', { name: 'People' })).getByRole('button', { name: 'Options for Bo Lindqvist' }))
    click(screen.getByRole('menuitem', { name: 'Compare fingerprint' }))
    expect(screen.getByRole('dialog', { name: 'Fingerprint with Bo Lindqvist' })).toBeTruthy()
  })
})

describe('a code that changes', () => {
  const toast = () => document.querySelector('[data-code-changed]')?.textContent ?? undefined

  test('is told once for all who come within a moment, then no more', () => {
    vi.useFakeTimers()
    const { engine } = show({ changes: [{ ago: 1_000, joined: [fakeVerified('Chen Wei')] }] })
    act(() => void vi.advanceTimersByTime(GATHERED_FOR * 2))
    expect(toast()).toBeUndefined()
    change(engine, [fakeVerified('Bo Lindqvist')])
    act(() => void vi.advanceTimersByTime(GATHERED_FOR / 2))
    change(engine, ['Ines', 'Oumar', 'Priya'].map(fakeGuest), [fakeGuest('Robin')])
    expect(toast()).toBeUndefined()
    act(() => void vi.advanceTimersByTime(GATHERED_FOR))
    expect(toast()).toBe('The security code has changed: Bo Lindqvist, Ines, and 2 other people joined; Robin left.')
    act(() => void vi.advanceTimersByTime(TOLD_FOR))
    expect(toast()).toBeUndefined()
    change(engine, [fakeGuest('Sol')])
    act(() => void vi.advanceTimersByTime(GATHERED_FOR))
    expect(toast()).toBe('The security code has changed: Sol joined.')
  })

  test('is told in the log that screen readers follow, in the place of who joined by the service’s word', () => {
    vi.useFakeTimers()
    const { engine } = show({}, { notices: [{ kind: 'participantJoined', name: 'Mallory' }] })
    change(engine, [fakeVerified('Bo Lindqvist')])
    act(() => void vi.advanceTimersByTime(GATHERED_FOR))
    const log = screen.getByRole('log')
    expect(log.textContent).toBe('The security code has changed: Bo Lindqvist joined.')
    expect(log.getAttribute('aria-live')).toBe('polite')
  })

  test('is seen at once where the panel is open', () => {
    const { engine } = show()
    openPanel()
    change(engine, [fakeVerified('Bo Lindqvist')])
    expect(engine.store.getState().encryption?.unseen).toBe(false)
  })
})

describe('without keys', () => {
  test.each([
    ['settling', 'Not sending yet'],
    ['lost', 'Not sending'],
  ] as const)('%s: one’s own tile says that nothing is sent', (status, words) => {
    show({ status })
    expect(tileNames().at(-1)).toContain(`, ${words}, `)
  })

  test('is said when it takes longer than goes unnoticed, and gone with the keys', () => {
    vi.useFakeTimers()
    const { engine } = show({ status: 'settling' })
    const banner = () => document.querySelector('[data-banner]')?.textContent
    expect(banner()).toBeUndefined()
    act(() => void vi.advanceTimersByTime(KEYS_LATE_AFTER))
    expect(banner()).toContain('Until then nothing is sent or shown.')
    const { encryption } = engine.store.getState()
    if (encryption === undefined) throw new Error('not encrypted')
    act(() => engine.store.setState({ encryption: { ...encryption, status: 'protected' } }))
    expect(banner()).toBeUndefined()
  })

  test('keys that are lost are an alert, and the way out is beside it', () => {
    const { engine } = show({ status: 'lost' })
    const banner = document.querySelector<HTMLElement>('[data-banner]')
    if (banner === null) throw new Error('no banner')
    expect(within(banner).getByRole('alert').textContent).toContain('Nothing is sent or shown.')
    click(within(banner).getByRole('button', { name: 'Leave' }))
    expect(engine.store.getState().phase).toBe('ended')
  })
})

describe('the chat', () => {
  test('says first who can read it', () => {
    show()
    click(screen.getByRole('button', { name: 'Chat' }))
    const chat = screen.getByRole('complementary', { name: 'Chat' })
    expect(chat.querySelector('[data-encrypted-chat]')?.textContent).toContain(
      'Messages are end-to-end encrypted and are not kept by the service.',
    )
    expect(within(chat).queryByRole('region', { name: 'What is checked' })).toBeNull()
  })

  test('says of who has written whether they were verified, and has nothing to report to anybody', () => {
    const author = { personId: 'person-4', standing: 'anonymous' as const }
    const messages = [
      fakeMessage('one', 1, { author: { personId: 'person-1', name: 'Bo Lindqvist', standing: 'member' } }),
      fakeMessage('two', 4, { author: { ...author, name: '' } }),
      fakeMessage('three', 3, { author: { personId: 'person-3', name: 'Ada Moreau', standing: 'anonymous' } }),
    ]
    show({}, { messages })
    click(screen.getByRole('button', { name: /^Chat/ }))
    const heads = [...document.querySelectorAll('[data-message]')].map(({ textContent }) => textContent)
    expect(heads[0]).not.toContain('nverified')
    expect(heads[1]).toContain('Unknown personUnverified')
    expect(heads[2]).toContain('Ada MoreauUnverified')
    expect(screen.queryByRole('button', { name: 'Report' })).toBeNull()
  })
})
