/** What the keystore holds of somebody who is signed in, in entries that change at different times. */
import { z } from 'zod'
import { Account, Credential, ProviderInfo } from '#shared/contract/identity.ts'
import { Opening } from '#shared/identity/device-key.ts'
import type { Log } from '../diagnostics/log.ts'
import type { Keystore } from '../keystore/keystore.ts'
import { SavedDeviceKey } from './device-key.ts'
import { SavedDpopKey } from './dpop-key.ts'
import { Continuation } from './session-tokens.ts'

/** What shows others whose the device key is: the provider's word, and the opening of what it commits to. */
export const SignInProof = z.object({
  provider: ProviderInfo,
  idToken: Credential.options[0].shape.idToken,
  opening: Opening,
})
export type SignInProof = z.infer<typeof SignInProof>

const Progress = z.object({
  /** Origin of the service that the session is with: its tokens are for nobody else. */
  service: z.string(),
  account: Account,
  continuation: Continuation,
})

const ENTRIES = { deviceKey: SavedDeviceKey, dpopKey: SavedDpopKey, proof: SignInProof, progress: Progress }
const SavedSession = z
  .object(ENTRIES)
  .refine(({ deviceKey, proof }) => deviceKey.x === proof.opening.publicKey, 'entries of different sign-ins')
export type SavedSession = z.infer<typeof SavedSession>

/** Undefined for what is missing; what is no JSON fails the schema. */
const parse = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

export class SavedSessions {
  readonly #keystore: Keystore
  readonly #log: Log

  constructor(keystore: Keystore, log: Log) {
    this.#keystore = keystore
    this.#log = log
  }

  /** Throws KEYSTORE_UNAVAILABLE where nothing could be saved. */
  check(): Promise<void> {
    return this.#keystore.check()
  }

  /**
   * The session with this service. One that is not whole any more is removed. Throws KEYSTORE_UNAVAILABLE where there is one
   * that can't be read for now.
   */
  async load(service: string): Promise<SavedSession | undefined> {
    const found: Record<string, unknown> = {}
    for (const name of Object.keys(ENTRIES)) found[name] = parse(await this.#keystore.read(name))
    if (Object.values(found).every((entry) => entry === undefined)) return undefined
    const saved = SavedSession.safeParse(found)
    if (!saved.success) {
      this.#log.warn('identity.savedSessionBroken')
      await this.clear()
      return undefined
    }
    return saved.data.progress.service === service ? saved.data : undefined
  }

  /** All of a session, or nothing. Throws KEYSTORE_UNAVAILABLE. */
  async saveNew(session: SavedSession): Promise<void> {
    try {
      await this.save(session)
    } catch (thrown) {
      await this.clear()
      throw thrown
    }
  }

  /** Throws KEYSTORE_UNAVAILABLE. */
  async save(changed: Partial<SavedSession>): Promise<void> {
    for (const [name, entry] of Object.entries(changed)) await this.#keystore.write(name, JSON.stringify(entry))
  }

  /** Where the disk refuses, the session ends all the same: its tokens are dead, and the next one takes its place. */
  async clear(): Promise<void> {
    try {
      await this.#keystore.clear()
    } catch (thrown) {
      this.#log.error('identity.savedSessionNotRemoved', thrown)
    }
  }
}
