/** The development provider as an OpenID provider: what it tells its one client, and when it asks a person again. */
import { type Configuration, interactionPolicy } from 'oidc-provider'
import type { Accounts } from './accounts.ts'
import { ACR_VALUES, satisfies, wantedAcr } from './assurance.ts'
import type { Keys } from './keys.ts'
import { inMemory } from './memory-adapter.ts'
import { problemPage, signedOutPage, signOutPage, stayedSignedInPage } from './pages.ts'

export const CLIENT_ID = 'parley-desktop'
/** Any port of it will do (RFC 8252 §7.3). */
const REDIRECT_URI = 'http://127.0.0.1/callback'
export const SIGN_IN_PATH = '/sign-in'
/** Why a sign-in is asked for that needs the second factor alone. */
export const SECOND_FACTOR_MISSING = 'second_factor'
/** Why a sign-in is asked for of somebody who is not signed in. */
export const NOBODY_SIGNED_IN = 'no_session'

/** Seconds. */
const TTL = {
  AccessToken: 300,
  AuthorizationCode: 60,
  Grant: 12 * 3600,
  IdToken: 300,
  Interaction: 600,
  Session: 12 * 3600,
} as const

const { Check } = interactionPolicy

const policy = (): interactionPolicy.DefaultPolicy => {
  const prompts = interactionPolicy.base()
  prompts.get('login')?.checks.add(
    // oidc-provider takes `acr_values` as a wish (OpenID Connect Core §3.1.2.1); here it is a condition (RFC 9470 §4).
    new Check(SECOND_FACTOR_MISSING, 'a second factor is wanted', ({ oidc }) =>
      satisfies(oidc.session?.acr, wantedAcr(oidc.params?.acr_values)) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
    ),
  )
  return prompts
}

export const providerSettings = (accounts: Accounts, keys: Keys): Configuration => ({
  adapter: inMemory(),
  clients: [
    {
      client_id: CLIENT_ID,
      client_name: 'Parley',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      id_token_signed_response_alg: 'ES256',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [REDIRECT_URI],
      post_logout_redirect_uris: [],
    },
  ],
  jwks: { keys: [keys.signing] },
  cookies: {
    keys: [keys.cookies],
    // Cookies know no ports: other programs on localhost have theirs beside these.
    names: { session: 'parley-idp-session', interaction: 'parley-idp-interaction', resume: 'parley-idp-resume' },
    long: { httpOnly: true, sameSite: 'lax', signed: true },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  },
  acrValues: [...ACR_VALUES],
  scopes: ['openid'],
  claims: {
    openid: ['sub', 'acr', 'amr', 'auth_time'],
    profile: ['name', 'org', 'groups'],
    email: ['email'],
  },
  // The client reads the ID token, as it does of other organisations' providers, and asks nothing of the userinfo endpoint.
  conformIdTokenClaims: false,
  responseTypes: ['code'],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = signOutPage(form)
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.type = 'html'
        // The library names the client where the person chose to stay signed in here.
        ctx.body = ctx.oidc.client === undefined ? signedOutPage() : stayedSignedInPage()
      },
    },
  },
  issueRefreshToken: async () => false,
  ttl: TTL,
  findAccount: (_ctx, subject) => {
    const account = accounts.bySubject(subject)
    if (account === undefined) return undefined
    return {
      accountId: account.subject,
      claims: () => ({
        sub: account.subject,
        name: account.name,
        email: account.email,
        org: account.organisation,
        groups: [...account.groups],
      }),
    }
  },
  interactions: { policy: policy(), url: (_ctx, interaction) => `${SIGN_IN_PATH}/${interaction.uid}` },
  renderError: (ctx, { error }) => {
    ctx.type = 'html'
    ctx.body = problemPage({
      title: 'This sign-in can’t go on',
      text: 'What Parley or this browser sent is not what the provider expects. Go back to Parley and sign in again.',
      code: error,
    })
  },
})
