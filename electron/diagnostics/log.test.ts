import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import { DeferredSink } from './deferred-sink.ts'
import { describeIssue } from './describe-issue.ts'
import { createLog, fileSink, type LogLevel } from './log.ts'
import { openLogFile } from './log-file.ts'

const written = (write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> => {
  const lines: string[] = []
  write(createLog((line) => lines.push(line)))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[^\n]+\n$/)
  return JSON.parse(lines[0] ?? '')
}

test('an event with its fields', () => {
  expect(written((log) => log.info('link.opened', { count: 2 }))).toMatchObject({ level: 'info', event: 'link.opened', count: 2 })
})

test('an error is known by code, kind and place, without its message and without folders', () => {
  const cause = new TypeError('cannot open /home/bob/secret')
  cause.stack =
    'TypeError: cannot open /home/bob/secret\n    at read (/home/bob/parley/main.cjs:1:2)\n    at C:\\Users\\Bob\\main.cjs:3:4'
  const line = written((log) => log.error('x.failed', new ParleyError('INTERNAL', 'field: too_big', { cause })))
  expect(line).toMatchObject({ level: 'error', code: 'INTERNAL', detail: 'field: too_big', error: 'TypeError' })
  expect(line.stack).toBe('at read (main.cjs:1:2) < at main.cjs:3:4')
  expect(JSON.stringify(line)).not.toMatch(/bob|secret/i)
})

test('what fails its schema is described by place, never by content', () => {
  const { error } = z.object({ title: z.string().max(3) }).safeParse({ title: 'Bob’s illness' })
  expect(error && describeIssue(error)).toBe('title: too_big')
})

test('the file begins anew when it is full, and the last one is kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-log-'))
  const file = join(folder, 'logs/parley.log')
  const sink = fileSink(file, 100)
  for (let line = 0; line < 25; line++) sink(`${String(line).padStart(9, '0')}\n`)
  expect(readFileSync(`${file}.old`, 'utf8').split('\n')[0]).toBe('000000010')
  expect(readFileSync(file, 'utf8')).toBe([20, 21, 22, 23, 24].map((line) => `0000000${line}\n`).join(''))
  expect(statSync(file).mode & 0o077).toBe(0)

  fileSink(file, 100)('after a restart\n')
  expect(readFileSync(file, 'utf8')).toMatch(/24\nafter a restart\n$/)
  rmSync(folder, { recursive: true })
})

test('a log that can’t be written stops nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-log-'))
  const sink = fileSink(join(folder, 'parley.log'))
  rmSync(folder, { recursive: true })
  expect(() => sink('lost\n')).not.toThrow()
})

test('up to a level, which can change', () => {
  const lines: string[] = []
  let level: LogLevel = 'error'
  const log = createLog(
    (line) => lines.push(JSON.parse(line).event),
    () => level,
  )
  const all = (): void => {
    log.info('info')
    log.warn('warn')
    log.error('error', new Error())
  }
  all()
  expect(lines.splice(0)).toEqual(['error'])
  level = 'warn'
  all()
  expect(lines.splice(0)).toEqual(['warn', 'error'])
})

test('what is logged before it is known where to is not lost', () => {
  const deferred = new DeferredSink()
  deferred.sink('first')
  const lines: string[] = []
  deferred.open((line) => lines.push(line))
  deferred.sink('second')
  expect(lines).toEqual(['first', 'second'])
})

test('a folder that can’t be used is passed over for the next, and said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-log-'))
  const lines: string[] = []
  const sink = openLogFile(
    ['/proc/none', '/dev/null/none', folder],
    createLog((line) => lines.push(line)),
  )
  sink('here')
  expect(readFileSync(join(folder, 'parley.log'), 'utf8')).toBe('here')
  expect(lines.join()).toContain('log.folderUnusable')
  expect(lines.join()).not.toContain('/proc')
  rmSync(folder, { recursive: true })
})

test('a folder that is there is passed over, too, where its file can’t be written to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-log-'))
  const [taken, linked, good] = ['taken', 'linked', 'good'].map((name) => join(folder, name)) as [string, string, string]
  mkdirSync(join(taken, 'parley.log'), { recursive: true })
  mkdirSync(linked)
  symlinkSync(join(folder, 'elsewhere'), join(linked, 'parley.log'))
  const lines: string[] = []
  const sink = openLogFile(
    [taken, linked, good],
    createLog((line) => lines.push(line)),
  )
  sink('here')
  expect(readFileSync(join(good, 'parley.log'), 'utf8')).toBe('here')
  expect(statSync(join(folder, 'elsewhere'), { throwIfNoEntry: false })).toBeUndefined()
  expect(lines).toHaveLength(2)
  rmSync(folder, { recursive: true })
})
