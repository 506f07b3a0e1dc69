import type { IdentityState } from '#shared/desktop-bridge.ts'

/** Who is using this client, and the session that proves it to the service. The session stays behind this interface. */
export interface Identity {
  /** Waits for a sign-in that is under way. */
  current(): Promise<IdentityState>
  signIn(personId: string): Promise<IdentityState>
  signOut(): Promise<IdentityState>
  /** A ticket for one signalling socket. Rejects with UNAUTHENTICATED where nobody is signed in. */
  openTicket(): Promise<string>
  /** Runs `use` with the session's token, or none; once more with a new session where the service has forgotten the old one. */
  withToken<T>(use: (token: string | undefined) => Promise<T>): Promise<T>
}
