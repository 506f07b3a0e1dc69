import { RPCLink } from '@orpc/client/websocket'
import { signallingProtocols } from '#shared/contract/signalling.ts'
import { createSignallingClient } from './calls.ts'
import type { SignallingClient } from './signalling-client.ts'

/** Address of the signalling socket of the service at `origin`, as in `wss://meet.example.org/signalling`. */
export const signallingAddress = (origin: string): string => {
  const address = new URL('/signalling', origin)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}

/** Opens a signalling socket. */
export const connectSignalling = (origin: string, ticket: string): SignallingClient => {
  const socket = new WebSocket(signallingAddress(origin), signallingProtocols(ticket))
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve(), { once: true })
  })
  const client = createSignallingClient(new RPCLink({ websocket: socket }), { opened, close: () => socket.close() })
  socket.addEventListener('close', () => client.lose())
  socket.addEventListener('error', () => client.lose())
  return client
}
