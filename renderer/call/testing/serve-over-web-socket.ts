import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import type { FakeMeetingService, FakeSocket } from './fake-meeting-service.ts'

/** Serves the service in memory on a loopback port, as the real one is served. */
export const serveOverWebSocket = async (
  service: FakeMeetingService,
): Promise<{ origin: string; cut(): void; close(): Promise<void> }> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/signalling', handleProtocols: () => 'parley' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const handler = new RPCHandler(service.router)
  server.on('connection', (connection) => {
    const socket: FakeSocket = { ticket: connection.protocol }
    const client = { lose: () => connection.terminate() }
    const entry = { socket, client }
    service.sockets.add(entry)
    connection.on('close', () => {
      service.sockets.delete(entry)
      socket.end?.()
    })
    void handler.upgrade(connection, { context: { socket } })
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    cut: () => {
      for (const connection of server.clients) connection.terminate()
    },
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.clients) connection.terminate()
        server.close(() => resolve())
      }),
  }
}
