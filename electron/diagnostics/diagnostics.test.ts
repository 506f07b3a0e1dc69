import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SYSTEM_CHECKS, type SystemCheck } from '#shared/diagnostics/checks.ts'
import type { CrashReport } from '#shared/diagnostics/crash-report.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Look } from './checks/found.ts'
import { CrashReports } from './crash-reports.ts'
import { createLog } from './log.ts'
import { recentLog } from './recent-log.ts'
import { saveReport } from './save-report.ts'
import { SelfCheck } from './self-check.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-diagnostics-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const log = createLog(() => undefined)

describe('the self-check', () => {
  const withLooks = (looks: Partial<Record<SystemCheck, Look>>) => {
    const all = Object.fromEntries(SYSTEM_CHECKS.map((check) => [check, looks[check] ?? (() => ({ finding: 'versionsFine' }))]))
    return new SelfCheck({ looks: all as Record<SystemCheck, Look>, log, time: 50 })
  }

  test('looks at one thing after the other', async () => {
    const order: string[] = []
    const disk = Promise.withResolvers<void>()
    const check = withLooks({
      disk: async () => {
        order.push('disk begins')
        await disk.promise
        order.push('disk ends')
        return { finding: 'diskFine' }
      },
      graphics: () => {
        order.push('graphics')
        return { finding: 'graphicsFine' }
      },
    })
    const both = [check.run('disk'), check.run('graphics')]
    disk.resolve()
    await Promise.all(both)
    expect(order).toEqual(['disk begins', 'disk ends', 'graphics'])
  })

  test('takes no longer than it may, and goes on', async () => {
    const check = withLooks({ disk: () => new Promise(() => undefined) })
    expect(await check.run('disk')).toMatchObject({ finding: 'checkTimedOut' })
    expect(await check.run('graphics')).toMatchObject({ finding: 'versionsFine' })
  })

  test('tells what a look throws by its code alone', async () => {
    const check = withLooks({ disk: () => Promise.reject(new Error('/home/ada is not there')) })
    expect(await check.run('disk')).toMatchObject({ finding: 'checkFailed', facts: { code: 'INTERNAL' } })
  })
})

describe('crash reports', () => {
  const start = (consent: 'never' | 'ask' | 'always', send: (report: CrashReport) => Promise<void> = async () => undefined) => {
    let at = 1_000
    const sent: CrashReport[] = []
    const crashes = new CrashReports({
      folder: join(folder, 'crashes'),
      version: '1.4.0',
      os: 'windows',
      consent: () => consent,
      send: async (report) => {
        await send(report)
        sent.push(report)
      },
      now: () => at++,
      log,
    })
    return { crashes, sent }
  }
  const kept = () => readdirSync(join(folder, 'crashes'))
  const error = new TypeError('cannot read /home/ada/diary.txt of Ada')
  error.stack = `TypeError: ${error.message}\n    at read (/home/ada/parley/main.cjs:1:2)`

  test('are written on this computer, without what was worked on or who is logged in', () => {
    const { crashes, sent } = start('ask')
    crashes.note({ process: 'main', reason: 'uncaught', thrown: error })
    expect(kept()).toHaveLength(1)
    const text = readFileSync(join(folder, 'crashes', kept()[0] ?? ''), 'utf8')
    expect(JSON.parse(text)).toMatchObject({
      process: 'main',
      reason: 'TypeError',
      stack: 'at read (main.cjs:1:2)',
      version: '1.4.0',
    })
    expect(text).not.toMatch(/ada|diary/i)
    expect(sent).toEqual([])
  })

  test('are sent when the person says so, and are gone then', async () => {
    const { crashes, sent } = start('ask')
    crashes.note({ process: 'page', reason: 'oom', exitCode: 5 })
    expect(crashes.open).toMatchObject([{ process: 'page', reason: 'oom', exitCode: 5 }])
    await crashes.answer(true)
    expect(sent).toHaveLength(1)
    expect(kept()).toEqual([])
  })

  test('are thrown away when the person would rather not', async () => {
    const { crashes, sent } = start('ask')
    crashes.note({ process: 'page', reason: 'oom' })
    await crashes.answer(false)
    expect([sent, kept(), crashes.open]).toEqual([[], [], []])
  })

  test('stay where a policy keeps them', async () => {
    const { crashes, sent } = start('never')
    crashes.note({ process: 'page', reason: 'oom' })
    await crashes.sendWhereAllowed()
    expect(crashes.open).toEqual([])
    await expect(crashes.answer(true)).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(sent).toEqual([])
    expect(kept()).toHaveLength(1)
  })

  test('are sent without a question where that was settled, and stay where it fails', async () => {
    const refuse = vi.fn(() => Promise.reject(new ParleyError('UNAUTHENTICATED')))
    const { crashes } = start('always', refuse)
    crashes.note({ process: 'page', reason: 'oom' })
    await expect(crashes.sendWhereAllowed()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(kept()).toHaveLength(1)
    const again = start('always')
    await again.crashes.sendWhereAllowed()
    expect(again.sent).toHaveLength(1)
    expect(kept()).toEqual([])
  })

  test('are the newest ten, and what is no report is none', async () => {
    const { crashes } = start('ask')
    for (let count = 0; count < 12; count++) crashes.note({ process: 'page', reason: `crash ${count}` })
    expect(kept()).toHaveLength(10)
    expect(crashes.open.at(0)?.reason).toBe('crash-2')
    writeFileSync(join(folder, 'crashes', '0-x.json'), '{"id": 1}')
    writeFileSync(join(folder, 'crashes', '0-y.json'), '{"id"')
    expect(crashes.open).toHaveLength(10)
  })

  test('of a computer without any there is nothing to ask about', () => expect(start('ask').crashes.open).toEqual([]))
})

test('the newest of the log is given, from whole lines, with what its file held before', async () => {
  mkdirSync(join(folder, 'logs'))
  writeFileSync(join(folder, 'logs', 'parley.log.old'), 'one\ntwo\n')
  writeFileSync(join(folder, 'logs', 'parley.log'), 'three\n')
  expect(await recentLog([join(folder, 'none'), join(folder, 'logs')])).toBe('one\ntwo\nthree\n')
  expect(await recentLog([join(folder, 'logs')], 9)).toBe('three\n')
  expect(await recentLog([folder])).toBe('')
})

describe('a report', () => {
  const at = new Date('2026-05-12T07:41:00Z')

  test('is written where the person says', async () => {
    const ask = vi.fn(async (name: string) => join(folder, name))
    expect(await saveReport('fine', at, { ask })).toBe(true)
    expect(ask.mock.calls).toEqual([['parley-self-check-2026-05-12.txt']])
    expect(readFileSync(join(folder, 'parley-self-check-2026-05-12.txt'), 'utf8')).toBe('fine')
  })

  test('is written nowhere where they would rather not, and a folder that can’t be written to is told', async () => {
    expect(await saveReport('fine', at, { ask: async () => undefined })).toBe(false)
    chmodSync(folder, 0o755)
    await expect(saveReport('fine', at, { ask: async () => join(folder, 'none', 'report.txt') })).rejects.toMatchObject({
      code: 'FILE_NOT_SAVED',
    })
  })
})
