/** States of the lobby, of what organisers do, and of what they settle before a meeting. */
import type { Page } from '@playwright/test'
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import type { FakeScenario } from '../../renderer/call/fake-scenario.ts'
import type { PlatformScenario } from './fake-platform.ts'
import { meetings } from './outside-scenarios.ts'
import type { Scenario } from './scenarios.ts'
import { choose, joined, press } from './stage-scenarios.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const guest = { kind: 'web', person: 'guest' } as const

const RULES: RuleSet[] = [
  { source: 'policy', name: 'Northwind', rules: { lobby: { atLeast: 'organisationAndGuests' }, moderation: { fixed: 'hold' } } },
  { source: 'label', name: 'Confidential', rules: { watermark: { fixed: 'on' }, recording: { fixed: 'nobody' } } },
]

/** All standings there are, everybody's role, and hands. */
const CROWD: FakeScenario = {
  participants: 9,
  standings: { 5: 'trusted', 6: 'anonymous' },
  roles: { 1: 'coOrganiser', 4: 'attendee', 6: 'attendee' },
  hands: [2],
  muted: [1, 4, 7],
}

const lobby = (name: string, platform: PlatformScenario, rest: Omit<Scenario, 'name' | 'platform'>): Scenario => ({
  name: `lobby-${name}`,
  platform,
  ...rest,
})

const ofPerson = (name: string) => async (page: Page) => {
  await press('People')(page)
  await page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: `Options for ${name}` })
    .click()
  await page.getByRole('menuitem', { name: 'Remove from the meeting' }).waitFor()
}

const ofMeeting = async (page: Page): Promise<void> => {
  await press('People')(page)
  await press('Manage the meeting')(page)
}

export const settingUp = (tab: string | undefined, act?: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.getByRole('button', { name: 'More for Quarterly' }).click()
  await page.getByRole('menuitem', { name: 'Options, people and guests' }).click()
  await page.getByRole('tablist').waitFor()
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click()
  await act?.(page)
}

/** Waits until every picture lies under the watermark, and fails where one never does. */
const covered = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => {
    const layer = document.querySelector('[data-watermark]')
    const area = layer?.getBoundingClientRect()
    const pictures = [...document.querySelectorAll('video')]
    if (layer === null || area === undefined || pictures.length === 0) return false
    const { visibility, opacity, zIndex } = getComputedStyle(layer)
    return (
      visibility === 'visible' &&
      opacity === '1' &&
      Number(zIndex) > 0 &&
      pictures.every((picture) => {
        const { left, top, right, bottom } = picture.getBoundingClientRect()
        return left >= area.left && top >= area.top && right <= area.right && bottom <= area.bottom
      })
    )
  })
}

const ada = { person: 'ada', meetings } as const

export const organising: readonly Scenario[] = [
  lobby('waiting', guest, { call: { meeting: { lobby: 4 * MINUTE } }, extremes: true }),
  lobby('arrived', guest, { call: { meeting: { lobby: 5_000, camera: 'off' } } }),
  lobby('member', { person: 'eli' }, { call: { meeting: { lobby: 12 * MINUTE, microphone: 'blocked' } } }),
  lobby('reconnecting', guest, {
    call: {
      meeting: { lobby: 2 * MINUTE },
      state: { lobby: { since: Date.now() - 2 * MINUTE, until: Date.now() + 28 * MINUTE, reconnecting: true, sentBack: false } },
    },
  }),
  lobby('sent-back', guest, { call: { meeting: { lobby: 5_000, sentBack: true } } }),
  lobby('pre-join', guest, {
    call: {
      state: {
        meeting: {
          id: '1',
          code: 'abc-defg-hjk',
          title: 'Moving into the new building',
          organiser: { id: 'ada', name: 'Ada Moreau' },
          createdAt: 0,
          kind: 'meeting',
          label: { id: 'c', name: 'Confidential' },
        },
      },
    },
  }),
  joined('lobby-toast', { participants: 5, waiting: 1 }, { extremes: true }),
  joined('lobby-toast-many', { participants: 5, waiting: 3 }),
  joined('lobby-panel', { ...CROWD, waiting: 5, removed: 1 }, { act: press('People'), extremes: true }),
  joined(
    'lobby-answer',
    { ...CROWD, waiting: 2 },
    {
      act: async (page) => {
        await press('People')(page)
        await page
          .getByRole('button', { name: /^More for / })
          .first()
          .click()
        await page.getByRole('menuitem', { name: /block/ }).waitFor()
      },
    },
  ),
  joined('standings', CROWD),
  joined('person-menu', CROWD, { act: ofPerson('Dara Okafor'), extremes: true }),
  joined(
    'person-menu-held-back',
    { ...CROWD, options: { microphones: 'heldBack', cameras: 'heldBack' } },
    { act: ofPerson('Dara Okafor') },
  ),
  joined('manage-menu', CROWD, { act: ofMeeting }),
  joined('remove', CROWD, {
    act: async (page) => {
      await ofPerson('Dara Okafor')(page)
      await page.getByRole('menuitem', { name: 'Remove from the meeting' }).click()
    },
  }),
  joined('removed', { ...CROWD, participants: 4, removed: 2 }, { act: press('People') }),
  joined('tile-menu-organiser', CROWD, {
    act: async (page) => {
      await page.getByRole('figure', { name: /^Bo Lindqvist/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('menuitem', { name: 'Pin' }).waitFor()
    },
  }),
  joined('spotlight', { ...CROWD, spotlight: 5 }),
  joined('muted-by-another', { participants: 4, microphone: 'off', moderation: [{ what: 'muted' }] }, { extremes: true }),
  joined('much-was-done', {
    participants: 4,
    role: 'attendee',
    roles: { 1: 'organiser' },
    microphone: 'off',
    moderation: [{ what: 'muted' }, { what: 'shareStopped' }, { what: 'roleChanged', role: 'attendee' }],
  }),
  joined('role-changed', {
    participants: 4,
    role: 'attendee',
    roles: { 1: 'organiser' },
    moderation: [{ what: 'roleChanged', role: 'attendee' }],
  }),
  joined('held-back', {
    participants: 4,
    role: 'attendee',
    roles: { 1: 'organiser' },
    microphone: 'off',
    camera: 'off',
    options: { microphones: 'heldBack', cameras: 'heldBack', reactions: 'off' },
  }),
  joined('asked-to-unmute', { participants: 4, microphone: 'off', moderation: [{ what: 'microphoneRequested' }] }),
  joined('asked-for-camera', { participants: 4, camera: 'off', moderation: [{ what: 'cameraRequested' }] }),
  joined('options', { ...CROWD, rules: RULES }, { act: choose('More', 'Meeting options'), extremes: true }),
  joined(
    'log',
    {
      ...CROWD,
      locked: true,
      log: [
        { action: 'admit', target: 'Grace Mensah' },
        { action: 'changeOptions', detail: 'lobby: organisers' },
        { action: 'muteAll' },
        { action: 'makePresenter', target: 'Dara Okafor' },
        { action: 'remove', target: 'Luca Ferri' },
        { action: 'lockMeeting' },
      ],
    },
    {
      act: async (page) => {
        await ofMeeting(page)
        await page.getByRole('menuitem', { name: 'Log of the meeting' }).click()
        await page.getByText('Locked the meeting').waitFor()
      },
    },
  ),
  joined('watermark', { participants: 6, sharing: [2], options: { watermark: 'on' } }, { act: covered, extremes: true }),
  joined('watermark-gallery', { participants: 4, options: { watermark: 'on' } }, { act: covered }),
  joined('setup-in-meeting', CROWD, {
    act: async (page) => {
      await ofMeeting(page)
      await page.getByRole('menuitem', { name: 'People and guests' }).click()
      await page.getByRole('tab', { name: 'People' }).click()
      await page.getByText('Nobody is named yet.').waitFor()
    },
  }),
  { name: 'german-home', platform: { ...ada, settings: { language: 'de' } } },
  { name: 'german-settings', platform: { ...ada, settings: { language: 'de' } }, place: 'settings' },
  { name: 'german-pre-join', platform: { person: 'ada', settings: { language: 'de' } }, call: {} },
  {
    name: 'german-lobby',
    platform: { ...guest, settings: { language: 'de' } },
    call: { meeting: { lobby: 4 * MINUTE } },
    extremes: true,
  },
  joined(
    'german-people',
    { ...CROWD, waiting: 2 },
    { platform: { person: 'ada', settings: { language: 'de' } }, act: press('Personen'), extremes: true },
  ),
  joined(
    'german-options',
    { ...CROWD, rules: RULES },
    {
      platform: { person: 'ada', settings: { language: 'de' } },
      act: choose('Mehr', 'Optionen der Besprechung'),
    },
  ),
  { name: 'setup-options', platform: { ...ada, rules: RULES }, act: settingUp(undefined), extremes: true },
  {
    name: 'setup-label',
    platform: {
      ...ada,
      rules: RULES,
      choices: {
        labels: [
          { id: 'g', name: 'General', description: 'For daily work.' },
          { id: 'c', name: 'Confidential', description: 'For those who need to know.' },
        ],
      },
    },
    act: settingUp(undefined, async (page) => {
      await page.getByLabel('Label', { exact: true }).selectOption('General')
      await page.getByRole('button', { name: 'Change label' }).click()
    }),
  },
  {
    name: 'setup-people',
    platform: {
      ...ada,
      named: [
        { personId: 'bo', name: 'Bo Lindqvist', role: 'coOrganiser' },
        { personId: 'chen', name: 'Chen Wei', role: 'presenter' },
      ],
    },
    act: settingUp('People', async (page) => {
      await page.getByRole('searchbox').fill('no')
      await page.getByRole('button', { name: 'Add Eli Novak' }).waitFor()
    }),
  },
  {
    name: 'setup-guests',
    platform: {
      ...ada,
      invitations: (now) => [
        { id: '1', name: 'Robin Vance', createdAt: now - DAY, expiresAt: now + 6 * DAY, usedAt: now - 1000 },
        { id: '2', name: 'Noor Haddad', createdAt: now - DAY, expiresAt: now + 6 * DAY, withdrawnAt: now - 1000 },
        { id: '3', name: 'Kim Early', createdAt: now - 9 * DAY, expiresAt: now - 2 * DAY },
      ],
    },
    act: settingUp('Guests', async (page) => {
      await page.getByLabel('Name of the guest').fill('Mika Sorel')
      await page.getByRole('button', { name: 'Make a link' }).click()
      await page.getByRole('button', { name: 'Copy link of the guest' }).waitFor()
    }),
    extremes: true,
  },
  { name: 'setup-refused', platform: { ...ada, setupRefusal: 'SERVICE_UNREACHABLE' }, act: settingUp('Guests') },
]
