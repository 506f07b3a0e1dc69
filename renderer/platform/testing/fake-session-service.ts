/** The identity part of a service, as far as its replies: what it was asked is kept, and how it answers can be told. */
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import { ERRORS, type ErrorCode } from '#shared/errors.ts'

export interface SeenRequest {
  path: string
  body: unknown
  authorization: string | null
  /** Of the proof, which is checked against the key in it. */
  proof: { htm: unknown; htu: unknown; ath: unknown; jti: unknown; thumbprint: string } | undefined
}

const reply = (value: unknown, status = 200): Response =>
  new Response(value === undefined ? null : JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })

const readProof = async (proof: string | null): Promise<SeenRequest['proof']> => {
  if (proof === null) return undefined
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] })
  const { htm, htu, ath, jti } = payload
  return { htm, htu, ath, jti, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk as JWK) }
}

export class FakeSessionService {
  readonly requests: SeenRequest[] = []
  /** ms since 1970. */
  now = 1_000_000
  /** How long an access token lasts, ms. */
  lifetime = 600_000
  /** By path: what is refused, or `lost` where the reply never comes back. */
  readonly refusals = new Map<string, ErrorCode | 'lost'>()
  /** By path: what a reply waits for. */
  readonly held = new Map<string, Promise<void>>()
  #count = 0

  to(path: string): SeenRequest[] {
    return this.requests.filter((request) => request.path === path)
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const path = new URL(request.url).pathname.replace('/api', '')
    const text = await request.text()
    this.requests.push({
      path: `${request.method} ${path}`,
      body: text === '' ? undefined : JSON.parse(text),
      authorization: request.headers.get('authorization'),
      proof: await readProof(request.headers.get('dpop')),
    })
    await this.held.get(`${request.method} ${path}`)
    const refusal = this.refusals.get(`${request.method} ${path}`)
    if (refusal === 'lost') throw new TypeError('Failed to fetch')
    if (refusal !== undefined) {
      return reply({ defined: false, code: refusal, status: ERRORS[refusal].status, message: refusal }, ERRORS[refusal].status)
    }
    return this.#answer(path)
  }

  #answer(path: string): Response {
    if (path.startsWith('/identity/session') && path !== '/identity/sessions') {
      this.#count += 1
      const tokens = {
        accessToken: `access-${this.#count}`,
        accessExpiresAt: this.now + this.lifetime,
        refreshToken: `refresh-${this.#count}`,
      }
      return reply({ tokens, account: { person: { id: 'g', kind: 'guest', name: 'Robin' } } })
    }
    if (path === '/identity/ticket') return reply({ ticket: 'ticket', expiresAt: this.now })
    if (path === '/about') {
      const protocol = { oldest: 1, current: 1 }
      return reply({ version: '1', protocol, webOrigin: 'https://meet.example.org', samplePeople: [], signIn: 'none' })
    }
    if (path === '/identity/provider') {
      const issuer = { issuer: 'https://id.northwind.example', clientId: 'parley', scope: 'openid' }
      return reply({ organisation: 'Northwind', ...issuer, secondFactor: {}, secondFactorRequired: false })
    }
    return reply([])
  }
}
