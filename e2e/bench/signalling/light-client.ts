/**
 * A participant at as little cost as possible, because the clients share the machine with the service that is measured: frames
 * of the RPC protocol without the library around them, and events that are only counted.
 */
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'
import { signallingProtocols } from '#shared/contract/signalling.ts'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import type { TestSession } from '../../../server/testing/test-session.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** The reply to a POST of this session's holder, as JSON. */
const post = async (url: string, session: TestSession): Promise<unknown> => {
  const sent = request(url, { method: 'POST', agent, headers: session.headersFor('POST', url) })
  sent.end()
  const [reply] = await once(sent, 'response')
  let text = ''
  for await (const chunk of reply) text += chunk
  return JSON.parse(text)
}

/** What a browser can receive, as far as the service looks at it. */
const RTP_CAPABILITIES = { codecs: [], headerExtensions: [] }

/** ms between two signs of life, as real clients send them. */
const PING_INTERVAL = 2_000

export class LightClient {
  readonly #socket: WebSocket
  readonly #waiting = new Map<string, (frame: string) => void>()
  #lastId = 0
  #pings: NodeJS.Timeout | undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const frame = data.toString('latin1')
      const id = frame.slice(6, frame.indexOf('"', 6))
      this.#waiting.get(id)?.(frame)
      this.#waiting.delete(id)
    })
    socket.on('close', () => clearInterval(this.#pings))
  }

  static async open(url: string, protocols: string[] = []): Promise<LightClient> {
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false })
    await once(socket, 'open')
    return new LightClient(socket)
  }

  /** Ticket, socket, prepare and join. */
  static async comeIn(origin: string, session: TestSession, code: string): Promise<LightClient> {
    const { ticket } = (await post(`${origin}/api/identity/ticket`, session)) as { ticket: string }
    const client = await LightClient.open(`${origin.replace(/^http/, 'ws')}/signalling`, signallingProtocols(ticket))
    const platform = { kind: 'web', os: 'linux', version: '0.0.0' }
    await client.ask('prepare', { code, protocolVersion: PROTOCOL_VERSION, platform })
    await client.ask('join', { rtpCapabilities: RTP_CAPABILITIES, pictures: 9 })
    client.#pings = setInterval(() => void client.ask('ping'), PING_INTERVAL)
    return client
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Resolves with the reply; throws where it is a refusal. */
  async ask(procedure: string, input?: unknown): Promise<void> {
    this.#lastId += 1
    const id = String(this.#lastId)
    this.#socket.send(JSON.stringify({ i: id, p: { u: `/${procedure}`, b: { json: input } } }))
    const frame = await new Promise<string>((resolve) => this.#waiting.set(id, resolve))
    if (frame.includes('"p":{"s":')) throw new Error(`${procedure} was refused: ${frame.slice(0, 200)}`)
  }

  /** Says nothing more of its own accord. */
  rest(): void {
    clearInterval(this.#pings)
  }
}
