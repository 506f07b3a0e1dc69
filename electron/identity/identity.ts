import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import type { SigningPurpose } from '#shared/identity/device-key.ts'
import type { Credentials } from '../service/service-client.ts'

/** Who is using this client, and the session that proves it to the service. Keys and tokens stay behind this interface. */
export interface Identity {
  /** Waits for what was saved to be read, not for a person in their browser. */
  current(): Promise<IdentityState>
  /**
   * At the provider of the person's organisation. Who is signed in is signed out first; who calls while a sign-in runs gets the
   * same one. Throws KEYSTORE_UNAVAILABLE before anything is asked.
   */
  signIn(email: string | undefined): Promise<IdentityState>
  /** As one of the embedded service's sample people. Nothing of it is kept. */
  signInAsSample(personId: string): Promise<IdentityState>
  /** The same person with a second factor, given now. Throws ANOTHER_PERSON; WRONG_STATE where there is nothing to confirm. */
  confirm(): Promise<IdentityState>
  /** Opens the page of a running sign-in or confirmation again. */
  reopenSignIn(): Promise<void>
  cancelSignIn(): void
  signOut(): Promise<IdentityState>
  /** Throws INVALID_INPUT for bytes of another purpose, UNAUTHENTICATED where nobody has a device key. */
  signWithDeviceKey(purpose: SigningPurpose, bytes: Uint8Array): Uint8Array<ArrayBuffer>
  /**
   * What shows others in an encrypted meeting who this person is; undefined where nobody has a device key. It is for everybody in
   * the meeting to see, and no secret: it opens no session, which takes a signature that the page can't ask for.
   */
  encryptionIdentity(): EncryptionIdentity | undefined
  /** A ticket for one signalling socket. Rejects with UNAUTHENTICATED where nobody is signed in. */
  openTicket(): Promise<string>
  /** Runs `use` with proof of who asks, or none; once more with new tokens where the service refuses the old ones. */
  withCredentials<T>(use: (credentials: Credentials | undefined) => Promise<T>): Promise<T>
}
