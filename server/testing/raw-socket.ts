/** A signalling socket word by word, right or wrong: for tests that say what no client of ours would. */
import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { apiClient, openSocket } from './client.ts'
import type { TestSession } from './test-session.ts'

interface Message {
  i: string
  t?: number
  p?: { s?: number; b?: { json?: Body } }
}

interface Body {
  code?: string
  producerId?: string
  sendTransport?: { id: string }
  receiveTransport?: { id: string }
}

/** `done`, or the code of the refusal. */
const outcomeOf = ({ p }: Message): string => (p?.s === undefined || p.s < 400 ? 'done' : (p.b?.json?.code ?? `status ${p.s}`))

export class RawSocket {
  readonly closed: Promise<{ code: number; reason: string }>
  readonly #socket: WebSocket
  readonly #replies = new Map<string, Message>()
  /** How many replies had each outcome. */
  readonly outcomes = new Map<string, number>()
  readonly #ids = new Set<string>()
  readonly #waiting = new Map<string, (reply: Message | undefined) => void>()
  #lastId = 1_000

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.closed = once(socket, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }))
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      const message: Message = JSON.parse(String(data))
      if (message.t !== undefined) return
      this.outcomes.set(outcomeOf(message), this.count(outcomeOf(message)) + 1)
      const waiting = this.#waiting.get(message.i)
      if (waiting === undefined) this.#replies.set(message.i, message)
      this.#waiting.delete(message.i)
      waiting?.(message)
      const { producerId, sendTransport, receiveTransport } = message.p?.b?.json ?? {}
      for (const id of [producerId, sendTransport?.id, receiveTransport?.id]) if (id !== undefined) this.#ids.add(id)
    })
    socket.on('close', () => {
      for (const resolve of this.#waiting.values()) resolve(undefined)
    })
  }

  /** With `autoPong` off it answers no ping, as if nobody were there. */
  static async open(origin: string, session: TestSession, options: { autoPong?: boolean } = {}): Promise<RawSocket> {
    const { ticket } = await apiClient(origin, session).identity.openTicket()
    const socket = openSocket(origin, ticket, options)
    await once(socket, 'open')
    return new RawSocket(socket)
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(message: string | Buffer): void {
    this.#socket.send(message)
  }

  /** A request whose reply nobody waits for. */
  post(procedure: string, input?: unknown): string {
    this.#lastId += 1
    const id = String(this.#lastId)
    this.send(JSON.stringify({ i: id, p: { u: `/${procedure}`, b: { json: input } } }))
    return id
  }

  async request(procedure: string, input?: unknown): Promise<Message> {
    return this.#replyTo(this.post(procedure, input))
  }

  /** `done`, or the code with which the request was refused. */
  async ask(procedure: string, input?: unknown): Promise<string> {
    return outcomeOf(await this.request(procedure, input))
  }

  async reply(id: string): Promise<string> {
    return outcomeOf(await this.#replyTo(id))
  }

  prepare(code: string): Promise<string> {
    const platform = { kind: 'web', os: 'linux', version: '0.0.0' }
    return this.ask('prepare', { code, protocolVersion: PROTOCOL_VERSION, platform })
  }

  join(): Promise<string> {
    return this.ask('join', { rtpCapabilities: { codecs: [], headerExtensions: [] }, pictures: 4 })
  }

  /** What the service has told of ids: transports, producers. */
  get ids(): string[] {
    return [...this.#ids]
  }

  /** How many replies had this outcome. */
  count(outcome: string): number {
    return this.outcomes.get(outcome) ?? 0
  }

  async close(): Promise<void> {
    this.#socket.close()
    await this.closed
  }

  async #replyTo(id: string): Promise<Message> {
    const early = this.#replies.get(id)
    this.#replies.delete(id)
    const reply =
      early ?? (this.isOpen ? await new Promise<Message | undefined>((resolve) => this.#waiting.set(id, resolve)) : undefined)
    if (reply === undefined) throw new Error('the socket closed before the reply')
    return reply
  }
}
