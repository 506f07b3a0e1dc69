import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Catalogue } from '#shared/catalogue/en.ts'
import type { ProviderInfo } from '#shared/contract/identity.ts'
import type { SignInStep } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'
import type { OpenInBrowser } from '../links/open-in-browser.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { isPrivateWay } from '../network/loopback.ts'
import { LoopbackRedirect } from './loopback-redirect.ts'
import { discoverProvider } from './provider.ts'
import { asProviderError } from './provider-errors.ts'
import { unlessAborted } from './unless-aborted.ts'

/** How long the person may be in their browser, ms. */
const BROWSER_TIME = 5 * 60_000

export interface ProviderSignInOptions {
  fetch: Fetch
  openInBrowser: OpenInBrowser
  texts: Catalogue['desktop']['signIn']
  log: Log
  /** ms; 5 minutes unless told. */
  browserTime?: number
}

export interface ProviderSignInRequest {
  provider: ProviderInfo
  /** What the ID token has to carry. */
  nonce: string
  /** Further parameters of the authorization request, as in `acr_values`. */
  parameters: Readonly<Record<string, string>>
  /** Aborted with the error that the sign-in ends with. */
  signal: AbortSignal
  /** With `browser` comes how the page is opened again. */
  onStep: (step: SignInStep, reopen?: () => Promise<void>) => void
}

/** What a provider said about somebody. */
export interface SignInAnswer {
  /** Its signature and nonce were checked. */
  idToken: string
}

/** Sign-ins in the person's own browser: OpenID Connect, authorization code with PKCE, answered on a port of this computer. */
export class ProviderSignIn {
  readonly #options: ProviderSignInOptions

  constructor(options: ProviderSignInOptions) {
    this.#options = options
  }

  /**
   * Throws PROVIDER_UNREACHABLE, PROVIDER_UNUSABLE,
   * SIGN_IN_TIMED_OUT, SIGN_IN_REFUSED, ID_TOKEN_INVALID, CLOCK_SKEWED, or the signal's reason.
   */
  async run({ provider, nonce, parameters, signal, onStep }: ProviderSignInRequest): Promise<SignInAnswer> {
    onStep('starting')
    const configuration = await unlessAborted(signal, discoverProvider(provider, this.#options.fetch))
    const state = randomState()
    const verifier = randomPKCECodeVerifier()
    const redirect = await LoopbackRedirect.listen({ state, texts: this.#options.texts, log: this.#options.log })
    try {
      const address = authorizationAddress(configuration, {
        ...parameters,
        client_id: provider.clientId,
        response_type: 'code',
        scope: provider.scope,
        redirect_uri: redirect.address,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      const open = () => this.#options.openInBrowser(address)
      await unlessAborted(signal, open())
      onStep('browser', open)
      const response = await unlessAborted(signal, this.#inTime(redirect.response))
      onStep('finishing')
      return await unlessAborted(signal, redeem(configuration, response, { verifier, state, nonce }))
    } finally {
      redirect.close()
    }
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new ParleyError('SIGN_IN_TIMED_OUT')), this.#options.browserTime ?? BROWSER_TIME)
    try {
      return await Promise.race([work, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

const authorizationAddress = (configuration: Configuration, parameters: Record<string, string>): URL => {
  try {
    const address = buildAuthorizationUrl(configuration, parameters)
    if (!isPrivateWay(address)) throw new ParleyError('PROVIDER_UNUSABLE', 'authorization_endpoint')
    return address
  } catch (thrown) {
    throw asProviderError(thrown, 'PROVIDER_UNUSABLE')
  }
}

const redeem = async (
  configuration: Configuration,
  response: URL,
  { verifier, state, nonce }: { verifier: string; state: string; nonce: string },
): Promise<SignInAnswer> => {
  try {
    const answer = await authorizationCodeGrant(configuration, response, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    if (answer.id_token === undefined) throw new ParleyError('ID_TOKEN_INVALID', 'missing')
    return { idToken: answer.id_token }
  } catch (thrown) {
    throw asProviderError(thrown, 'ID_TOKEN_INVALID')
  }
}
