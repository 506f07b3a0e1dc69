/** All that a service in this process is sent over HTTP and signalling sockets, after TLS and framing, and what it says on sockets. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'

/** What `ws` knows of the address of a socket: nothing where it is the service's end. */
const isServices = (socket: WebSocket): boolean => !socket.url

const REQUESTS = 'http.server.request.start'

export class SignallingTap {
  /** Bodies of requests, addresses and headers, and messages of sockets. */
  readonly received: Buffer[] = []
  readonly #listeners = new Set<(text: string) => void>()
  readonly #emit = WebSocket.prototype.emit
  readonly #send = WebSocket.prototype.send
  readonly #request = (event: unknown): void => {
    const { request } = event as { request: IncomingMessage }
    this.received.push(Buffer.from(`${request.url} ${request.rawHeaders.join(' ')}`))
    const { received } = this
    // A listener would take the body away from the service.
    const push = request.push.bind(request)
    request.push = (chunk: unknown, encoding) => {
      if (chunk instanceof Uint8Array) received.push(Buffer.from(chunk))
      return push(chunk, encoding)
    }
  }

  constructor() {
    const { received } = this
    const listeners = this.#listeners
    WebSocket.prototype.emit = new Proxy(this.#emit, {
      apply(emit, socket: WebSocket, given: unknown[]) {
        const [name, data] = given
        if (name === 'message' && isServices(socket) && data instanceof Uint8Array) received.push(Buffer.from(data))
        return Reflect.apply(emit, socket, given)
      },
    })
    WebSocket.prototype.send = new Proxy(this.#send, {
      apply(send, socket: WebSocket, given: unknown[]) {
        const [data] = given
        if (isServices(socket)) for (const listener of listeners) listener(String(data))
        return Reflect.apply(send, socket, given)
      },
    })
    subscribe(REQUESTS, this.#request)
  }

  /** Hears each message that the service sends on any socket. */
  onSent(listener: (text: string) => void): void {
    this.#listeners.add(listener)
  }

  close(): void {
    unsubscribe(REQUESTS, this.#request)
    WebSocket.prototype.emit = this.#emit
    WebSocket.prototype.send = this.#send
  }
}
