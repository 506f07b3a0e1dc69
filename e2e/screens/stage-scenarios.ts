/** States of the meeting itself. */
import type { Page } from '@playwright/test'
import type { Meeting } from '#shared/contract/common.ts'
import type { FakeScenario } from '../../renderer/call/fake-scenario.ts'
import type { PlatformScenario } from './fake-platform.ts'
import type { Scenario } from './scenarios.ts'

const ada = { person: 'ada' } as const

/** Every picture has its first frame. */
const arrived = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    [...document.querySelectorAll('video')].every(({ readyState }) => readyState >= HTMLMediaElement.HAVE_CURRENT_DATA),
  )

export const joined = (
  name: string,
  meeting: FakeScenario,
  {
    platform = ada,
    act,
    extremes,
  }: { platform?: PlatformScenario; act?: (page: Page) => Promise<void>; extremes?: boolean } = {},
): Scenario => ({
  name: `stage-${name}`,
  platform,
  call: { joined: true, meeting },
  act: async (page) => {
    await arrived(page)
    await act?.(page)
  },
  ...(extremes === undefined ? {} : { extremes }),
})

export const press =
  (name: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name, exact: typeof name === 'string' }).click()
  }

export const choose =
  (button: string | RegExp, item: string) =>
  async (page: Page): Promise<void> => {
    await press(button)(page)
    await page
      .getByRole('menuitemcheckbox', { name: item })
      .or(page.getByRole('menuitem', { name: item }))
      .click()
  }

const LABELLED: Meeting = {
  id: 'meeting-1',
  code: 'fkd-mpqr-tuv',
  title: 'Moving into the new building',
  organiser: { id: 'person-0', name: 'Ada Moreau' },
  createdAt: 0,
  kind: 'meeting',
  label: { id: 'c', name: 'Highly confidential' },
}

const everySecond = (count: number): number[] => Array.from({ length: Math.floor(count / 2) }, (_, index) => index * 2 + 1)

export const inMeetings: readonly Scenario[] = [
  joined('alone', { participants: 1 }, { extremes: true }),
  joined('two', { participants: 2 }),
  joined('gallery', { participants: 5, speaking: 2, muted: [1, 4], withoutCamera: [3], hands: [4] }, { extremes: true }),
  joined('muted', { participants: 3, microphone: 'off', camera: 'off', hands: [0] }),
  joined('sixteen', { participants: 16, speaking: 6, muted: everySecond(16), withoutCamera: [5, 9, 12] }),
  joined(
    'forty-nine',
    { participants: 49, speaking: 9, muted: everySecond(49), withoutCamera: [4, 7, 20, 33] },
    { extremes: true },
  ),
  joined('pages', { participants: 60, speaking: 3, muted: everySecond(60) }),
  joined('speaker', { participants: 8, speaking: 2, muted: [1, 3] }, { act: choose('More', 'Speaker view') }),
  joined('share', { participants: 6, sharing: [2], speaking: 2, muted: [1] }, { extremes: true }),
  joined('two-shares', { participants: 5, sharing: [1, 2] }),
  joined('own-share', { participants: 4, sharing: [0], speaking: 1 }, { extremes: true }),
  joined(
    'people',
    { participants: 16, hands: [6, 2], sharing: [1], cutOff: [7], poor: [5], muted: everySecond(16), withoutCamera: [3] },
    { act: press('People'), extremes: true },
  ),
  joined(
    'people-search',
    { participants: 16 },
    {
      act: async (page) => {
        await press('People')(page)
        await page.getByRole('searchbox', { name: 'Search people' }).fill('nobody like this')
      },
    },
  ),
  joined('reconnecting', { participants: 5, reconnectingFor: 42_000, microphone: 'off' }, { extremes: true }),
  joined('others-cut-off', { participants: 5, cutOff: [1], frozen: [2], withoutCamera: [1], fair: [3] }),
  joined('blocked-microphone', { participants: 3, microphone: 'blocked' }),
  joined('no-devices', {
    participants: 3,
    microphone: 'blocked',
    microphoneFailure: 'MICROPHONE_MISSING',
    camera: 'blocked',
    cameraFailure: 'CAMERA_MISSING',
  }),
  joined('poor-quality', { participants: 4, poor: [0, 2], fair: [3] }),
  joined('device-lost', { participants: 3, notices: [{ kind: 'deviceLost', name: 'Headset' }] }),
  joined('ruled', { participants: 4, notices: [{ kind: 'ruled', options: ['lobby', 'recording', 'watermark'] }] }),
  {
    name: 'stage-labelled',
    platform: ada,
    call: { joined: true, meeting: { participants: 4 }, state: { meeting: LABELLED } },
    act: async (page) => void (await arrived(page)),
    extremes: true,
  },
  joined('notices', {
    participants: 6,
    notices: [
      { kind: 'participantJoined', name: 'Dara Okafor' },
      { kind: 'participantJoined', name: 'Eli Novak' },
      { kind: 'participantLeft', name: 'Oumar Ba' },
      { kind: 'handRaised', name: 'Chen Wei' },
    ],
    hands: [2],
    reactions: [
      { person: 1, reaction: 'applause' },
      { person: 3, reaction: 'love' },
    ],
  }),
  joined('attendee', { participants: 4, role: 'attendee' }, { platform: { person: 'guest', kind: 'web' } }),
  joined('reactions-menu', { participants: 4 }, { act: press('React') }),
  joined('more-menu', { participants: 4 }, { act: press('More') }),
  joined('leave-menu', { participants: 4 }, { act: press('More ways to leave') }),
  joined('end-dialog', { participants: 4 }, { act: choose('More ways to leave', 'End the meeting for everyone') }),
  joined('microphone-menu', { participants: 4 }, { act: press('Choose microphone and speakers') }),
  joined('blocked-microphone-menu', { participants: 4, microphone: 'blocked' }, { act: press('Choose microphone and speakers') }),
  joined('camera-menu', { participants: 4 }, { act: press('Choose camera') }),
  joined(
    'tile-menu',
    { participants: 4 },
    {
      act: async (page) => {
        await page.getByRole('figure', { name: /^Bo Lindqvist/ }).focus()
        await page.keyboard.press('Enter')
      },
    },
  ),
  joined('shortcuts', { participants: 4 }, { act: choose('More', 'Keyboard shortcuts') }),
  joined(
    'screen-picker',
    { participants: 4 },
    {
      act: async (page) => {
        await press('Share')(page)
        await page.getByRole('radio', { name: 'Moving plan' }).click()
      },
      extremes: true,
    },
  ),
]
