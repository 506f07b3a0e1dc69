import type { createCodec } from './codec.ts'

/** A message from one world of a page to the other; what it carries is encoded. */
type WorldMessage =
  | { type: 'call'; id: number; args: string }
  | { type: 'settle'; id: number; value?: string; error?: string }
  | { type: 'expose'; key: string; api: string }
  | { type: 'exposed' }

export interface WorldLink {
  encode(value: unknown): string
  decode(text: string): unknown
  /** Throws what the other world throws. */
  request(message: WorldMessage): unknown
  /** Answers messages that are about the API itself. */
  onApi(listener: (message: Extract<WorldMessage, { type: 'expose' | 'exposed' }>) => unknown): void
}

/**
 * Joins a page's main world and the isolated world of its preload. They share nothing but the document, so calls cross as text in
 * events whose names nobody else can know, and are answered before the call returns. It is given to pages as source, so it can use
 * nothing but its own body and its arguments.
 */
export function linkWorlds(codecOf: typeof createCodec, channel: string, own: 'isolated' | 'main'): WorldLink {
  type Fn = (...args: unknown[]) => unknown
  type Wait = { resolve: (value: unknown) => void; reject: (error: unknown) => void }
  const { parse, stringify } = JSON
  const Event = CustomEvent
  const listen = window.addEventListener.bind(window)
  const dispatch = window.dispatchEvent.bind(window)
  const other = own === 'main' ? 'isolated' : 'main'
  const functions: Fn[] = []
  const waits = new Map<number, Wait>()
  let promises = 0
  let requests = 0
  let answerApi: ((message: Extract<WorldMessage, { type: 'expose' | 'exposed' }>) => unknown) | undefined

  const codec = codecOf({
    functionOut: (value) => functions.push(value) - 1,
    functionIn:
      (id) =>
      (...args) =>
        request({ type: 'call', id, args: codec.encode(args) }),
    promiseOut: (promise) => {
      const id = ++promises
      promise
        .then((value) => request({ type: 'settle', id, value: codec.encode(value) }))
        .catch((error: unknown) => request({ type: 'settle', id, error: encodeError(error) }))
      return id
    },
    promiseIn: (id) => new Promise((resolve, reject) => waits.set(id, { resolve, reject })),
  })

  /** Of what was thrown only the error's text may cross, as in Electron. */
  const encodeError = (thrown: unknown): string => {
    const error = new Error(thrown instanceof Error ? thrown.message : String(thrown))
    delete error.stack
    return codec.encode(error)
  }

  const request = (message: WorldMessage): unknown => {
    const reply = `${channel}:${own}:${++requests}`
    let answer: { value?: string; error?: string } | undefined
    const hear = (event: globalThis.Event): void => {
      answer = parse((event as CustomEvent<string>).detail)
    }
    listen(reply, hear, { once: true })
    dispatch(new Event(`${channel}:${other}`, { detail: stringify({ ...message, reply }) }))
    if (answer?.error !== undefined) throw codec.decode(answer.error)
    return answer?.value === undefined ? undefined : codec.decode(answer.value)
  }

  const answer = (message: WorldMessage): unknown => {
    switch (message.type) {
      case 'call':
        return functions[message.id]?.(...(codec.decode(message.args) as unknown[]))
      case 'settle': {
        const wait = waits.get(message.id)
        waits.delete(message.id)
        if (message.error === undefined) wait?.resolve(codec.decode(message.value ?? ''))
        else wait?.reject(codec.decode(message.error))
        return undefined
      }
      default:
        return answerApi?.(message)
    }
  }

  listen(`${channel}:${own}`, (event) => {
    const { reply, ...message } = parse((event as CustomEvent<string>).detail) as WorldMessage & { reply: string }
    let result: { value?: string; error?: string }
    try {
      result = { value: codec.encode(answer(message as WorldMessage)) }
    } catch (error) {
      result = { error: encodeError(error) }
    }
    dispatch(new Event(reply, { detail: stringify(result) }))
  })

  return {
    encode: codec.encode,
    decode: codec.decode,
    request,
    onApi: (listener) => {
      answerApi = listener
    },
  }
}
