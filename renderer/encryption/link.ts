/** The talk between page and worker: each side calls the other's functions by name, and has their answers. */
import { isErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'

/** A `Worker`, a worker's own global scope, or a `MessagePort`. */
export interface LinkPort {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** The functions of one side: what they are given and give back is cloned on its way. */
type Side<S> = { [Name in keyof S]: (input: never) => unknown }

/** As the other side calls them. They reject with ParleyError. */
export type Calls<S extends Side<S>> = {
  readonly [Name in keyof S]: (...input: Parameters<S[Name]>) => Promise<Awaited<ReturnType<S[Name]>>>
}

type Message =
  | { readonly call: string; readonly id: number; readonly input: unknown }
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly refusal: { readonly code: string; readonly detail: string | undefined } }

/** Answers the other side's calls with `own` functions, and gives back those of the other side. */
export const openLink = <Own extends Side<Own>, Other extends Side<Other>>(port: LinkPort, own: Own): Calls<Other> => {
  const functions = new Map<string, unknown>(Object.entries(own))
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0

  const run = async (name: string, input: unknown): Promise<unknown> => {
    const work = functions.get(name)
    if (typeof work !== 'function') throw new ParleyError('UNKNOWN_PROCEDURE', name)
    return work(input)
  }

  const answer = async ({ call, id, input }: Extract<Message, { call: string }>): Promise<void> => {
    try {
      port.postMessage({ answer: id, value: await run(call, input) } satisfies Message)
    } catch (thrown) {
      const { code, detail } = toParleyError(thrown)
      port.postMessage({ answer: id, refusal: { code, detail } } satisfies Message)
    }
  }

  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('call' in data) {
      void answer(data)
      return
    }
    const waits = waiting.get(data.answer)
    waiting.delete(data.answer)
    if ('value' in data) waits?.resolve(data.value)
    else {
      const { code, detail } = data.refusal
      waits?.reject(new ParleyError(isErrorCode(code) ? code : 'INTERNAL', detail))
    }
  })

  const ask = (call: string, input: unknown): Promise<unknown> => {
    lastId += 1
    const waits = Promise.withResolvers<unknown>()
    waiting.set(lastId, waits)
    port.postMessage({ call, id: lastId, input } satisfies Message)
    return waits.promise
  }
  return new Proxy({} as Calls<Other>, { get: (_target, name) => (input: unknown) => ask(String(name), input) })
}
