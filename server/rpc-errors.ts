/** The one boundary at which whatever was thrown becomes what a client is told: a code of `shared/errors.ts` and no more. */
import { ORPCError, ValidationError } from '@orpc/contract'
import { ERRORS, ParleyError } from '#shared/errors.ts'
import type { Log } from './logging.ts'

type WireError = ORPCError<string, { detail?: string }>

/** Which field was wrong, and never what stood in it. */
const fieldOf = (error: ValidationError): string | undefined => {
  const path = error.issues[0]?.path?.map((segment) => String(typeof segment === 'object' ? segment.key : segment))
  return path === undefined || path.length === 0 ? undefined : path.join('.').slice(0, 100)
}

const understand = (thrown: unknown): ParleyError => {
  if (thrown instanceof ParleyError) return thrown
  if (!(thrown instanceof ORPCError) || thrown.status >= 500) return new ParleyError('INTERNAL', undefined, { cause: thrown })
  return new ParleyError('INVALID_INPUT', thrown.cause instanceof ValidationError ? fieldOf(thrown.cause) : undefined)
}

/** Faults of our own are logged, because the client learns nothing of them. Of an output that broke the contract, the field is. */
const logFault = ({ cause }: ParleyError, log: Log): void => {
  const broken = cause instanceof ORPCError ? cause.cause : cause
  if (broken instanceof ValidationError) log.error({ field: fieldOf(broken) }, 'a reply broke the contract')
  else log.error({ err: cause }, 'request failed')
}

/** The error as it crosses. */
export const toWireError = (thrown: unknown, log: Log): WireError => {
  const error = understand(thrown)
  if (error.category === 'fault') logFault(error, log)
  const { status } = ERRORS[error.code]
  const data = error.detail === undefined ? {} : { detail: error.detail }
  return new ORPCError(error.code, { status, message: error.code, data, cause: error })
}

interface Step<R> {
  next(): Promise<R>
}

/**
 * For oRPC's HTTP handler: `procedure` goes among its client interceptors and judges what a procedure threw; `request` goes among its
 * interceptors and judges the rest, which is a request that could not be read.
 */
export const errorInterceptors = (log: Log) => ({
  procedure: async <R>({ next }: Step<R>): Promise<R> => {
    try {
      return await next()
    } catch (error) {
      throw toWireError(error, log)
    }
  },
  request: async <R extends { matched: boolean }>({ next }: Step<R>): Promise<R> => {
    try {
      const result = await next()
      if (!result.matched) throw new ParleyError('UNKNOWN_PROCEDURE')
      return result
    } catch (error) {
      if (error instanceof ORPCError && error.cause instanceof ParleyError) throw error
      throw toWireError(error instanceof ParleyError ? error : new ParleyError('INVALID_INPUT'), log)
    }
  },
})
