/** A client without a screen or media: what the service's own tests and measurements speak to it with. */
import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { WebSocket } from 'ws'
import { type ServiceContract, serviceContract } from '#shared/contract/service.ts'
import {
  type Joined,
  type MeetingEvent,
  type Prepared,
  type SignallingContract,
  signallingProtocols,
} from '#shared/contract/signalling.ts'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'

export type ApiClient = JsonifiedClient<ContractRouterClient<ServiceContract>>
export type SignallingClient = ContractRouterClient<SignallingContract>

/** The HTTP half, with the token of a session where there is one. */
export const apiClient = (origin: string, token?: string): ApiClient => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return createORPCClient(new OpenAPILink(serviceContract, { url: `${origin}/api`, headers }))
}

/** The token of a sample person, or of a guest of the meeting with this code. */
export const signIn = async (origin: string, who: { personId: string } | { code: string; name: string }): Promise<string> => {
  const credential = 'personId' in who ? { kind: 'sample' as const, ...who } : { kind: 'guest' as const, ...who }
  const { token } = await apiClient(origin).identity.openSession(credential)
  return token
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
  resumeToken?: string
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

  static async connect(origin: string, token: string): Promise<TestClient> {
    const { ticket } = await apiClient(origin, token).identity.openTicket()
    const socket = openSocket(origin, ticket)
    const client = new TestClient(socket)
    await once(socket, 'open')
    return client
  }

  async prepare(code: string): Promise<Prepared> {
    this.prepared = await this.rpc.prepare({ code, protocolVersion: PROTOCOL_VERSION, platform: PLATFORM })
    return this.prepared
  }

  /** Joins the prepared meeting, collects its events from then on and pings as clients do. */
  async join({ pictures = 9, resumeToken }: JoinOptions = {}): Promise<Joined> {
    const rtpCapabilities = this.prepared?.routerRtpCapabilities ?? {}
    const stream = await this.rpc.join({ rtpCapabilities, pictures, ...(resumeToken === undefined ? {} : { resumeToken }) })
    void this.#collect(stream)
    this.#pings = setInterval(() => void this.rpc.ping().catch(() => undefined), 2_000)
    return this.next('joined')
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
