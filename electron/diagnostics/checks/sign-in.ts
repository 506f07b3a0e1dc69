import { toParleyError } from '#shared/errors.ts'
import type { Identity } from '../../identity/identity.ts'
import type { Found, Look } from './found.ts'

interface Parts {
  identity: Pick<Identity, 'current'>
  /** Asks the service for something that only a session gets. */
  askAsPerson: () => Promise<unknown>
}

/** Whether somebody is signed in, and whether the service still takes their session. */
export const lookAtSignIn =
  ({ identity, askAsPerson }: Parts): Look =>
  async (): Promise<Found> => {
    const state = await identity.current()
    if (state.state !== 'signedIn') {
      return {
        finding: 'signedOut',
        facts: state.state === 'signedOut' && state.reason !== undefined ? { reason: state.reason } : {},
      }
    }
    try {
      await askAsPerson()
      return { finding: 'signedIn' }
    } catch (thrown) {
      return { finding: 'signInRefused', facts: { code: toParleyError(thrown).code } }
    }
  }
