/** Somebody who speaks to the service without the product's client: word by word, right or wrong. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { openSession } from '../../server/testing/client.ts'
import { DpopKey, TestSession } from '../../server/testing/test-session.ts'

export interface Reply {
  status: number
  /** The ParleyError code of a refusal. */
  code: string | undefined
  value: unknown
}

const refusalOf = (body: unknown): string | undefined => {
  const error = typeof body === 'object' && body !== null && 'json' in body ? body.json : body
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}

/** As the holder of a session; or with this access token for a bearer token, which the service takes for nothing. */
type Holder = TestSession | string

const headersOf = (holder: Holder, method: string, url: string): Record<string, string> =>
  typeof holder === 'string' ? { authorization: `Bearer ${holder}` } : holder.headersFor(method, url)

/** A request to the HTTP half of the contract. */
export const callApi = async (origin: string, method: string, path: string, body?: string, holder?: Holder): Promise<Reply> => {
  const url = `${origin}/api${path}`
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(holder === undefined ? {} : headersOf(holder, method, url)),
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  const value: unknown = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, code: response.ok ? undefined : refusalOf(value), value }
}

/** An attempt to open a session with this credential, right or wrong, for a fresh key. */
export const callOpenSession = (origin: string, credential: unknown): Promise<Reply> => {
  const body = JSON.stringify({ credential, device: { kind: 'web', os: 'other' } })
  return callApi(origin, 'POST', '/identity/session', body, new TestSession(DpopKey.create()))
}

const field = (value: unknown, name: string): string => {
  const found = typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
  if (typeof found !== 'string') throw new Error(`no ${name} in ${JSON.stringify(value)}`)
  return found
}

export class RawClient {
  readonly #origin: string
  readonly #session: TestSession
  readonly #socket: WebSocket
  readonly #waiting = new Map<string, (reply: Reply) => void>()
  /** Replies to nothing that was asked. */
  readonly strays: Reply[] = []
  #lastId = 0

  private constructor(origin: string, session: TestSession, socket: WebSocket) {
    this.#origin = origin
    this.#session = session
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (data) => this.#receive(String(data)))
    socket.on('close', (code) => {
      for (const resolve of this.#waiting.values()) resolve({ status: 0, code: `closed ${code}`, value: undefined })
      this.#waiting.clear()
    })
  }

  /** As a guest of the meeting, with a signalling socket and nothing said yet. */
  static async open(origin: string, code: string, name: string): Promise<RawClient> {
    return await RawClient.withSession(origin, await openSession(origin, { kind: 'guest', code, name }))
  }

  static async withSession(origin: string, session: TestSession): Promise<RawClient> {
    const socket = RawClient.socket(origin, await RawClient.ticket(origin, session))
    await once(socket, 'open')
    return new RawClient(origin, session, socket)
  }

  static async ticket(origin: string, session: TestSession): Promise<string> {
    return field((await callApi(origin, 'POST', '/identity/ticket', undefined, session)).value, 'ticket')
  }

  static socket(origin: string, ticket: string): WebSocket {
    return new WebSocket(`${origin.replace('http', 'ws')}/signalling`, ['parley', `ticket.${ticket}`], { origin })
  }

  get session(): TestSession {
    return this.#session
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Another socket of the same session. */
  async again(): Promise<RawClient> {
    return await RawClient.withSession(this.#origin, this.#session)
  }

  #receive(text: string): void {
    const message = JSON.parse(text)
    const status = Number(message.p?.s ?? 200)
    const body: unknown = message.p?.b
    const reply = { status, code: status >= 400 ? refusalOf(body) : undefined, value: body }
    const waiting = this.#waiting.get(String(message.i))
    this.#waiting.delete(String(message.i))
    if (waiting) waiting(reply)
    else this.strays.push(reply)
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data)
  }

  /** Resolves with the reply, or with status 0 when the socket closes instead. */
  async request(procedure: string, input: unknown): Promise<Reply> {
    const id = String(++this.#lastId)
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve))
    this.send(JSON.stringify({ i: id, p: { u: `/${procedure}`, b: { json: input } } }))
    return await reply
  }

  async prepare(code: string): Promise<Reply> {
    return await this.request('prepare', {
      code,
      protocolVersion: PROTOCOL_VERSION,
      platform: { kind: 'web', os: 'other', version: '0.0.0' },
    })
  }

  close(): void {
    this.#socket.terminate()
  }
}
