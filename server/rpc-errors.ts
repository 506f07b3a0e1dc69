/** The one boundary at which whatever was thrown becomes what a client is told: a code of `shared/errors.ts` and no more. */
import { ORPCError, ValidationError } from '@orpc/contract'
import { ERRORS, ParleyError } from '#shared/errors.ts'
import { type Failures, fieldOf } from './failures.ts'

type WireError = ORPCError<string, { detail?: string }>

const understand = (thrown: unknown): ParleyError => {
  if (thrown instanceof ParleyError) return thrown
  if (!(thrown instanceof ORPCError) || thrown.status >= 500) return new ParleyError('INTERNAL', undefined, { cause: thrown })
  return new ParleyError('INVALID_INPUT', thrown.cause instanceof ValidationError ? fieldOf(thrown.cause) : undefined)
}

/** The error as it crosses. */
export const toWireError = (thrown: unknown, failures: Failures): WireError => {
  const error = understand(thrown)
  failures.note(error)
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
export const errorInterceptors = (failures: Failures) => ({
  procedure: async <R>({ next }: Step<R>): Promise<R> => {
    try {
      return await next()
    } catch (error) {
      throw toWireError(error, failures)
    }
  },
  request: async <R extends { matched: boolean }>({ next }: Step<R>): Promise<R> => {
    try {
      const result = await next()
      if (!result.matched) throw new ParleyError('UNKNOWN_PROCEDURE')
      return result
    } catch (error) {
      if (error instanceof ORPCError && error.cause instanceof ParleyError) throw error
      throw toWireError(error instanceof ParleyError ? error : new ParleyError('INVALID_INPUT'), failures)
    }
  },
})
