import type { ConnectionState } from 'mediasoup-client/types'
import type { Scope } from '../scope.ts'

/** A transport may be gone this long before anything is done about it, in ms: Wi-Fi roams are shorter. */
const PATIENCE = 1_000
/** What an ICE restart may take, in ms. */
const RESTART_LIMIT = 5_000

interface Watched {
  readonly connectionState: ConnectionState
  on(event: 'connectionstatechange', listener: (state: ConnectionState) => void): unknown
}

/**
 * Restarts ICE when a transport has been `disconnected` or `failed` for a second, and gives the connection up when that does not
 * bring it back.
 */
export const watchTransport = (
  scope: Scope,
  transport: Watched,
  remedy: { restartIce(): Promise<void>; giveUp(): void },
): void => {
  let cancel: (() => void) | undefined
  transport.on('connectionstatechange', (state) => {
    if (state === 'connected') {
      cancel?.()
      cancel = undefined
      return
    }
    if ((state !== 'disconnected' && state !== 'failed') || cancel !== undefined || scope.closed) return
    cancel = scope.timeout(PATIENCE, () => {
      cancel = scope.timeout(RESTART_LIMIT, remedy.giveUp)
      remedy.restartIce().catch(() => {
        cancel?.()
        remedy.giveUp()
      })
    })
  })
}
