/** An organisation's identity provider, as its own discovery document describes it (OpenID Connect Discovery 1.0). */
import {
  allowInsecureRequests,
  buildEndSessionUrl,
  type Configuration,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
} from 'openid-client'
import type { ProviderInfo } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import { type Fetch, fetchWhole } from '../network/fetch-whole.ts'
import { isLoopback, isPrivateWay } from '../network/loopback.ts'
import { asProviderError } from './provider-errors.ts'

/** How long the provider may take for one answer, ms. */
const ANSWER_TIME = 15_000
/** How far the provider's clock may be off, s. */
const CLOCK_TOLERANCE = 60

/**
 * Asks a provider how it is spoken to. Without TLS that is possible on this computer only. Throws PROVIDER_UNREACHABLE, and
 * PROVIDER_UNUSABLE for one that can't be trusted.
 */
export const discoverProvider = async (
  { issuer, clientId }: Pick<ProviderInfo, 'issuer' | 'clientId'>,
  fetch: Fetch,
): Promise<Configuration> => {
  const address = new URL(issuer)
  if (!isPrivateWay(address)) throw new ParleyError('PROVIDER_UNUSABLE', 'issuer')
  const withoutTls = address.protocol === 'http:' && isLoopback(address)
  try {
    return await discovery(address, clientId, { [clockTolerance]: CLOCK_TOLERANCE }, None(), {
      // The ID token comes straight from the provider; its signature is checked all the same, since others will be shown it.
      execute: [enableNonRepudiationChecks, ...(withoutTls ? [allowInsecureRequests] : [])],
      [customFetch]: (url, { method, headers, body, redirect }) => {
        // All that is ever sent are forms.
        const request = new Request(url, { method, headers, body: body instanceof URLSearchParams ? body : null })
        return fetchWhole(fetch, request, { redirect }, { answerTime: ANSWER_TIME, unreachable: 'PROVIDER_UNREACHABLE' })
      },
    })
  } catch (thrown) {
    throw asProviderError(thrown, 'PROVIDER_UNUSABLE')
  }
}

/**
 * Where the person ends what they have with the provider itself (OpenID Connect RP-Initiated Logout 1.0); undefined where it
 * offers no such page. Without `id_token_hint` the provider asks the person; with it, the token would stand in an address, and so
 * in the browser's history and in the command line that opens it.
 */
export const signOutAddressOf = (configuration: Configuration): URL | undefined =>
  configuration.serverMetadata().end_session_endpoint === undefined ? undefined : buildEndSessionUrl(configuration, {})
