import { decodeJwt } from 'jose'
import type { Account, Device, ProviderInfo, Tokens } from '#shared/contract/identity.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import { commitTo } from '#shared/identity/device-key.ts'
import type { PolicyValues } from '#shared/managed-policy/policies.ts'
import type { ServiceClient } from '../service/service-client.ts'
import type { DeviceKey } from './device-key.ts'
import type { DpopKey } from './dpop-key.ts'
import type { ProviderSignIn, ProviderSignInRequest } from './provider-sign-in.ts'
import type { SignInProof } from './saved-session.ts'
import { unlessAborted } from './unless-aborted.ts'

export type SignInPolicies = Pick<PolicyValues, 'SignInDomainHint' | 'RequireMfa'>

interface MemberSignInOptions {
  service: Pick<ServiceClient, 'ask' | 'origin'>
  providers: Pick<ProviderSignIn, 'run'>
  device: Device
  /** What administrators say about signing in, now. */
  policies: () => SignInPolicies
}

/** The keys that a session is opened with: of the person on this device, and of the session. */
export interface SignInKeys {
  deviceKey: DeviceKey
  key: DpopKey
}

export interface OpenedSession {
  tokens: Tokens
  account: Account
  proof: SignInProof
}

type Surroundings = Pick<ProviderSignInRequest, 'signal' | 'onStep'>

/** What a member's sign-in consists of: the provider's word for who they are, with which the service opens a session. */
export class MemberSignIn {
  readonly #options: MemberSignInOptions

  constructor(options: MemberSignInOptions) {
    this.#options = options
  }

  /** How people of the organisation of an e-mail address sign in; without one, of the one that administrators name. Throws ORGANISATION_UNKNOWN. */
  findProvider(email: string | undefined, signal: AbortSignal): Promise<ProviderInfo> {
    const domain = email?.slice(email.lastIndexOf('@') + 1) ?? this.#options.policies().SignInDomainHint
    const asked = this.#options.service.ask(undefined, (client, options) =>
      client.identity.provider(domain === '' ? {} : { domain: domain.toLowerCase() }, options),
    )
    return unlessAborted(signal, asked)
  }

  /**
   * A new session. Where the service wants a second factor that the provider didn't ask for, it is asked for once. Throws
   * SECOND_FACTOR_REQUIRED where administrators want one, and nobody has said how the provider is asked for it.
   */
  async open(provider: ProviderInfo, keys: SignInKeys, surroundings: Surroundings): Promise<OpenedSession> {
    const attempt = async (parameters: Record<string, string>) =>
      this.exchange(await this.#proveAtProvider(provider, keys, parameters, surroundings), keys)
    const { RequireMfa } = this.#options.policies()
    if (RequireMfa && Object.keys(provider.secondFactor).length === 0)
      throw new ParleyError('SECOND_FACTOR_REQUIRED', 'not asked')
    if (provider.secondFactorRequired || RequireMfa) return attempt(provider.secondFactor)
    try {
      return await attempt({})
    } catch (thrown) {
      if (toParleyError(thrown).code !== 'SECOND_FACTOR_REQUIRED') throw thrown
      return attempt(provider.secondFactor)
    }
  }

  /** The same person's word anew, with a second factor given now. Throws ANOTHER_PERSON. */
  async confirm(
    { proof: { provider: known, idToken }, email }: { proof: SignInProof; email: string | undefined },
    keys: SignInKeys,
    surroundings: Surroundings,
  ): Promise<SignInProof> {
    const provider = await this.#asOfNow(known, email, surroundings.signal)
    const parameters = { ...provider.secondFactor, max_age: '0' }
    const proof = await this.#proveAtProvider(provider, keys, parameters, surroundings)
    const [before, now] = [decodeJwt(idToken), decodeJwt(proof.idToken)]
    if (before.iss !== now.iss || before.sub !== now.sub) throw new ParleyError('ANOTHER_PERSON')
    return proof
  }

  /** A session for a proof; for the same person and keys, in place of the one they have. */
  async exchange(proof: SignInProof, { deviceKey, key }: SignInKeys): Promise<OpenedSession> {
    const { service, device } = this.#options
    const { idToken, opening } = proof
    const signature = deviceKey.signSession({ idToken, keyThumbprint: key.thumbprint, service: service.origin })
    const opened = await service.ask({ key }, (client, options) =>
      client.identity.openSession({ credential: { kind: 'idToken', idToken, opening, signature }, device }, options),
    )
    return { ...opened, proof }
  }

  /** How the organisation asks for second factors may have changed since the sign-in. */
  async #asOfNow(known: ProviderInfo, email: string | undefined, signal: AbortSignal): Promise<ProviderInfo> {
    const now = await this.findProvider(email, signal).catch(() => known)
    return now.issuer === known.issuer && now.clientId === known.clientId ? now : known
  }

  async #proveAtProvider(
    provider: ProviderInfo,
    { deviceKey }: SignInKeys,
    parameters: Record<string, string>,
    { signal, onStep }: Surroundings,
  ): Promise<SignInProof> {
    const opening = deviceKey.newOpening()
    const nonce = commitTo(opening)
    const { idToken } = await this.#options.providers.run({ provider, nonce, parameters, signal, onStep })
    return { provider, idToken, opening }
  }
}
