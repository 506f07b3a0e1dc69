/** The sample people's second factors, kept in a file of their own beside the keys. */
import { z } from 'zod'
import { newTotpSecret, nextCode, periodOfCode } from './authenticator.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'
import { SAMPLE_ACCOUNTS, type SampleAccount } from './sample-accounts.ts'

const FILE = 'second-factors.json'

const TotpSecret = z.string().regex(/^[A-Z2-7]{32}$/)

const Passkey = z.strictObject({
  /** Credential id, base64url. */
  id: z.string().min(1).max(1400),
  /** COSE, base64url. */
  publicKey: z.string().min(1).max(8192),
  counter: z.int().nonnegative(),
  transports: z.array(z.string().max(32)).max(16),
})
export type Passkey = z.infer<typeof Passkey>

const SecondFactors = z.strictObject({
  /** `lastPeriod`: of the code that was accepted last; it and those before it are not accepted again. */
  authenticator: z.strictObject({ secret: TotpSecret, lastPeriod: z.int().nonnegative() }).optional(),
  /** Secret that is shown but not yet confirmed by a code. */
  offeredSecret: TotpSecret.optional(),
  passkeys: z.array(Passkey).max(20),
})
type SecondFactors = z.infer<typeof SecondFactors>

const File = z.record(z.string(), SecondFactors)

export class Accounts {
  readonly #folder: string
  readonly #secondFactors: Map<string, SecondFactors>
  readonly #now: () => number

  /** What `folder` keeps. `now` in ms. */
  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder
    this.#now = now
    this.#secondFactors = new Map(Object.entries(readPrivateFile(folder, FILE, File) ?? {}))
  }

  bySubject(subject: string): SampleAccount | undefined {
    return SAMPLE_ACCOUNTS.find((account) => account.subject === subject)
  }

  /** E-mail addresses are compared without regard to case. */
  byEmail(email: string): SampleAccount | undefined {
    const wanted = email.trim().toLowerCase()
    return SAMPLE_ACCOUNTS.find((account) => account.email === wanted)
  }

  hasSecondFactor(subject: string): boolean {
    const { authenticator, passkeys } = this.#of(subject)
    return authenticator !== undefined || passkeys.length > 0
  }

  /** A new secret for the person's authenticator app; it counts only once a code of it was given. */
  offerSecret(subject: string): void {
    this.#change(subject, { offeredSecret: newTotpSecret() })
  }

  /** The secret that was offered last. */
  secretToSetUp(subject: string): string {
    const { offeredSecret } = this.#of(subject)
    if (offeredSecret === undefined) throw new Error('no secret was offered')
    return offeredSecret
  }

  /**
   * The code that the person's authenticator app shows now, or the next one that was not used yet, and when (ms since 1970) it is
   * accepted first; undefined where no app was set up or offered.
   */
  freshCode(subject: string): { code: string; usableAt: number } | undefined {
    const { offeredSecret, authenticator } = this.#of(subject)
    const secret = authenticator?.secret ?? offeredSecret
    if (secret === undefined) return undefined
    return nextCode(secret, { now: this.#now(), after: authenticator?.lastPeriod ?? 0 })
  }

  /** Whether `code` is one of the offered secret, which is then the person's authenticator; the code is used up. */
  confirmAuthenticator(subject: string, code: string): boolean {
    const secret = this.#of(subject).offeredSecret
    const period = secret === undefined ? undefined : periodOfCode(secret, code, this.#now())
    if (secret === undefined || period === undefined) return false
    this.#change(subject, { authenticator: { secret, lastPeriod: period }, offeredSecret: undefined })
    return true
  }

  /** Whether `code` is right and was not used before; it is then used up. */
  acceptCode(subject: string, code: string): boolean {
    const { authenticator } = this.#of(subject)
    if (authenticator === undefined) return false
    const period = periodOfCode(authenticator.secret, code, this.#now())
    if (period === undefined || period <= authenticator.lastPeriod) return false
    this.#change(subject, { authenticator: { ...authenticator, lastPeriod: period } })
    return true
  }

  passkeys(subject: string): readonly Passkey[] {
    return this.#of(subject).passkeys
  }

  addPasskey(subject: string, passkey: Passkey): void {
    this.#change(subject, { passkeys: [...this.#of(subject).passkeys, passkey] })
  }

  /** Whose passkey `id` is. */
  ownerOfPasskey(id: string): { account: SampleAccount; passkey: Passkey } | undefined {
    for (const account of SAMPLE_ACCOUNTS) {
      const passkey = this.#of(account.subject).passkeys.find((candidate) => candidate.id === id)
      if (passkey !== undefined) return { account, passkey }
    }
    return undefined
  }

  /** The authenticator's signature counter after a passkey was used. */
  passkeyUsed(subject: string, id: string, counter: number): void {
    this.#change(subject, {
      passkeys: this.#of(subject).passkeys.map((passkey) => (passkey.id === id ? { ...passkey, counter } : passkey)),
    })
  }

  #of(subject: string): SecondFactors {
    return this.#secondFactors.get(subject) ?? { passkeys: [] }
  }

  #change(subject: string, change: { [F in keyof SecondFactors]?: SecondFactors[F] | undefined }): void {
    this.#secondFactors.set(subject, SecondFactors.parse({ ...this.#of(subject), ...change }))
    writePrivateFile(this.#folder, FILE, Object.fromEntries(this.#secondFactors))
  }
}
