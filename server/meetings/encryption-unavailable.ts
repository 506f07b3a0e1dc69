import { ParleyError } from '#shared/errors.ts'

/** Nothing here can encrypt yet: what must be encrypted is not held in the clear. Throws ENCRYPTION_UNAVAILABLE. */
export const requireEncryption = (): void => {
  throw new ParleyError('ENCRYPTION_UNAVAILABLE')
}
