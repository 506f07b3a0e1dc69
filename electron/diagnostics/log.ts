/**
 * The log of the main process: one JSON object a line, for support to read. It holds events, codes and counts, never names,
 * titles, links, addresses of people or paths that would tell who is logged in.
 */
import { appendFileSync, closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { ParleyError } from '#shared/errors.ts'
import { framesOf } from './frames.ts'

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, thrown: unknown, fields?: LogFields): void
}

export const LOG_LEVELS = ['error', 'warn', 'info'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Takes finished lines, each with its line break. */
export type LogSink = (line: string) => void

/** Bytes in one file; the older half of the log is in the file beside it. */
const LARGEST_FILE = 1024 * 1024

const fieldsOf = (thrown: unknown): LogFields => {
  const origin = thrown instanceof ParleyError && thrown.cause !== undefined ? thrown.cause : thrown
  return {
    code: thrown instanceof ParleyError ? thrown.code : undefined,
    detail: thrown instanceof ParleyError ? thrown.detail : undefined,
    error: origin instanceof Error ? origin.name : typeof origin,
    stack: origin instanceof Error && origin.stack !== undefined ? framesOf(origin.stack) : undefined,
  }
}

/** Up to a level, which can change: `info` is everything. */
export const createLog = (sink: LogSink, upTo: () => LogLevel = () => 'info'): Log => {
  const write = (level: LogLevel, event: string, fields: LogFields): void => {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(upTo())) return
    sink(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
  }
  return {
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    error: (event, thrown, fields = {}) => write('error', event, { ...fields, ...fieldsOf(thrown) }),
  }
}

/** Makes a folder and what is above it. Node's own way of that never ends in a place such as /proc, where nothing can be made. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  mkdirSync(folder)
}

/** No link is followed, and no pipe waited for. Windows has neither flag: there they count as 0. */
const APPENDING = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The file's size before, bytes. */
const append = (file: string, line: string): number => {
  const opened = openSync(file, APPENDING, 0o600)
  try {
    const { size } = fstatSync(opened)
    appendFileSync(opened, line)
    return size
  } finally {
    closeSync(opened)
  }
}

/**
 * Appends to a file and begins anew when it is full, keeping the last full one as `<file>.old`. Throws where the file can't be written
 * to; later on a full disk costs only the log.
 */
export const fileSink = (file: string, largest = LARGEST_FILE): LogSink => {
  makeFolder(dirname(file))
  let size = append(file, '')
  return (line) => {
    try {
      const bytes = Buffer.byteLength(line)
      if (size + bytes > largest && size > 0) {
        renameSync(file, `${file}.old`)
        size = 0
      }
      append(file, line)
      size += bytes
    } catch {
      size = 0
    }
  }
}

export const consoleSink: LogSink = (line) => {
  process.stderr.write(line)
}
