/** An OpenID client that knows nothing of the provider but its issuer and the client's id: the tests' independent other side. */
import * as oidc from 'openid-client'
import { CLIENT_ID } from '../provider-settings.ts'

/** Nobody listens there: for tests that read the redirect instead of following it. */
const UNHEARD = 'http://127.0.0.1:54321/callback'

export interface Request {
  url: URL
  verifier: string
  nonce: string
  state: string
}

export class SignInClient {
  readonly #configuration: oidc.Configuration
  readonly #redirectUri: string

  static async of(issuer: string, redirectUri = UNHEARD): Promise<SignInClient> {
    return new SignInClient(
      await oidc.discovery(new URL(issuer), CLIENT_ID, { id_token_signed_response_alg: 'ES256' }, oidc.None(), {
        execute: [oidc.allowInsecureRequests],
      }),
      redirectUri,
    )
  }

  private constructor(configuration: oidc.Configuration, redirectUri: string) {
    this.#configuration = configuration
    this.#redirectUri = redirectUri
  }

  /** A new authorization request; `changes` are further parameters, or undefined for one to leave out. */
  async request(changes: Readonly<Record<string, string | undefined>> = {}): Promise<Request> {
    const verifier = oidc.randomPKCECodeVerifier()
    const nonce = oidc.randomNonce()
    const state = oidc.randomState()
    const url = oidc.buildAuthorizationUrl(this.#configuration, {
      redirect_uri: this.#redirectUri,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      state,
    })
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    }
    return { url, verifier, nonce, state }
  }

  /** What the code in the redirect is worth: the answer's parameters and the ID token's verified claims. */
  async redeem(
    request: Request,
    redirect: string,
  ): Promise<{ claims: oidc.IDToken; idToken: string; refreshToken?: string | undefined }> {
    const tokens = await oidc.authorizationCodeGrant(this.#configuration, new URL(redirect), {
      pkceCodeVerifier: request.verifier,
      expectedNonce: request.nonce,
      expectedState: request.state,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined || tokens.id_token === undefined) throw new Error('no ID token')
    return { claims, idToken: tokens.id_token, refreshToken: tokens.refresh_token }
  }

  signOutUrl(idToken: string): URL {
    return oidc.buildEndSessionUrl(this.#configuration, { id_token_hint: idToken })
  }
}
