import { type ClientLink, createORPCClient } from '@orpc/client'
import { ParleyError } from '#shared/errors.ts'
import { toServiceError } from '../../platform/service-error.ts'
import type { SignallingCalls, SignallingClient } from './signalling-client.ts'

const lostError = () => new ParleyError('SERVICE_UNREACHABLE', 'connection lost')

/**
 * A signalling client over any oRPC link: maps errors, and rejects whatever waits as soon as the socket is lost. The library
 * alone would wait for the close event, which takes its time where the network went silently.
 */
export const createSignallingClient = (
  link: ClientLink<Record<never, never>>,
  socket: { opened: Promise<void>; close(): void },
): SignallingClient => {
  const waiting = new Set<(reason: ParleyError) => void>()
  const listeners = new Set<() => void>()
  let state: 'open' | 'lost' | 'closed' = 'open'

  const end = (how: 'lost' | 'closed') => {
    if (state !== 'open') return
    state = how
    for (const reject of waiting) reject(lostError())
    waiting.clear()
    if (how === 'lost') for (const listener of [...listeners]) listener()
    listeners.clear()
    socket.close()
  }

  const untilLost = <T>(work: Promise<T>): Promise<T> => {
    if (state !== 'open') {
      work.catch(() => undefined)
      return Promise.reject(lostError())
    }
    return new Promise<T>((resolve, reject) => {
      waiting.add(reject)
      work.then(resolve, (thrown) => reject(toServiceError(thrown))).finally(() => waiting.delete(reject))
    })
  }

  async function* guarded(events: AsyncIterator<unknown>): AsyncGenerator<unknown> {
    try {
      while (true) {
        const next = await untilLost(events.next())
        if (next.done) return
        yield next.value
      }
    } finally {
      if (state === 'open') events.return?.().catch(() => undefined)
    }
  }

  const guardedLink: ClientLink<Record<never, never>> = {
    async call(path, input, options) {
      const output = await untilLost(link.call(path, input, options))
      return isAsyncIterator(output) ? guarded(output) : output
    },
  }

  const opened = untilLost(socket.opened)
  opened.catch(() => undefined)

  return {
    opened,
    call: createORPCClient<SignallingCalls>(guardedLink),
    get lost() {
      return state !== 'open'
    },
    onLost(listener) {
      if (state === 'lost') queueMicrotask(listener)
      else listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lose: () => end('lost'),
    close: () => end('closed'),
  }
}

const isAsyncIterator = (value: unknown): value is AsyncIterator<unknown> =>
  typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function'
