import type { ProviderInfo } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import type { ProviderConfig } from './provider-config.ts'

/** What people read of an organisation before they have signed in. */
const nameOf = ({ organisation, issuer }: ProviderConfig): string => {
  if (organisation.name !== undefined) return organisation.name
  return new URL(issuer).hostname
}

/** The identity providers that the service trusts. */
export class Providers {
  readonly #providers: readonly ProviderConfig[]

  constructor(providers: readonly ProviderConfig[]) {
    this.#providers = providers
  }

  get signIn(): 'none' | 'preset' | 'byEmail' {
    if (this.#providers.length === 0) return 'none'
    return this.#providers.length === 1 ? 'preset' : 'byEmail'
  }

  find({ issuer, clientId }: { issuer: string; clientId: string }): ProviderConfig | undefined {
    return this.#providers.find((each) => each.issuer === issuer && each.clientId === clientId)
  }

  /** How people with an e-mail address of this domain sign in. Throws ORGANISATION_UNKNOWN. */
  describe(domain: string | undefined): ProviderInfo {
    const wanted = domain?.toLowerCase()
    const provider =
      this.#providers.length === 1
        ? this.#providers[0]
        : this.#providers.find(({ domains }) => wanted !== undefined && domains.includes(wanted))
    if (provider === undefined) throw new ParleyError('ORGANISATION_UNKNOWN')
    const { issuer, clientId, scope, secondFactor, organisation } = provider
    return {
      organisation: nameOf(provider),
      issuer,
      clientId,
      scope,
      secondFactor: { ...secondFactor?.ask },
      secondFactorRequired: secondFactor?.required ?? false,
      ...('claim' in organisation ? { organisationClaim: organisation.claim } : {}),
    }
  }
}
