import { toParleyError } from '#shared/errors.ts'
import type { Keystore } from '../../keystore/keystore.ts'
import type { Found, Look } from './found.ts'

/** Whether the operating system keeps secrets for us: without, nobody can sign in. */
export const lookAtKeystore =
  (keystore: Pick<Keystore, 'check'>): Look =>
  async (): Promise<Found> => {
    try {
      await keystore.check()
      return { finding: 'keystoreFine' }
    } catch (thrown) {
      return { finding: 'keystoreUnavailable', facts: { reason: toParleyError(thrown).detail?.slice(0, 80) ?? 'unknown' } }
    }
  }
