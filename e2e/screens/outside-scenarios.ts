/** States of the screens outside meetings. */
import type { Meeting } from '#shared/contract/common.ts'
import type { EndReason } from '#shared/contract/signalling.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Scenario } from './scenarios.ts'
import { sessionScenarios } from './session-scenarios.ts'
import { signInScenarios } from './sign-in-scenarios.ts'

const HOUR = 3_600_000
const ada = { person: 'ada' } as const
const guest = { kind: 'web', person: 'guest' } as const

export const meetings = (now: number): Meeting[] => {
  const at = (day: number, hour: number, minute = 0): number => new Date(now).setHours(hour + day * 24, minute, 0, 0)
  const meeting = (id: string, title: string, rest: Partial<Meeting>): Meeting => ({
    id,
    code: 'abc-defg-hjk',
    title,
    organiser: { id: 'ada', name: 'Ada Moreau' },
    createdAt: now - 26 * HOUR,
    durationMinutes: 30,
    present: 0,
    kind: 'meeting',
    ...rest,
  })
  return [
    meeting('1', 'Moving into the new building', { startsAt: at(0, 9, 30), present: 3, durationMinutes: 60 }),
    meeting('2', 'Weekly with Bo', { startsAt: at(0, 9, 45), organiser: { id: 'bo', name: 'Bo Lindqvist' } }),
    meeting('3', 'Quarterly figures, first reading', {
      startsAt: at(0, 14),
      durationMinutes: 90,
      label: { id: 'c', name: 'Confidential' },
    }),
    meeting('4', 'Open house for everybody who has ever wanted to see how the meeting service is made and run', {
      startsAt: at(1, 11),
      organiser: { id: 'dara', name: 'Dara Okafor' },
      durationMinutes: 120,
    }),
    meeting('5', 'Design review', { startsAt: at(3, 15, 30), durationMinutes: 45 }),
  ]
}

const failed = (code: ErrorCode, retryable: boolean): Pick<Scenario, 'platform' | 'call'> => ({
  platform: ada,
  call: { state: { phase: 'failed', failure: { code, retryable } } },
})

const ended = (reason: EndReason): Scenario => ({
  name: `ended-${reason.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  platform: ada,
  call: { state: { phase: 'ended', ended: { reason } } },
})

export const outsideMeetings: readonly Scenario[] = [
  ...signInScenarios,
  { name: 'home', platform: { ...ada, meetings }, extremes: true },
  {
    name: 'home-earlier',
    platform: {
      ...ada,
      meetings: (now) =>
        meetings(now - 40 * HOUR)
          .slice(0, 4)
          .map((meeting) => ({ ...meeting, present: 0 })),
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Earlier meetings' }).click()
      await page.getByText('Weekly with Bo').waitFor()
    },
  },
  { name: 'home-empty', platform: ada },
  { name: 'home-loading', platform: { ...ada, meetings: 'never' } },
  { name: 'home-unreachable', platform: { ...ada, meetings: 'SERVICE_UNREACHABLE' } },
  {
    name: 'home-code-invalid',
    platform: { ...ada, meetings },
    act: async (page) => {
      await page.getByLabel('Join with a code').fill('tomorrow at ten')
      await page.getByRole('button', { name: 'Join', exact: true }).click()
    },
  },
  {
    name: 'home-menu',
    platform: { ...ada, meetings },
    act: async (page) => {
      await page.getByRole('button', { name: 'More for Quarterly' }).click()
      await page.getByRole('menuitem', { name: 'Cancel meeting' }).waitFor()
    },
  },
  {
    name: 'home-account',
    platform: { ...ada, meetings },
    act: async (page) => {
      await page.getByRole('button', { name: 'Account of Ada Moreau' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    },
  },
  {
    name: 'new-meeting',
    platform: ada,
    act: async (page) => {
      await page.getByRole('button', { name: 'New meeting' }).click()
      await page.getByRole('radio', { name: 'Later' }).click()
    },
    extremes: true,
  },
  {
    name: 'cancel-meeting',
    platform: { ...ada, meetings },
    act: async (page) => {
      await page.getByRole('button', { name: 'More for Moving' }).click()
      await page.getByRole('menuitem', { name: 'Cancel meeting' }).click()
    },
  },
  { name: 'pre-join', platform: ada, call: {}, extremes: true },
  { name: 'pre-join-guest', platform: guest, call: { meeting: { participants: 1 } } },
  { name: 'pre-join-preparing', platform: ada, call: { state: { phase: 'preparing', meeting: undefined } } },
  { name: 'pre-join-joining', platform: ada, call: { state: { phase: 'joining' } } },
  { name: 'pre-join-off', platform: ada, call: { meeting: { camera: 'off', microphone: 'off' } } },
  {
    name: 'pre-join-refused',
    platform: ada,
    call: {
      meeting: {
        camera: 'blocked',
        cameraFailure: 'CAMERA_DENIED',
        microphone: 'blocked',
        microphoneFailure: 'MICROPHONE_DENIED',
      },
    },
    extremes: true,
  },
  {
    name: 'pre-join-refused-web',
    platform: guest,
    call: { meeting: { camera: 'blocked', cameraFailure: 'CAMERA_DENIED' } },
  },
  {
    name: 'pre-join-missing',
    platform: ada,
    call: {
      meeting: {
        camera: 'blocked',
        cameraFailure: 'CAMERA_MISSING',
        microphone: 'blocked',
        microphoneFailure: 'MICROPHONE_MISSING',
      },
      state: { devices: { available: { camera: [], microphone: [], speaker: [] }, selected: {} } },
    },
  },
  { name: 'pre-join-busy', platform: ada, call: { meeting: { camera: 'blocked', cameraFailure: 'CAMERA_BUSY' } } },
  { name: 'settings', platform: ada, place: 'settings', extremes: true },
  { name: 'settings-unreachable', platform: { ...ada, about: 'SERVICE_UNREACHABLE' }, place: 'settings' },
  ...sessionScenarios,
  ended('left'),
  ended('meetingEnded'),
  ended('replaced'),
  ended('serviceStopping'),
  ended('signedOut'),
  ended('removed'),
  ended('denied'),
  ended('blocked'),
  ended('waitedTooLong'),
  {
    name: 'ended-session-ended',
    platform: { ...ada, over: 'SESSION_ENDED' },
    call: { state: { phase: 'ended', ended: { reason: 'signedOut' } } },
  },
  { name: 'failed-not-found', ...failed('MEETING_NOT_FOUND', false) },
  { name: 'failed-unreachable', ...failed('SERVICE_UNREACHABLE', true), extremes: true },
  { name: 'failed-removed', ...failed('REMOVED', false) },
  { name: 'failed-locked', ...failed('MEETING_LOCKED', false) },
  { name: 'failed-too-old', ...failed('CLIENT_TOO_OLD', false) },
  { name: 'failed-too-new', ...failed('CLIENT_TOO_NEW', false) },
  { name: 'failed-resume-expired', ...failed('RESUME_EXPIRED', false) },
  {
    name: 'switch-meeting',
    platform: ada,
    call: { joined: true },
    act: async (page) => {
      await page.evaluate(() => window.showcase.openLink('xyz-wvut-srq'))
      await page.getByRole('button', { name: 'Stay here' }).waitFor()
    },
  },
]
