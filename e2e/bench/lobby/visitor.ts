/**
 * Somebody at a meeting at as little cost as possible, because clients share the machine with the service that is measured:
 * frames of the RPC protocol without the library around them, and events that are only looked at as far as they are waited for.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { type Prepared, signallingProtocols } from '#shared/contract/signalling.ts'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { apiClient } from '../../../server/testing/client.ts'
import { audioParameters, dtlsParameters } from '../../../server/testing/rtp.ts'
import type { TestSession } from '../../../server/testing/test-session.ts'

/** ms between two signs of life, as real clients send them. */
const PING_INTERVAL = 2_000

export class Visitor {
  readonly #socket: WebSocket
  readonly #replies = new Map<string, (frame: string) => void>()
  readonly #events = new Map<string, () => void>()
  readonly #pings: NodeJS.Timeout
  #prepared: Prepared | undefined
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.#pings = setInterval(() => void this.ask('ping').catch(() => undefined), PING_INTERVAL)
    socket.on('message', (data: Buffer) => this.#read(data.toString('latin1')))
    socket.on('close', () => clearInterval(this.#pings))
  }

  /** Ticket, socket and prepare. */
  static async prepare(origin: string, session: TestSession, code: string): Promise<Visitor> {
    const { ticket } = await apiClient(origin, session).identity.openTicket()
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/signalling`, signallingProtocols(ticket), {
      perMessageDeflate: false,
    })
    await once(socket, 'open')
    const visitor = new Visitor(socket)
    const platform = { kind: 'web', os: 'linux', version: '0.0.0' }
    const reply = await visitor.ask('prepare', { code, protocolVersion: PROTOCOL_VERSION, platform })
    visitor.#prepared = JSON.parse(reply).p.b.json
    return visitor
  }

  /** Asks to come in; resolves with the first event of this kind. */
  async join(first: 'joined' | 'waiting'): Promise<void> {
    const event = this.next(first)
    await this.ask('join', { rtpCapabilities: this.#prepared?.routerRtpCapabilities, pictures: 9 })
    await event
  }

  /** Connects both media transports. */
  async connect(): Promise<void> {
    for (const transport of [this.#prepared?.sendTransport, this.#prepared?.receiveTransport]) {
      await this.ask('connectTransport', { transportId: transport?.id, dtlsParameters: dtlsParameters() })
    }
  }

  async speak(): Promise<void> {
    await this.ask('produce', { source: 'microphone', rtpParameters: audioParameters(), paused: false })
  }

  next(type: string): Promise<void> {
    return new Promise((resolve) => this.#events.set(`"type":"${type}"`, resolve))
  }

  /** The reply's frame; throws where it is a refusal. */
  async ask(procedure: string, input?: unknown): Promise<string> {
    this.#lastId += 1
    const id = String(this.#lastId)
    this.#socket.send(JSON.stringify({ i: id, p: { u: `/${procedure}`, b: { json: input } } }))
    const frame = await new Promise<string>((resolve) => this.#replies.set(id, resolve))
    if (frame.includes('"p":{"s":')) throw new Error(`${procedure} was refused: ${frame.slice(0, 200)}`)
    return frame
  }

  async close(): Promise<void> {
    this.#socket.close()
    if (this.#socket.readyState !== this.#socket.CLOSED) await once(this.#socket, 'close')
  }

  #read(frame: string): void {
    const end = frame.indexOf('"', 6)
    if (frame.startsWith('"t":3', end + 2)) {
      for (const [mark, resolve] of this.#events) {
        if (!frame.includes(mark)) continue
        this.#events.delete(mark)
        resolve()
      }
      return
    }
    const id = frame.slice(6, end)
    this.#replies.get(id)?.(frame)
    this.#replies.delete(id)
  }
}
