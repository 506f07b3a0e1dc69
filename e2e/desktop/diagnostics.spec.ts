/** The self-check over the real service, the report that comes of it, and what becomes of crashes. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { SYSTEM_CHECKS } from '#shared/diagnostics/checks.ts'
import { RunningService } from '../support/service.ts'
import { Desktop } from './desktop.ts'

test.describe.configure({ mode: 'serial' })
let service: RunningService
let desktop: Desktop
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-diagnostics-'))
  service = await RunningService.start()
  desktop = await Desktop.launch({ serviceOrigin: service.origin, args: ['--person=ada'] })
})
test.afterAll(async () => {
  await desktop?.close()
  await service?.close()
  rmSync(folder, { recursive: true, force: true })
})

const find = async (check: string) => ((await desktop.ask('runCheck', { check })) as { value: Record<string, unknown> }).value

test('everything that the main process looks at is found as it is', async () => {
  await expect.poll(() => desktop.ask('getIdentity')).toMatchObject({ value: { state: 'signedIn' } })
  const found = Object.fromEntries(await Promise.all(SYSTEM_CHECKS.map(async (check) => [check, (await find(check)).finding])))
  expect(found).toEqual({
    versions: 'versionsFine',
    policies: expect.stringMatching(/^policies/),
    disk: expect.stringMatching(/^disk/),
    graphics: expect.stringMatching(/^graphics/),
    keystore: 'keystoreFine',
    service: 'serviceFine',
    certificate: 'certificateLocal',
    signIn: 'signedIn',
    mediaUdp: 'mediaReached',
    mediaTcp: 'mediaReached',
    roundTrip: expect.stringMatching(/^roundTrip(Fine|Slow|Lossy)$/),
  })
  expect(await find('roundTrip')).toMatchObject({ facts: { protocol: 'UDP', of: 5 } })
})

const openFromMenu = () =>
  desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('openDiagnostics')?.click())
const saveTo = (path: string) =>
  desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: filePath === '', filePath })
  }, path)

test('the menu opens it, it goes through by itself, and its report names nobody', async () => {
  await openFromMenu()
  const dialog = desktop.page.getByRole('dialog', { name: 'Diagnostics' })
  const list = dialog.getByRole('list', { name: 'What was checked' })
  await expect(list.getByRole('listitem')).toHaveCount(12)
  await expect(dialog.getByRole('button', { name: 'Save report' })).toBeVisible({ timeout: 60_000 })
  await expect(list).not.toContainText(/Waiting|Being checked/)
  const path = join(folder, 'report.txt')
  await saveTo(path)
  await dialog.getByRole('button', { name: 'Save report' }).click()
  await expect(dialog.getByText('The report is saved.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy report' }).click()
  await expect(dialog.getByText('The report is copied.')).toBeVisible()
  const report = readFileSync(path, 'utf8')
  expect(report).toContain('mediaUdp: mediaReached')
  expect(report).not.toMatch(new RegExp(`ada|moreau|northwind|${new URL(service.origin).port}|127\\.0\\.0\\.1`, 'i'))
})

test('what the person adds is in it', async () => {
  const dialog = desktop.page.getByRole('dialog', { name: 'Diagnostics' })
  await dialog.getByLabel('Add my name and e-mail address').click()
  await dialog.getByLabel('What happened').fill('It stutters.')
  const path = join(folder, 'with-name.txt')
  await saveTo(path)
  await dialog.getByRole('button', { name: 'Save report' }).click()
  await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toContain('name: Ada Moreau\nnote:\nIt stutters.')
})

test('a report that can’t be saved is said; one that is not to be saved is nowhere', async () => {
  expect(await desktop.ask('saveReport', { text: 'x' })).toMatchObject({ ok: true, value: { saved: true } })
  await saveTo('')
  expect(await desktop.ask('saveReport', { text: 'x' })).toEqual({ ok: true, value: { saved: false } })
  await saveTo(join(folder, 'none/report.txt'))
  expect(await desktop.ask('saveReport', { text: 'x' })).toMatchObject({ ok: false, code: 'FILE_NOT_SAVED' })
  await desktop.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
})

test('after a crash nothing leaves the computer before the person has agreed', async () => {
  await desktop.app.evaluate(({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    app.emit('render-process-gone', {}, window?.webContents, { reason: 'oom', exitCode: 5 })
  })
  expect(await desktop.ask('getCrashReports')).toMatchObject({
    ok: true,
    value: [{ process: 'page', reason: 'oom', exitCode: 5 }],
  })
  expect(readFileSync(service.logFile, 'utf8')).not.toContain('a client crashed')
  await desktop.page.reload()
  await desktop.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => readFileSync(service.logFile, 'utf8')).toContain('a client crashed')
  expect(await desktop.ask('getCrashReports')).toEqual({ ok: true, value: [] })
  const line =
    readFileSync(service.logFile, 'utf8')
      .split('\n')
      .find((each) => each.includes('a client crashed')) ?? ''
  expect(line).toContain('"reason":"oom"')
  expect(line).not.toMatch(/ada/i)
})

test('a service that is gone is found to be', async () => {
  await service.kill()
  expect(await find('service')).toMatchObject({ finding: 'serviceSilent' })
  expect(await find('signIn')).toMatchObject({ finding: 'signInRefused', facts: { code: 'SERVICE_UNREACHABLE' } })
  expect(await find('versions')).toMatchObject({ finding: 'versionsFine', facts: { service: 'unknown' } })
})
