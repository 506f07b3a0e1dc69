// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { renderUpdates } from './testing/render-updates.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const release = { version: '1.5.0', installBy: Date.parse('2026-12-01T12:00:00Z') }
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('what lies ready is told of outside meetings, and can be put off', async () => {
  const { defer, install, become } = renderUpdates({ progress: { state: 'ready', release } })
  expect(await screen.findByText('Version 1.5.0 lies ready')).toBeTruthy()
  click('Later')
  expect(defer).toHaveBeenCalledOnce()
  become({ state: 'ready', release, deferredUntil: Date.now() + 1_000 })
  expect(screen.queryByText('Version 1.5.0 lies ready')).toBeNull()
  expect(install).not.toHaveBeenCalled()
})

test('what was put off comes back before Parley restarts by itself, and can’t be put off any more', async () => {
  renderUpdates({ progress: { state: 'ready', release, deferredUntil: Date.now() + 1_000, restartAt: Date.now() + 60_000 } })
  expect(await screen.findByText(/Parley restarts at/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Later' })).toBeNull()
})

test('what can’t be installed now asks for nothing, and the settings say why', async () => {
  const { navigation } = renderUpdates({ progress: { state: 'ready', release, waitsFor: 'window' } })
  act(() => navigation.openSettings())
  const region = await screen.findByRole('region', { name: 'Updates' })
  expect(within(region).getByText(/It waits for the hours/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Restart and install' })).toBeNull()
})

test('where the person decides, they download and install', async () => {
  const { download, install, become } = renderUpdates({ progress: { state: 'available', release } })
  await screen.findByText('Version 1.5.0 is there')
  click('Download')
  expect(download).toHaveBeenCalledOnce()
  become({ state: 'downloading', release, percent: 42 })
  expect(screen.queryByText('Version 1.5.0 is there')).toBeNull()
  become({ state: 'ready', release })
  click('Restart and install')
  expect(install).toHaveBeenCalledOnce()
})

test('a client that IT updates says so and offers nothing', async () => {
  const { navigation } = renderUpdates({ progress: { state: 'off', reason: 'managed' } })
  act(() => navigation.openSettings())
  const region = await screen.findByRole('region', { name: 'Updates' })
  expect(within(region).getByText('Your IT updates Parley on this computer.')).toBeTruthy()
  expect(within(region).queryByRole('button')).toBeNull()
})

test('a failure is told with its code, and looking again is offered', async () => {
  const { navigation, check } = renderUpdates({ progress: { state: 'failed', code: 'UPDATE_UNTRUSTED', checkedAt: Date.now() } })
  act(() => navigation.openSettings())
  const region = await screen.findByRole('region', { name: 'Updates' })
  expect(within(region).getByText('Code UPDATE_UNTRUSTED')).toBeTruthy()
  fireEvent.click(within(region).getByRole('button', { name: 'Look for updates' }))
  expect(check).toHaveBeenCalledOnce()
})

test('a step that is refused is told, unless the state says it already', async () => {
  const { install } = renderUpdates({ progress: { state: 'ready', release } })
  await screen.findByText('Version 1.5.0 lies ready')
  install.mockRejectedValueOnce(new ParleyError('WRONG_STATE'))
  click('Restart and install')
  await act(async () => undefined)
  expect(screen.queryByText('Code WRONG_STATE')).toBeNull()
})
