import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type Protocol from 'devtools-protocol'
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'

export type { Protocol }

type Command = keyof ProtocolMapping.Commands
type Params<C extends Command> = ProtocolMapping.Commands[C]['paramsType']
type Result<C extends Command> = ProtocolMapping.Commands[C]['returnType']
type EventName = keyof ProtocolMapping.Events
type EventParams<E extends EventName> = ProtocolMapping.Events[E] extends [infer P] ? P : undefined

interface Message {
  id?: number
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
  sessionId?: string
}

interface Pending {
  method: string
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

/** A session of the Chrome DevTools Protocol: with the browser itself, or with one of its targets. */
export interface CdpSession {
  send<C extends Command>(method: C, ...params: Params<C>): Promise<Result<C>>
  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): void
}

/** Chrome DevTools Protocol over `--remote-debugging-pipe`: JSON with a zero byte after each message. */
export class CdpPipe implements CdpSession {
  readonly #output: Writable
  readonly #events = new EventEmitter().setMaxListeners(0)
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #rest = ''
  #closed = false

  constructor(output: Writable, input: Readable) {
    this.#output = output
    // What is written while Chromium goes away is lost, and `close` tells whoever waits.
    output.on('error', () => this.close())
    input.setEncoding('utf8')
    input.on('data', (text: string) => this.#receive(text))
    input.on('close', () => this.close())
  }

  send<C extends Command>(method: C, ...params: Params<C>): Promise<Result<C>> {
    return this.#send(method, params[0], undefined) as Promise<Result<C>>
  }

  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): void {
    this.#events.on(event, listener)
  }

  session(sessionId: string): CdpSession {
    return {
      send: <C extends Command>(method: C, ...params: Params<C>) =>
        this.#send(method, params[0], sessionId) as Promise<Result<C>>,
      on: (event, listener) => {
        this.#events.on(`${sessionId} ${event}`, listener)
      },
    }
  }

  /** Fails whatever waits for an answer. */
  close(): void {
    this.#closed = true
    for (const { method, reject } of this.#pending.values()) reject(new Error(`${method}: the browser is gone`))
    this.#pending.clear()
  }

  #send(method: string, params: unknown, sessionId: string | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error(`${method}: the browser is gone`))
        return
      }
      const id = ++this.#lastId
      this.#pending.set(id, { method, resolve, reject })
      this.#output.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`)
    })
  }

  #receive(text: string): void {
    const parts = (this.#rest + text).split('\0')
    this.#rest = parts.pop() ?? ''
    for (const part of parts) this.#dispatch(JSON.parse(part))
  }

  #dispatch({ id, method, params, result, error, sessionId }: Message): void {
    if (id === undefined) {
      this.#events.emit(sessionId === undefined ? `${method}` : `${sessionId} ${method}`, params)
      return
    }
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (error !== undefined) pending?.reject(new Error(`${pending.method}: ${error.message}`))
    else pending?.resolve(result)
  }
}
