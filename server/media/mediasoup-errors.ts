import { ParleyError } from '#shared/errors.ts'

/**
 * What went wrong between mediasoup and the parameters of a client. mediasoup throws for parameters that make no sense, here or
 * in its worker; none of its texts goes any further, because they may quote what the client sent.
 */
export const mediaError = (cause: unknown, closed: boolean, what: string): ParleyError => {
  if (cause instanceof ParleyError) return cause
  return closed ? new ParleyError('WRONG_STATE', 'closed', { cause }) : new ParleyError('INVALID_INPUT', what, { cause })
}
