/**
 * The identity half of a service for tests: it believes nobody. What it checks is what a client has to do right; each of its
 * answers can be made a refusal.
 */
import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { implement, ORPCError } from '@orpc/server'
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from 'jose'
import type { Account, ProviderInfo, Tokens } from '#shared/contract/identity.ts'
import { serviceContract } from '#shared/contract/service.ts'
import { ERRORS, type ErrorCode } from '#shared/errors.ts'
import { commitTo, hashText, sessionStatement } from '#shared/identity/device-key.ts'

interface Context {
  request: IncomingMessage
}

interface TinySession {
  id: string
  account: Account
  thumbprint: string
  subject: string
  publicKey: string | undefined
  accessToken: string
  refreshToken: string
  used: { attempt: string; refreshToken: string } | undefined
  endedWith: ErrorCode | undefined
}

const refuse = (code: ErrorCode): ORPCError<string, undefined> =>
  new ORPCError(code, { status: ERRORS[code].status, message: code })
const { about, identity, meetings } = serviceContract
const { list, create, get, cancel } = meetings
const api = implement({ about, identity, meetings: { list, create, get, cancel } }).$context<Context>()

export class TinyService {
  readonly origin: string
  readonly sessions = new Map<string, TinySession>()
  /** Every token given out, and every proof and signature that came. */
  readonly secrets: string[] = []
  provider: ProviderInfo | undefined
  /** `acr` that an ID token has to show. */
  demands: string | undefined
  /** Refuses the next call of a procedure with this. */
  readonly refusals = new Map<string, ErrorCode>()
  /** Procedures as they were called. */
  readonly calls: string[] = []
  /** How long an access token is good, ms. */
  accessTime = 600_000
  /** What calls of a procedure wait for. */
  readonly gates = new Map<string, Promise<void>>()
  readonly #server: Server
  readonly #proofs = new Set<string>()
  readonly #idTokens = new Set<string>()

  private constructor(server: Server) {
    this.#server = server
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const handler = new OpenAPIHandler(this.#router())
    server.on('request', async (request, response) => {
      const { matched } = await handler.handle(request, response, { prefix: '/api', context: { request } })
      if (!matched) response.writeHead(404).end()
    })
  }

  static async start(): Promise<TinyService> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new TinyService(server)
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** Sessions that are alive. */
  get alive(): TinySession[] {
    return [...this.sessions.values()].filter(({ endedWith }) => endedWith === undefined)
  }

  endAll(code: ErrorCode = 'SESSION_ENDED'): void {
    for (const session of this.alive) session.endedWith = code
  }

  #router() {
    const organiser = { id: 'x', name: 'x' }
    const meeting = { id: 'x', code: 'abc-defg-hjk', title: 'x', organiser, createdAt: 1, present: 0, kind: 'meeting' as const }
    return api.router({
      about: api.about.handler(() => ({
        version: '1',
        protocol: { oldest: 1, current: 1 },
        webOrigin: this.origin,
        samplePeople: [],
        signIn: 'preset' as const,
      })),
      identity: {
        provider: api.identity.provider.handler(async ({ input }) => {
          await this.#called('provider')
          if (this.provider === undefined || input.domain === 'unknown.example') throw refuse('ORGANISATION_UNKNOWN')
          return this.provider
        }),
        openSession: api.identity.openSession.handler(async ({ input: { credential }, context }) => {
          await this.#called('openSession')
          const thumbprint = await this.#checkProof(context)
          if (credential.kind === 'guest') throw refuse('FORBIDDEN')
          if (credential.kind === 'sample') {
            if (credential.personId === 'nobody') throw refuse('UNAUTHENTICATED')
            const person = { id: credential.personId, kind: 'member' as const, name: credential.personId }
            return this.#open({ account: { person }, thumbprint, subject: credential.personId, publicKey: undefined })
          }
          const { idToken, opening, signature } = credential
          this.secrets.push(idToken, opening.salt, signature)
          const claims = decodeJwt<{ nonce: string; acr?: string; name: string; email: string }>(idToken)
          const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: opening.publicKey }, format: 'jwk' })
          const statement = sessionStatement({ idToken, keyThumbprint: thumbprint, service: this.origin })
          const isMeant =
            claims.iss === this.provider?.issuer &&
            claims.nonce === commitTo(opening) &&
            verify(null, statement, publicKey, Buffer.from(signature, 'base64url')) &&
            !this.#idTokens.has(idToken)
          if (!isMeant) throw refuse('ID_TOKEN_INVALID')
          this.#idTokens.add(idToken)
          if (this.demands !== undefined && claims.acr !== this.demands) throw refuse('SECOND_FACTOR_REQUIRED')
          const person = { id: `id-of-${claims.sub}`, kind: 'member' as const, name: claims.name }
          const subject = claims.sub ?? ''
          return this.#open({ account: { person, email: claims.email }, thumbprint, subject, publicKey: opening.publicKey })
        }),
        refreshSession: api.identity.refreshSession.handler(async ({ input: { refreshToken, attempt }, context }) => {
          await this.#called('refreshSession')
          const thumbprint = await this.#checkProof(context)
          const session = this.sessions.get(refreshToken.split('.')[0] ?? '')
          if (session === undefined) throw refuse('UNAUTHENTICATED')
          if (session.endedWith !== undefined) throw refuse(session.endedWith)
          if (session.thumbprint !== thumbprint) throw refuse('PROOF_INVALID')
          const isRepeated = session.used?.attempt === attempt && session.used.refreshToken === refreshToken
          if (!isRepeated && session.refreshToken !== refreshToken) {
            session.endedWith = 'SESSION_ENDED'
            throw refuse('SESSION_ENDED')
          }
          if (!isRepeated) Object.assign(session, { used: { attempt, refreshToken }, ...this.#newTokens(session.id) })
          return { tokens: this.#tokensOf(session), account: session.account }
        }),
        closeSession: api.identity.closeSession.handler(async ({ context }) => {
          const session = await this.#authorize('closeSession', context)
          session.endedWith = 'SESSION_ENDED'
        }),
        listSessions: api.identity.listSessions.handler(async ({ context }) => {
          await this.#authorize('listSessions', context)
          return []
        }),
        endSession: api.identity.endSession.handler(async ({ context }) => {
          await this.#authorize('endSession', context)
        }),
        openTicket: api.identity.openTicket.handler(async ({ context }) => {
          const session = await this.#authorize('openTicket', context)
          return { ticket: `ticket-of-${session.account.person.id}`, expiresAt: Date.now() + 30_000 }
        }),
      },
      meetings: {
        list: api.meetings.list.handler(async ({ context }) => {
          await this.#authorize('list', context)
          return []
        }),
        create: api.meetings.create.handler(() => meeting),
        get: api.meetings.get.handler(() => meeting),
        cancel: api.meetings.cancel.handler(() => undefined),
      },
    })
  }

  async #called(procedure: string): Promise<void> {
    this.calls.push(procedure)
    await this.gates.get(procedure)
    const refusal = this.refusals.get(procedure)
    this.refusals.delete(procedure)
    if (refusal !== undefined) throw refuse(refusal)
  }

  /** Thumbprint of the key that made the request's proof. */
  async #checkProof({ request }: Context, accessToken?: string): Promise<string> {
    const proof = String(request.headers.dpop)
    this.secrets.push(proof)
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] }).catch(
      () => {
        throw refuse('PROOF_INVALID')
      },
    )
    const { htm, htu, ath, jti, iat } = payload
    const isFresh = typeof jti === 'string' && !this.#proofs.has(jti) && Math.abs((iat ?? 0) - Date.now() / 1000) < 60
    const isMeant = htm === request.method && htu === `${this.origin}${request.url?.split('?')[0]}`
    const isOfToken = ath === (accessToken === undefined ? undefined : hashText(accessToken))
    if (!isFresh || !isMeant || !isOfToken || protectedHeader.jwk === undefined) throw refuse('PROOF_INVALID')
    this.#proofs.add(jti)
    return calculateJwkThumbprint(protectedHeader.jwk)
  }

  async #authorize(procedure: string, context: Context): Promise<TinySession> {
    await this.#called(procedure)
    const [scheme, accessToken] = (context.request.headers.authorization ?? '').split(' ')
    if (scheme !== 'DPoP' || accessToken === undefined) throw refuse('UNAUTHENTICATED')
    const thumbprint = await this.#checkProof(context, accessToken)
    const session = [...this.sessions.values()].find((one) => one.accessToken === accessToken)
    if (session === undefined) throw refuse('UNAUTHENTICATED')
    if (session.thumbprint !== thumbprint) throw refuse('PROOF_INVALID')
    if (session.endedWith !== undefined) throw refuse(session.endedWith)
    return session
  }

  #open(opened: Pick<TinySession, 'account' | 'thumbprint' | 'subject' | 'publicKey'>): { tokens: Tokens; account: Account } {
    const same = this.alive.find(
      ({ subject, publicKey, thumbprint }) =>
        publicKey !== undefined &&
        subject === opened.subject &&
        publicKey === opened.publicKey &&
        thumbprint === opened.thumbprint,
    )
    const id = same?.id ?? randomUUID()
    const session = { id, ...opened, ...this.#newTokens(id), used: undefined, endedWith: undefined }
    this.sessions.set(id, session)
    return { tokens: this.#tokensOf(session), account: session.account }
  }

  #newTokens(id: string): { accessToken: string; refreshToken: string } {
    const tokens = { accessToken: randomUUID(), refreshToken: `${id}.${randomUUID()}` }
    this.secrets.push(...Object.values(tokens))
    return tokens
  }

  #tokensOf({ accessToken, refreshToken }: TinySession): Tokens {
    return { accessToken, refreshToken, accessExpiresAt: Date.now() + this.accessTime }
  }
}
