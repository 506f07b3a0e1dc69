// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { AdminRole } from '#shared/policies/admin-roles.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { defaultSettings } from '#shared/settings.ts'
import { App } from '../../app/App.tsx'
import { Navigation } from '../../app/navigation.ts'
import { FakeCallEngine } from '../../call/fake-call-engine.ts'
import type { Platform } from '../../platform/platform.ts'
import { standIns } from '../../testing/stand-ins.ts'
import { FakeAdminService } from '../admin/testing/fake-admin-service.ts'
import { fakeRecordings, type RecordingsScenario } from './testing/fake-recordings.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const ADA: IdentityState = { state: 'signedIn', account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau' } } }
const DAY = 86_400_000

const recording = (id: string, more: Partial<RecordingDetails> = {}): RecordingDetails => ({
  id,
  title: id,
  organiser: { id: 'ada', name: 'Ada Moreau' },
  startedAt: Date.now() - 2 * DAY,
  endedAt: Date.now() - 2 * DAY + 60_000,
  duration: 60_000,
  size: 1_000,
  state: 'finished',
  compliance: false,
  expiresAt: Date.now() + 100 * DAY,
  held: false,
  may: ['see', 'watch', 'download', 'share', 'withdraw', 'seeViews', 'setExpiry', 'delete'],
  participants: ['Ada Moreau', 'Bo Lindqvist'],
  sharedWith: [],
  trash: true,
  ...more,
})

const show = async (scenario: RecordingsScenario, role?: AdminRole) => {
  standIns()
  const settings = defaultSettings()
  const recordings = fakeRecordings(scenario)
  const platform = {
    info: { kind: 'desktop', os: 'linux', version: '0.1.0' },
    serviceOrigin: 'https://meet.example.org',
    abilities: {},
    service: {
      recordings,
      admin: new FakeAdminService({ rules: sampleRules(), role }).client,
      about: async () => ({ webOrigin: 'https://meet.example.org' }),
      people: { search: async () => [{ id: 'eli', kind: 'member', name: 'Eli Novak' }] },
      meetings: { list: async () => [], choices: async () => ({ templates: [], labels: [] }) },
    },
    identity: { current: () => ADA, subscribe: () => () => undefined },
    settings: { current: () => settings, subscribe: () => () => undefined },
    on: () => () => undefined,
  } as unknown as Platform
  const services = { platform, engine: FakeCallEngine.create() }
  const navigation = new Navigation(services)
  render(<App services={services} navigation={navigation} />)
  await act(async () => navigation.goTo('recordings'))
  await screen.findByRole('heading', { level: 1, name: 'Recordings' })
  return recordings
}

const open = async (title: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Open ${title}` }))
  await screen.findByRole('heading', { level: 1, name: title })
}

test('lists what is mine, and asks for what is written', async () => {
  const recordings = await show({ recordings: () => [recording('Board'), recording('Weekly')] })
  const list = vi.spyOn(recordings, 'list')
  expect(within(await screen.findByRole('list', { name: 'Recordings' })).getAllByRole('listitem')).toHaveLength(2)
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search recordings' }), 'board')
  await waitFor(() => expect(list).toHaveBeenCalledWith({ of: 'mine', query: 'board' }))
  await waitFor(() => expect(screen.getAllByRole('button', { name: /^Open / })).toHaveLength(1))
})

/** Without style sheets a tab has its name a second time, as wide as it is when it is chosen. */
const nameOf = ({ textContent }: HTMLElement): string => {
  const half = textContent.slice(0, textContent.length / 2)
  return textContent === half + half ? half : textContent
}

test.each([
  [undefined, ['For you', 'Trash']],
  ['globalAdministrator', ['For you', 'Trash']],
  ['complianceOfficer', ['For you', 'Of the organisation', 'Trash']],
] as const)('a %s has these shelves: %s', async (role, shelves) => {
  await show({ recordings: () => [] }, role)
  await waitFor(() => expect(screen.getAllByRole('tab')).toHaveLength(shelves.length))
  expect(screen.getAllByRole('tab').map(nameOf)).toEqual(shelves)
})

test('tells the organiser of what is deleted soon, at home too', async () => {
  await show({ recordings: () => [recording('Interview', { expiresAt: Date.now() + 2 * DAY })] })
  expect(await screen.findByText('1 recording of yours will soon be deleted')).toBeTruthy()
  fireEvent.click(within(screen.getByRole('navigation', { name: 'Parley' })).getByRole('button', { name: 'Meetings' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Show' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Recordings' })).toBeTruthy()
})

test('opens nothing before somebody says so, since it is written down', async () => {
  const recordings = await show({ recordings: () => [recording('Board')] })
  const opened = vi.spyOn(recordings, 'open')
  await open('Board')
  expect(opened).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Watch' }))
  await waitFor(() => expect(opened).toHaveBeenCalledWith({ id: 'Board' }))
  expect(await screen.findByRole('alert')).toBeTruthy()
})

test('shows what may be done, and nothing else', async () => {
  await show({ recordings: () => [recording('Board', { may: ['see', 'watch'] })] })
  await open('Board')
  expect(screen.getByRole('button', { name: 'Watch' })).toBeTruthy()
  for (const name of ['Delete', 'Make a file', 'Put under legal hold', 'Bring back']) {
    expect(screen.queryByRole('button', { name })).toBeNull()
  }
  expect(screen.queryByRole('searchbox')).toBeNull()
  expect(screen.queryByRole('heading', { name: 'Who has watched' })).toBeNull()
})

test('says why it can’t be watched', async () => {
  await show({ recordings: () => [recording('Board', { endedAt: undefined, may: ['see'] })] })
  await open('Board')
  expect(screen.getByText('It is still being made. It can be watched when it is over.')).toBeTruthy()
})

test('is shared with a colleague, and withdrawn', async () => {
  const recordings = await show({ recordings: () => [recording('Board')] })
  const share = vi.spyOn(recordings, 'share')
  await open('Board')
  await userEvent.type(screen.getByRole('searchbox', { name: 'Share with a colleague' }), 'eli')
  fireEvent.click(await screen.findByRole('button', { name: 'Share with Eli Novak' }))
  expect(share).toHaveBeenCalledWith({ id: 'Board', personId: 'eli' })
  fireEvent.click(await screen.findByRole('button', { name: 'Withdraw from eli' }))
  expect(await screen.findByText('You have shared it with nobody else.')).toBeTruthy()
})

test('is deleted after a question, and the list is there again', async () => {
  const recordings = await show({ recordings: () => [recording('Board'), recording('Weekly')] })
  const remove = vi.spyOn(recordings, 'delete')
  await open('Board')
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }))
  const dialog = await screen.findByRole('alertdialog')
  expect(within(dialog).getByText(/you can bring it back from the trash/)).toBeTruthy()
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(remove).toHaveBeenCalledWith({ id: 'Board', forGood: false }))
  expect(await screen.findByRole('button', { name: 'Open Weekly' })).toBeTruthy()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Open Board' })).toBeNull())
})

test('from the trash it is deleted for good', async () => {
  const thrown = recording('Board', { trashedAt: Date.now() - DAY, may: ['see', 'delete', 'restore'] })
  const recordings = await show({ recordings: () => [thrown] })
  const remove = vi.spyOn(recordings, 'delete')
  fireEvent.click(await screen.findByRole('tab', { name: /^Trash/ }))
  await open('Board')
  fireEvent.click(screen.getByRole('button', { name: 'Delete for good' }))
  const dialog = await screen.findByRole('alertdialog')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete for good' }))
  await waitFor(() => expect(remove).toHaveBeenCalledWith({ id: 'Board', forGood: true }))
})

test('is kept longer where the organiser says so', async () => {
  const recordings = await show({ recordings: () => [recording('Board')] })
  const set = vi.spyOn(recordings, 'setExpiry')
  await open('Board')
  fireEvent.change(screen.getByRole('combobox', { name: 'Keep it for' }), { target: { value: '365' } })
  await waitFor(() => expect(set).toHaveBeenCalledWith({ id: 'Board', days: 365 }))
})

test('a file is asked for, waited for and stopped', async () => {
  const recordings = await show({ recordings: () => [recording('Board')] })
  const cancel = vi.spyOn(recordings, 'cancelDownload')
  await open('Board')
  fireEvent.click(screen.getByRole('button', { name: 'Make a file' }))
  expect(await screen.findByText('Waiting: 2 files are made before it')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
  await waitFor(() => expect(cancel).toHaveBeenCalledWith({ id: 'Board', download: 'made' }))
  expect(await screen.findByRole('button', { name: 'Make a file' })).toBeTruthy()
})
