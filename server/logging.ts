/**
 * The service's log, one JSON line an event. It holds ids and codes of errors, and never what people are called, what a meeting
 * is called, a token, a ticket or an address: those fields are cut even where somebody logs them by mistake.
 */
import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

const PERSONAL = [
  'name',
  'email',
  'title',
  'code',
  'personId',
  'ip',
  'remoteAddress',
  'token',
  'tokens',
  'accessToken',
  'refreshToken',
  'resumeToken',
  'idToken',
  'ticket',
  'authorization',
  'dpop',
  'credential',
  'opening',
  'salt',
  'signature',
  'secret',
]

/** Writes to `destination`, which is the standard output. */
export const createLog = (level: LogLevel, destination: DestinationStream = pino.destination(1)): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: PERSONAL.flatMap((field) => [field, `*.${field}`]), remove: true },
    },
    destination,
  )
