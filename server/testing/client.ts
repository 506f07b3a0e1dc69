/** A client without a screen or media: what the service's own tests and measurements speak to it with. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { WebSocket } from 'ws'
import type { Platform } from '#shared/contract/common.ts'
import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import type { Credential, Device } from '#shared/contract/identity.ts'
import { type ServiceContract, serviceContract } from '#shared/contract/service.ts'
import {
  type Joined,
  type MeetingEvent,
  type Prepared,
  type SignallingContract,
  signallingProtocols,
} from '#shared/contract/signalling.ts'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { DpopKey, TestSession } from './test-session.ts'

export type ApiClient = JsonifiedClient<ContractRouterClient<ServiceContract>>
export type SignallingClient = ContractRouterClient<SignallingContract>

/** The HTTP half, as the holder of a session where there is one. */
export const apiClient = (origin: string, session?: TestSession): ApiClient =>
  createORPCClient(
    new OpenAPILink(serviceContract, {
      url: `${origin}/api`,
      fetch: (request, init) => {
        for (const [name, value] of Object.entries(session?.headersFor(request.method, request.url) ?? {})) {
          request.headers.set(name, value)
        }
        return fetch(request, init)
      },
    }),
  )

export const TEST_DEVICE: Device = { kind: 'web', os: 'linux', name: 'test' }

/** A session of a sample person, or of a guest of the meeting with this code. */
export const signIn = async (
  origin: string,
  who: { personId: string } | { code: string; name: string; invitation?: string },
): Promise<TestSession> => {
  const credential = 'personId' in who ? { kind: 'sample' as const, ...who } : { kind: 'guest' as const, ...who }
  return openSession(origin, credential)
}

/** A session for this credential, bound to `key`. Rejects as the service refuses. */
export const openSession = async (
  origin: string,
  credential: Credential,
  { key = DpopKey.create(), device = TEST_DEVICE }: { key?: DpopKey; device?: Device } = {},
): Promise<TestSession> => {
  const holder = new TestSession(key)
  const { tokens, account } = await apiClient(origin, holder).identity.openSession({ credential, device })
  return new TestSession(key, tokens, account)
}

/** The same session with new tokens. Rejects as the service refuses. */
export const refresh = async (origin: string, session: TestSession, attempt: string = randomUUID()): Promise<TestSession> => {
  const { refreshToken } = session.tokens
  const holder = apiClient(origin, new TestSession(session.key))
  const { tokens, account } = await holder.identity.refreshSession({ refreshToken, attempt })
  return new TestSession(session.key, tokens, account)
}

/** A signalling socket that is not open yet. */
export const openSocket = (origin: string, ticket: string, options: { autoPong?: boolean } = {}): WebSocket =>
  new WebSocket(`${origin.replace(/^http/, 'ws')}/signalling`, signallingProtocols(ticket), {
    perMessageDeflate: false,
    ...options,
  })

/** ms that anything expected may take. */
const PATIENCE = 10_000

const PLATFORM = { kind: 'web', os: 'linux', version: '0.0.0' } as const

export interface JoinOptions {
  pictures?: number
  watermark?: boolean
  resumeToken?: string
  encryption?: EncryptionOffer
  noticesShown?: readonly string[]
}

/** One person on one signalling socket. */
export class TestClient {
  readonly socket: WebSocket
  readonly rpc: SignallingClient
  /** The code and reason with which the socket closed. */
  readonly closed: Promise<{ code: number; reason: string }>
  readonly events: MeetingEvent[] = []
  prepared: Prepared | undefined
  readonly #listeners = new Set<() => void>()
  #pings: NodeJS.Timeout | undefined

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.rpc = createORPCClient(new RPCLink({ websocket: socket }))
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        clearInterval(this.#pings)
        resolve({ code, reason: reason.toString() })
      })
    })
  }

  static async connect(origin: string, session: TestSession): Promise<TestClient> {
    const { ticket } = await apiClient(origin, session).identity.openTicket()
    const socket = openSocket(origin, ticket)
    const client = new TestClient(socket)
    await once(socket, 'open')
    return client
  }

  async prepare(code: string, platform: Platform = PLATFORM): Promise<Prepared> {
    this.prepared = await this.rpc.prepare({ code, protocolVersion: PROTOCOL_VERSION, platform })
    return this.prepared
  }

  /** Joins the prepared meeting, and waits in its lobby where that is how it comes in. */
  async join(options: JoinOptions = {}): Promise<Joined> {
    await this.knock(options)
    return this.next('joined')
  }

  /** Asks to come in, collects events from then on and pings as clients do. */
  async knock({ pictures = 9, resumeToken, watermark = true, encryption, noticesShown }: JoinOptions = {}): Promise<void> {
    const rtpCapabilities = this.prepared?.routerRtpCapabilities ?? {}
    const stream = await this.rpc.join({
      rtpCapabilities,
      pictures,
      watermark,
      ...(resumeToken === undefined ? {} : { resumeToken }),
      ...(encryption === undefined ? {} : { encryption }),
      ...(noticesShown === undefined ? {} : { noticesShown: [...noticesShown] }),
    })
    void this.#collect(stream)
    this.#pings = setInterval(() => void this.rpc.ping().catch(() => undefined), 2_000)
  }

  /** The first event of this type, past or to come, that `matches`. */
  async next<T extends MeetingEvent['type']>(
    type: T,
    matches: (event: Extract<MeetingEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<MeetingEvent, { type: T }>> {
    const is = (event: MeetingEvent): event is Extract<MeetingEvent, { type: T }> => event.type === type
    const find = () => this.events.filter(is).find(matches)
    const found = find()
    if (found !== undefined) return found
    return new Promise((resolve, reject) => {
      const listener = (): void => {
        const event = find()
        if (event !== undefined) settle(() => resolve(event))
      }
      const settle = (how: () => void): void => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
        how()
      }
      const timer = setTimeout(() => settle(() => reject(new Error(`no event ${type}`))), PATIENCE)
      this.#listeners.add(listener)
    })
  }

  /** Stops to say that it is there, as a page does that sleeps. */
  sleep(): void {
    clearInterval(this.#pings)
  }

  /** Loses the connection without a word, as a network does. */
  cut(): void {
    clearInterval(this.#pings)
    this.socket.terminate()
  }

  async close(): Promise<void> {
    clearInterval(this.#pings)
    this.socket.close()
    await this.closed
  }

  async #collect(stream: AsyncIterable<MeetingEvent>): Promise<void> {
    try {
      for await (const event of stream) {
        this.events.push(event)
        for (const listener of this.#listeners) listener()
      }
    } catch {
      // The stream of a socket that closes breaks off; `closed` tells of it.
    }
  }
}
