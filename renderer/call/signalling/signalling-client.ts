import type { ContractRouterClient } from '@orpc/contract'
import type { SignallingContract } from '#shared/contract/signalling.ts'

/** Procedures of the meeting, called as `call.join({…})`. They reject with ParleyError, and do so at once when the socket is lost. */
export type SignallingCalls = ContractRouterClient<SignallingContract>

/**
 * One signalling socket. The real one is in `web-socket-signalling.ts`, one in memory in `testing/`; the same tests run against
 * both.
 */
export interface SignallingClient {
  readonly call: SignallingCalls
  /** Resolves when the socket is open; rejects with SERVICE_UNREACHABLE when it could not be opened. */
  readonly opened: Promise<void>
  readonly lost: boolean
  /** Calls `listener` once when the socket is lost without having been closed here; returns how to stop listening. */
  onLost(listener: () => void): () => void
  /** Takes the socket for lost: everything that waits for an answer rejects with SERVICE_UNREACHABLE. */
  lose(): void
  close(): void
}
