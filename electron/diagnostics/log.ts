/**
 * The log of the main process: one JSON object a line, for support to read. It holds events, codes and counts, never names,
 * titles, links, addresses of people or paths that would tell who is logged in.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ParleyError } from '#shared/errors.ts'

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, thrown: unknown, fields?: LogFields): void
}

/** Takes finished lines, each with its line break. */
export type LogSink = (line: string) => void

/** Bytes in one file; the older half of the log is in the file beside it. */
const LARGEST_FILE = 1024 * 1024

/** Frames of a stack, with each path cut to its last part: folders carry the name of whoever is logged in. */
const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .slice(1, 8)
    .map((line) => line.trim().replaceAll(/[^\s()]*[\\/]/g, ''))
    .join(' < ')

const fieldsOf = (thrown: unknown): LogFields => {
  const origin = thrown instanceof ParleyError && thrown.cause !== undefined ? thrown.cause : thrown
  return {
    code: thrown instanceof ParleyError ? thrown.code : undefined,
    detail: thrown instanceof ParleyError ? thrown.detail : undefined,
    error: origin instanceof Error ? origin.name : typeof origin,
    stack: origin instanceof Error && origin.stack !== undefined ? framesOf(origin.stack) : undefined,
  }
}

export const createLog = (sink: LogSink): Log => {
  const write = (level: string, event: string, fields: LogFields): void =>
    sink(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
  return {
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    error: (event, thrown, fields = {}) => write('error', event, { ...fields, ...fieldsOf(thrown) }),
  }
}

/** Appends to a file and begins anew when it is full, keeping the last full one as `<file>.old`. A full disk costs only the log. */
export const fileSink = (file: string, largest = LARGEST_FILE): LogSink => {
  mkdirSync(dirname(file), { recursive: true })
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    try {
      const bytes = Buffer.byteLength(line)
      if (size + bytes > largest && size > 0) {
        renameSync(file, `${file}.old`)
        size = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      size += bytes
    } catch {
      size = 0
    }
  }
}

export const consoleSink: LogSink = (line) => {
  process.stderr.write(line)
}
