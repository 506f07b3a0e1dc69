/** States of the list of recordings, of one of them, and of the player. */
import type { Page } from '@playwright/test'
import type { RecordingDetails, RecordingView } from '#shared/contract/recordings.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { MANIFEST_VERSION, type RecordingManifest } from '#shared/recording/manifest.ts'
import type { RecordingsScenario } from '../../renderer/features/recordings/testing/fake-recordings.ts'
import type { Scenario } from './scenarios.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const WATCH: RecordingDetails['may'] = ['see', 'watch', 'download']
const OWN: RecordingDetails['may'] = [...WATCH, 'share', 'withdraw', 'seeViews', 'setExpiry', 'delete']

const recording = (now: number, id: string, more: Partial<RecordingDetails>): RecordingDetails => ({
  id,
  title: 'Weekly planning',
  organiser: { id: 'ada', name: 'Ada Moreau' },
  startedAt: now - 2 * DAY,
  endedAt: now - 2 * DAY + 42 * MINUTE,
  duration: 42 * MINUTE,
  size: 180_000_000,
  state: 'finished',
  compliance: false,
  expiresAt: now + 100 * DAY,
  held: false,
  may: OWN,
  participants: ['Ada Moreau', 'Bo Lindqvist', 'Chen Wei'],
  sharedWith: [],
  trash: true,
  ...more,
})

const some = (now: number): RecordingDetails[] => [
  recording(now, 'live', {
    title: 'Moving into the new building',
    endedAt: undefined,
    duration: undefined,
    size: undefined,
    may: ['see'],
  }),
  recording(now, 'weekly', { sharedWith: [{ personId: 'eli', name: 'Eli Novak', at: now - DAY }] }),
  recording(now, 'quarterly', {
    title: 'Quarterly figures for everybody who could not be there, with questions and answers',
    organiser: { id: 'bo', name: 'Bo Lindqvist' },
    startedAt: now - 9 * DAY,
    state: 'interrupted',
    may: WATCH,
  }),
  recording(now, 'soon', { title: 'Interview', startedAt: now - 117 * DAY, expiresAt: now + 3 * DAY }),
  recording(now, 'held', { title: 'Contract talks', startedAt: now - 200 * DAY, held: true, may: WATCH }),
  recording(now, 'thrown', {
    title: 'Test of the microphone',
    trashedAt: now - 4 * DAY,
    may: ['see', 'withdraw', 'seeViews', 'delete', 'restore'],
  }),
  recording(now, 'by-law', { title: 'Trading desk', compliance: true, expiresAt: undefined, may: ['see', 'hold'] }),
]

const views = (now: number): RecordingView[] => [
  { person: { id: 'bo', name: 'Bo Lindqvist' }, at: now - 30 * MINUTE, how: 'watched' },
  { person: { id: 'chen', name: 'Chen Wei' }, at: now - DAY, how: 'downloaded' },
]

const LENGTH = 42 * MINUTE

/** Three people, a share in the middle, somebody late, and a pause of a minute. */
const manifest = (now: number): RecordingManifest => {
  const start = now - 2 * DAY
  const at = (minutes: number): number => start + minutes * MINUTE
  const track = (id: string, participant: string, source: 'microphone' | 'camera' | 'screen', from: number, to: number) => ({
    id,
    participant,
    source,
    gaps: [],
    segments: [
      {
        id,
        blob: `r/${id}`,
        codec: {
          mimeType: source === 'microphone' ? 'audio/opus' : 'video/VP8',
          clockRate: source === 'microphone' ? 48_000 : 90_000,
        },
        firstRtp: 0,
        anchors: [{ rtp: 0, at: at(from) }],
        span: { from: at(from), to: at(to) },
        ended: 'whole' as const,
      },
    ],
  })
  return {
    version: MANIFEST_VERSION,
    recording: 'weekly',
    tenant: 'northwind',
    meeting: 'm',
    occurrence: 'o',
    compliance: false,
    state: 'finished',
    span: { from: at(0), to: start + LENGTH + MINUTE },
    pauses: [{ from: at(20), to: at(21) }],
    interruptions: [],
    participants: [
      { id: 'p1', person: 'ada', name: 'Ada Moreau', presences: [{ from: at(0) }] },
      { id: 'p2', person: 'bo', name: 'Bo Lindqvist', presences: [{ from: at(0) }] },
      { id: 'p3', person: 'chen', name: 'Chen Wei', presences: [{ from: at(7) }] },
    ],
    tracks: [
      track('v1', 'p1', 'microphone', 0, 43),
      track('v2', 'p2', 'microphone', 0, 43),
      track('v3', 'p3', 'microphone', 7, 43),
      track('s1', 'p2', 'screen', 12, 30),
    ],
  }
}

/** What no browser is given in this form. */
const inAnotherFormat = (now: number): RecordingManifest => {
  const { tracks, ...rest } = manifest(now)
  const codec = { mimeType: 'video/H264', clockRate: 90_000 }
  const recoded = tracks.map((track) =>
    track.source === 'screen' ? { ...track, segments: track.segments.map((segment) => ({ ...segment, codec })) } : track,
  )
  return { ...rest, tracks: recoded }
}

const spoke = (...minutes: [number, number][]): [number, number][] => minutes.map(([from, to]) => [from * MINUTE, to * MINUTE])
const speech: RecordingsScenario['speech'] = {
  v1: spoke([0, 4], [9, 11], [26, 29], [36, 41]),
  v2: spoke([4.5, 8.5], [12, 19], [22, 25.5]),
  v3: spoke([23, 28]),
}

const scenario = (name: string, platform: RecordingsScenario, rest: Partial<Scenario> = {}): Scenario => ({
  name: `recordings-${name}`,
  platform: { person: 'ada', ...platform },
  place: 'recordings',
  ...rest,
})

const tab = (name: string) => async (page: Page) => {
  await page.getByRole('tab', { name }).click()
  await page.getByRole('list', { name: 'Recordings' }).waitFor()
}

const open = (title: string, then?: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.getByRole('button', { name: `Open ${title}` }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await then?.(page)
}

const watch = open('Weekly planning', async (page) => {
  await page.getByRole('button', { name: 'Watch' }).click()
  await page.getByRole('region', { name: 'Player' }).waitFor()
  await page.getByRole('img', { name: /^Chen Wei: spoke/ }).waitFor()
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
})

const ready = (now: number) => ({
  id: 'made',
  state: 'ready' as const,
  progress: 1,
  ahead: 0,
  size: 123_400_000,
  createdAt: now,
  expiresAt: now + DAY,
})

export const recordingScreens: readonly Scenario[] = [
  scenario('list', { recordings: some }, { extremes: true }),
  scenario('loading', { recordings: 'never' }),
  scenario('failed', { recordings: 'STORAGE_UNREACHABLE' }),
  scenario('none', { recordings: () => [] }),
  scenario(
    'not-found',
    { recordings: some },
    {
      act: async (page) => {
        await page.getByRole('searchbox', { name: 'Search recordings' }).fill('pottery')
        await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
      },
    },
  ),
  scenario('trash', { recordings: some }, { act: tab('Trash') }),
  {
    ...scenario('organisation', { recordings: some }, { act: tab('Of the organisation') }),
    platform: { person: 'ada', recordings: some, admin: { role: 'complianceOfficer', rules: sampleRules() } },
  },
  scenario('one', { recordings: some, views }, { act: open('Weekly planning'), extremes: true }),
  scenario('not-watchable', { recordings: some }, { act: open('Moving into the new building') }),
  scenario(
    'delete',
    { recordings: some },
    { act: open('Weekly planning', (page) => page.getByRole('button', { name: 'Delete', exact: true }).click()) },
  ),
  scenario('file-ready', { recordings: some, download: ready }, { act: open('Weekly planning') }),
  scenario(
    'file-made',
    { recordings: some, download: (now) => ({ ...ready(now), state: 'running', progress: 0.37 }) },
    { act: open('Weekly planning') },
  ),
  scenario(
    'not-opened',
    { recordings: some },
    {
      act: open('Weekly planning', async (page) => {
        await page.getByRole('button', { name: 'Watch' }).click()
        await page.getByRole('alert').waitFor()
      }),
    },
  ),
  scenario('player', { recordings: some, views, manifest, speech }, { act: watch, extremes: true }),
  scenario(
    'player-share',
    { recordings: some, views, manifest, speech },
    {
      act: async (page) => {
        await watch(page)
        await page.getByRole('button', { name: /Bo Lindqvist shares a screen/ }).click()
        await page.getByRole('figure', { name: /screen/ }).waitFor()
      },
    },
  ),
  scenario(
    'player-damaged',
    { recordings: some, views, manifest, speech, damaged: true },
    {
      act: async (page) => {
        await watch(page)
        await page
          .getByText(/stored bytes were changed/)
          .first()
          .waitFor()
      },
    },
  ),
  scenario(
    'player-unplayable',
    { recordings: some, views, manifest: inAnotherFormat, speech },
    {
      act: async (page) => {
        await watch(page)
        await page.getByRole('button', { name: /Bo Lindqvist shares a screen/ }).click()
        await page.getByText(/can’t play its format/).waitFor()
      },
    },
  ),
]
