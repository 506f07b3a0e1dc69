// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Platform } from '#shared/contract/common.ts'
import { DOOR_CODES, type DoorCode } from '#shared/encryption/refusal-codes.ts'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { EncryptedDoor } from './EncryptedDoor.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const LINK = 'parley://join/abc-defg-hjk'
const show = (code: DoorCode, os: Platform['os'] = 'windows', openDesktopClient = true) => {
  const onAgain = vi.fn()
  renderInMeeting(
    <EncryptedDoor code={code} link={LINK} onAgain={onAgain}>
      {null}
    </EncryptedDoor>,
    {},
    { os, abilities: { openDesktopClient } },
  )
  return onAgain
}
const open = () => screen.queryByRole<HTMLAnchorElement>('link', { name: 'Open in the desktop client' })
const copy = () => screen.queryByRole('button', { name: 'Copy link for the desktop client' })

describe('in a browser', () => {
  test.each(['windows', 'macos'] as const)('on %s the link opens the desktop client', (os) => {
    show('ENCRYPTED_NEEDS_DESKTOP', os)
    expect(open()?.getAttribute('href')).toBe(LINK)
    expect(screen.getByRole('alert').textContent).toContain('This meeting is end-to-end encrypted')
    expect(screen.getByText('If nothing opens, Parley is not installed on this computer.')).toBeTruthy()
  })

  test('on Linux it would open a program that can’t take part: it is copied for another computer', () => {
    show('ENCRYPTED_NEEDS_DESKTOP', 'linux')
    expect(open()).toBeNull()
    expect(copy()).not.toBeNull()
  })
})

test.each(['ENCRYPTED_NEEDS_SYSTEM', 'ENCRYPTED_NEEDS_OWN_COMPUTER'] as const)('%s: the link is taken elsewhere', (code) => {
  show(code, 'linux', false)
  expect([open(), copy() === null]).toEqual([null, false])
})

test.each(['ENCRYPTED_NEEDS_UPDATE', 'ENCRYPTED_NOT_RECORDED', 'ENCRYPTED_MEETING_FULL'] as const)(
  '%s: no link would help',
  (code) => {
    show(code)
    expect([open(), copy()]).toEqual([null, null])
  },
)

test('a full meeting can be tried again', () => {
  const onAgain = show('ENCRYPTED_MEETING_FULL')
  act(() => void fireEvent.click(screen.getByRole('button', { name: 'Try again' })))
  expect(onAgain).toHaveBeenCalledTimes(1)
})

test.each(DOOR_CODES)('%s: what encryption means can be read', (code) => {
  show(code)
  act(() => void fireEvent.click(screen.getByRole('button', { name: 'What end-to-end encryption means' })))
  expect(screen.getByRole('dialog', { name: 'End-to-end encryption' })).toBeTruthy()
})
