import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { Failures } from '../failures.ts'
import type { Identities, Session } from '../identity/identities.ts'
import type { ServiceLimits } from '../limits.ts'
import type { Meetings } from '../meetings/meetings.ts'
import { CLOSE, Connection } from './connection.ts'
import { MessageHandler } from './message-handler.ts'
import { Tally } from './tally.ts'

export interface SignallingServerOptions {
  identities: Identities
  meetings: Meetings
  limits: ServiceLimits
  failures: Failures
  isAllowedOrigin: (origin: string) => boolean
  now?: () => number
}

export const SIGNALLING_PATH = '/signalling'

const PROTOCOL = 'parley'
const TICKET_PREFIX = 'ticket.'

/** ms between two looks after every connection. */
const CHECK_INTERVAL = 1_000

/** Says no to a socket that has not become one yet. */
const refuse = (socket: Duplex, { code, status }: ParleyError): void => {
  const body = JSON.stringify({ code })
  const head = [
    `HTTP/1.1 ${status} ${code}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const protocolsOf = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())

/** The signalling sockets of the service: who may open one, what comes in, and who is still there. */
export class SignallingServer {
  readonly #options: SignallingServerOptions
  readonly #server: WebSocketServer
  readonly #handler: MessageHandler
  readonly #connections = new Map<WebSocket, Connection>()
  readonly #bySession = new Tally()
  readonly #byPerson = new Tally()
  readonly #timer: NodeJS.Timeout
  #checkedAt: number
  #pingedAt = 0
  #stopping = false

  constructor(options: SignallingServerOptions) {
    this.#options = options
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Up to here a message is received, and refused with a reason where it is too large; beyond, ws closes the socket with 1009 alone.
      maxPayload: Math.max(2 * options.limits.messageSize, LIMITS.commitMessage),
      handleProtocols: () => PROTOCOL,
    })
    this.#handler = new MessageHandler(options.failures)
    this.#checkedAt = (options.now ?? Date.now)()
    this.#timer = setInterval(() => this.#check(), CHECK_INTERVAL)
    options.identities.events.on('sessionClosed', (sessionId) => {
      for (const connection of this.#connections.values()) {
        if (connection.session.id === sessionId) connection.finish('signedOut')
      }
    })
  }

  get size(): number {
    return this.#connections.size
  }

  /** An HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', ignoreReset)
    try {
      const session = this.#admit(request)
      this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, socket, session))
      socket.off('error', ignoreReset)
    } catch (thrown) {
      const error = toParleyError(thrown)
      this.#options.failures.note(error)
      refuse(socket, error)
    }
  }

  /** Closes every socket. Those who are in a meeting have been told by then. */
  close(): void {
    this.#stopping = true
    clearInterval(this.#timer)
    for (const connection of this.#connections.values()) connection.finish('serviceStopping')
  }

  /** Ends the sockets of clients that have not answered the close. */
  terminate(): void {
    for (const socket of this.#connections.keys()) socket.terminate()
  }

  /** Whose socket this will be. Throws NOT_FOUND, SERVICE_STOPPING, FORBIDDEN or TICKET_INVALID. */
  #admit(request: IncomingMessage): Session {
    const { identities, isAllowedOrigin } = this.#options
    const { origin } = request.headers
    if (request.url?.split('?', 1)[0] !== SIGNALLING_PATH) throw new ParleyError('NOT_FOUND')
    if (this.#stopping) throw new ParleyError('SERVICE_STOPPING')
    // Browsers always say where a page is from; what is no browser holds no ticket but its own.
    if (origin !== undefined && !isAllowedOrigin(origin)) throw new ParleyError('FORBIDDEN', 'origin')
    const protocols = protocolsOf(request)
    const ticket = protocols.find((protocol) => protocol.startsWith(TICKET_PREFIX))
    if (ticket === undefined || !protocols.includes(PROTOCOL)) throw new ParleyError('TICKET_INVALID', 'protocol')
    return identities.redeemTicket(ticket.slice(TICKET_PREFIX.length))
  }

  #open(socket: WebSocket, wire: Duplex, session: Session): void {
    const { identities, meetings, limits, now = Date.now } = this.#options
    const connection = new Connection({ socket, wire, session, identities, meetings, limits, now })
    this.#connections.set(socket, connection)
    const ofSession = this.#bySession.add(session.id)
    const ofPerson = this.#byPerson.add(session.person.id)
    socket.on('close', () => {
      this.#connections.delete(socket)
      this.#bySession.remove(session.id)
      this.#byPerson.remove(session.person.id)
      connection.closed()
    })
    // What breaks the protocol is closed by ws itself, with the code that RFC 6455 gives it.
    socket.on('error', ignoreReset)
    socket.on('pong', () => connection.noteSign())
    socket.on('message', (data: Buffer, isBinary) => this.#receive(socket, connection, data, isBinary))
    if (ofSession > limits.socketsPerSession || ofPerson > limits.socketsPerPerson)
      connection.close(CLOSE.policy, 'LIMIT_REACHED')
  }

  #receive(socket: WebSocket, connection: Connection, data: Buffer, isBinary: boolean): void {
    if (socket.readyState !== socket.OPEN) return
    const admitted = connection.admit()
    if (data.length > connection.messageSize) connection.close(CLOSE.tooLarge, 'MESSAGE_TOO_LARGE')
    else if (isBinary) connection.close(CLOSE.malformed, 'INVALID_INPUT')
    else {
      this.#handler.handle(connection, data.toString('utf8'), admitted).catch(() => {
        connection.close(CLOSE.malformed, 'INVALID_INPUT')
      })
    }
  }

  #check(): void {
    const now = (this.#options.now ?? Date.now)()
    // Late by more than that, the process was starved or asleep, and what clients sent meanwhile is still to be read.
    const late = now - this.#checkedAt - CHECK_INTERVAL
    this.#checkedAt = now
    const ping = now - this.#pingedAt >= LIMITS.pingInterval
    if (ping) this.#pingedAt = now
    for (const connection of this.#connections.values()) {
      if (late > CHECK_INTERVAL) connection.excuse(late)
      connection.check()
      if (ping) connection.ping()
    }
  }
}

/** A connection that is reset says so in its close event too. */
const ignoreReset = (): void => undefined
