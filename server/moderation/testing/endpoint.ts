import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  method: string | undefined
  authorization: string | undefined
  type: string | undefined
  body: unknown
}

export type Reply = (asked: Asked, response: ServerResponse) => void

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

export const answer = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** A moderation endpoint on this machine that answers as a test tells it, and remembers what it was asked. */
export class Endpoint implements AsyncDisposable {
  readonly asked: Asked[] = []
  reply: Reply
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  private constructor(reply: Reply) {
    this.reply = reply
  }

  static async create(reply: Reply): Promise<Endpoint> {
    const endpoint = new Endpoint(reply)
    await new Promise<void>((resolve) => endpoint.#server.listen(0, '127.0.0.1', resolve))
    return endpoint
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/moderations`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request)
    const asked: Asked = {
      method: request.method,
      authorization: request.headers.authorization,
      type: request.headers['content-type'],
      body: text === '' ? undefined : JSON.parse(text),
    }
    this.asked.push(asked)
    this.reply(asked, response)
  }
}
