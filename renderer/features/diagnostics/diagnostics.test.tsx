// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { CheckResult } from '#shared/diagnostics/checks.ts'
import { ParleyError } from '#shared/errors.ts'
import { renderUpdates } from '../updates/testing/render-updates.tsx'
import { lookAtDevices } from './look-at-devices.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const openDialog = (navigation: { openDiagnostics(): void }) => act(() => navigation.openDiagnostics())
const fine: CheckResult = { finding: 'keystoreFine', facts: {}, ms: 1 }

test('it goes through by itself, one thing after the other', async () => {
  const waiting = Promise.withResolvers<CheckResult>()
  const { navigation, diagnostics } = renderUpdates({
    found: (check) => (check === 'disk' ? waiting.promise : Promise.resolve(fine)),
  })
  openDialog(navigation)
  expect(await screen.findByText('2 of 12 checked')).toBeTruthy()
  expect(diagnostics.run.mock.calls).toEqual([['versions'], ['policies'], ['disk']])
  expect(screen.queryByRole('button', { name: 'Save report' })).toBeNull()
  await act(async () => waiting.resolve({ finding: 'diskFull', facts: { freeMegabytes: 12 }, ms: 1 }))
  expect(await screen.findByRole('button', { name: 'Save report' })).toBeTruthy()
  const row = screen.getByText('Disk space').closest('li')
  expect(row && within(row).getByText('Only 12 MB are free: settings can’t be kept safely.')).toBeTruthy()
  expect(row && within(row).getByText('Make room on the disk.')).toBeTruthy()
  expect(row && within(row).getByText('Wrong')).toBeTruthy()
})

test('the report names nobody unless the person says so', async () => {
  const { navigation, diagnostics } = renderUpdates()
  openDialog(navigation)
  fireEvent.click(await screen.findByRole('button', { name: 'Save report' }))
  await waitFor(() => expect(diagnostics.save).toHaveBeenCalledOnce())
  expect(diagnostics.save.mock.calls[0]?.[0]).not.toMatch(/ada|northwind|meet\.example|Log/i)

  fireEvent.click(screen.getByLabelText('Add my name and e-mail address'))
  fireEvent.click(screen.getByLabelText('Add the log of this client'))
  fireEvent.change(screen.getByLabelText('What happened (optional)'), { target: { value: 'It stutters.' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save report' }))
  await waitFor(() => expect(diagnostics.save).toHaveBeenCalledTimes(2))
  const report = diagnostics.save.mock.calls[1]?.[0]
  for (const part of ['name: Ada Moreau', 'e-mail: ada@northwind.example', 'It stutters.', '{"event":"x"}']) {
    expect(report).toContain(part)
  }
})

test('a report that can’t be saved is told', async () => {
  const { navigation, diagnostics } = renderUpdates()
  diagnostics.save.mockRejectedValueOnce(new ParleyError('FILE_NOT_SAVED'))
  openDialog(navigation)
  fireEvent.click(await screen.findByRole('button', { name: 'Save report' }))
  expect(await screen.findByText('Code FILE_NOT_SAVED')).toBeTruthy()
})

test('a report is copied, or it is said that it could not be', async () => {
  const writeText = vi.fn(async (_text: string) => undefined)
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'clipboard'))
  const { navigation, diagnostics } = renderUpdates()
  openDialog(navigation)
  fireEvent.click(await screen.findByRole('button', { name: 'Copy report' }))
  expect(await screen.findByText('The report is copied.')).toBeTruthy()
  expect(writeText.mock.calls[0]?.[0]).toContain('keystoreFine')
  writeText.mockRejectedValueOnce(new Error('not allowed'))
  fireEvent.click(screen.getByRole('button', { name: 'Copy report' }))
  expect(await screen.findByText('The report could not be copied.')).toBeTruthy()
  expect(diagnostics.save).not.toHaveBeenCalled()
})

describe('after a crash', () => {
  const crash = { id: 'a', at: 1, version: '0.1.0', os: 'windows', process: 'page', reason: 'oom' } as const

  test.each([
    ['Send', true],
    ['Don’t send', false],
  ])('%s', async (name, sent) => {
    const { diagnostics } = renderUpdates({ crashes: [crash] })
    fireEvent.click(await screen.findByRole('button', { name }))
    await waitFor(() => expect(diagnostics.answerCrashes.mock.calls).toEqual([[sent]]))
    await waitFor(() => expect(screen.queryByText('Parley stopped unexpectedly')).toBeNull())
  })

  test('what would be sent is shown whole, and a failure leaves the question', async () => {
    const { diagnostics } = renderUpdates({ crashes: [crash] })
    diagnostics.answerCrashes.mockRejectedValueOnce(new ParleyError('SERVICE_UNREACHABLE'))
    expect(await screen.findByText(/"reason": "oom"/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    expect(await screen.findByText('Code SERVICE_UNREACHABLE')).toBeTruthy()
    expect(screen.getByText('Parley stopped unexpectedly')).toBeTruthy()
  })
})

describe('devices', () => {
  const device = (kind: MediaDeviceKind, deviceId = 'x') => ({ kind, deviceId })
  const all = [device('videoinput'), device('audioinput'), device('audioinput', 'default'), device('audiooutput')]
  const access = (camera: 'granted' | 'denied', microphone: 'granted' | 'restricted' = 'granted') => ({
    access: async () => ({ camera, microphone, screen: 'unknown' as const }),
  })
  test.each([
    ['devicesFine', access('granted'), all],
    ['devicesMissing', access('granted'), all.slice(1)],
    ['devicesRefused', access('denied'), all],
    ['devicesRefused', access('granted', 'restricted'), all],
  ])('%s', async (finding, media, list) => {
    expect(await lookAtDevices(media, async () => list)).toMatchObject({ finding })
  })

  test('the system’s choice is not one more', async () => {
    expect(await lookAtDevices(access('granted'), async () => all)).toMatchObject({
      facts: { cameras: 1, microphones: 1, speakers: 1 },
    })
  })
})
