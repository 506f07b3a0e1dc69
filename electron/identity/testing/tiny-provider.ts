/** An identity provider for tests: one person, who is signed in by opening the page. Each of its answers can be made wrong. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { calculatePKCECodeChallenge } from 'openid-client'
import type { ProviderInfo } from '#shared/contract/identity.ts'

const CLIENT_ID = 'parley-desktop'
/** What the second factor is asked for with, and shown by. */
const SECOND_FACTOR = 'urn:example:second-factor'

interface Authorization {
  parameters: URLSearchParams
  claims: JWTPayload
}

const reply = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export class TinyProvider {
  readonly issuer: string
  person = { sub: 'ada-1', name: 'Ada Moreau', email: 'ada@northwind.example' }
  /** Parameters of each authorization request. */
  readonly requests: URLSearchParams[] = []
  /** Every secret given out: codes and tokens. */
  readonly secrets: string[] = []
  /** What it answers instead of a code, as in `{ error: 'access_denied' }`. */
  refusal: Record<string, string> | undefined
  /** The person stays on its page. */
  keepsPerson = false
  metadata: Record<string, unknown> = {}
  /** Makes the redirect's parameters wrong. */
  tamperRedirect: (parameters: URLSearchParams) => void = () => undefined
  /** Makes the ID token wrong. */
  tamperClaims: (claims: JWTPayload) => JWTPayload = (claims) => claims
  isUnsigned = false
  tokenRefusal: { status: number; error: string } | undefined
  signingKey: CryptoKey
  readonly #publicKey: CryptoKey
  readonly #server: Server
  readonly #codes = new Map<string, Authorization>()

  private constructor(server: Server, keys: { privateKey: CryptoKey; publicKey: CryptoKey }) {
    this.#server = server
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.signingKey = keys.privateKey
    this.#publicKey = keys.publicKey
    server.on('request', (request, response) => void this.#answer(request, response))
  }

  static async start(): Promise<TinyProvider> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new TinyProvider(server, await generateKeyPair('ES256'))
  }

  /** What a service says of it. */
  info(changed: Partial<ProviderInfo> = {}): ProviderInfo {
    return {
      organisation: 'Northwind',
      issuer: this.issuer,
      clientId: CLIENT_ID,
      scope: 'openid profile email',
      secondFactor: { acr_values: SECOND_FACTOR },
      secondFactorRequired: false,
      ...changed,
    }
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.issuer)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return reply(response, 200, { ...this.#metadata(), ...this.metadata })
      case '/jwks':
        return reply(response, 200, { keys: [{ ...(await exportJWK(this.#publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] })
      case '/authorize':
        return this.#authorize(url.searchParams, response)
      case '/token':
        return this.#token(new URLSearchParams(await text(request)), response)
      default:
        response.writeHead(404).end()
    }
  }

  #metadata(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
    }
  }

  #authorize(parameters: URLSearchParams, response: ServerResponse): void {
    this.requests.push(parameters)
    if (this.keepsPerson) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>')
      return
    }
    const code = randomUUID()
    this.secrets.push(code)
    const now = Math.floor(Date.now() / 1000)
    const acr = parameters.get('acr_values')
    const claims = {
      ...this.person,
      iss: this.issuer,
      aud: CLIENT_ID,
      nonce: parameters.get('nonce'),
      iat: now,
      exp: now + 300,
      auth_time: now,
      ...(acr === null ? {} : { acr }),
    }
    this.#codes.set(code, { parameters, claims })
    const back = new URL(parameters.get('redirect_uri') ?? '')
    back.search = new URLSearchParams({
      ...(this.refusal ?? { code }),
      state: parameters.get('state') ?? '',
      iss: this.issuer,
    }).toString()
    this.tamperRedirect(back.searchParams)
    response.writeHead(302, { location: back.href }).end()
  }

  async #token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (this.tokenRefusal !== undefined) return reply(response, this.tokenRefusal.status, { error: this.tokenRefusal.error })
    const code = form.get('code') ?? ''
    const authorization = this.#codes.get(code)
    this.#codes.delete(code)
    const isMeant =
      authorization !== undefined &&
      form.get('client_id') === CLIENT_ID &&
      form.get('redirect_uri') === authorization.parameters.get('redirect_uri') &&
      (await calculatePKCECodeChallenge(form.get('code_verifier') ?? '')) === authorization.parameters.get('code_challenge')
    if (!isMeant) return reply(response, 400, { error: 'invalid_grant' })
    const idToken = await this.#sign(this.tamperClaims(authorization.claims))
    const accessToken = randomUUID()
    this.secrets.push(idToken, accessToken)
    reply(response, 200, { id_token: idToken, access_token: accessToken, token_type: 'Bearer', expires_in: 60 })
  }

  async #sign(claims: JWTPayload): Promise<string> {
    if (this.isUnsigned) {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${part({ alg: 'none' })}.${part(claims)}.`
    }
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(this.signingKey)
  }
}
