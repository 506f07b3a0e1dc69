import { LIMITS } from '#shared/meeting/limits.ts'
import type { Scope } from '../scope.ts'
import type { SignallingClient } from './signalling-client.ts'

/**
 * Asks every `LIMITS.pingInterval` whether the service is still there; after `LIMITS.pingTimeout` of silence it is lost. So it is
 * after a gap in which the computer slept: by then the service has given this socket up.
 */
export const startHeartbeat = (scope: Scope, client: SignallingClient, now: () => number = Date.now): void => {
  let asking = false
  let lastBeat = now()
  scope.interval(LIMITS.pingInterval, () => {
    const gap = now() - lastBeat
    lastBeat = now()
    if (gap > LIMITS.silence + LIMITS.pingInterval) {
      client.lose()
      return
    }
    if (asking) return
    asking = true
    const giveUp = scope.timeout(LIMITS.pingTimeout, () => client.lose())
    client.call
      .ping()
      // A service that refuses a ping answers all the same.
      .catch(() => undefined)
      .finally(() => {
        asking = false
        giveUp()
      })
  })
}
