/**
 * Port forwarding from an address that another network reaches to the same ports on loopback, as a home router or a container
 * host does. The service keeps listening on loopback only, which is what lets it have sample people.
 */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export class Forward {
  readonly #address: string
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  readonly #datagrams = new Set<DatagramSocket>()

  private constructor(address: string) {
    this.#address = address
  }

  static async create(address: string, ports: { tcp: number[]; udp: number[] }): Promise<Forward> {
    const forward = new Forward(address)
    await Promise.all([
      ...ports.tcp.map((port) => forward.#forwardTcp(port)),
      ...ports.udp.map((port) => forward.#forwardUdp(port)),
    ])
    return forward
  }

  async #forwardTcp(port: number): Promise<void> {
    const server = createServer((outer) => {
      const inner = connect(port, '127.0.0.1')
      for (const [from, to] of [
        [outer, inner],
        [inner, outer],
      ] as const) {
        this.#sockets.add(from)
        from.on('data', (data) => to.write(data))
        from.on('end', () => to.end())
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
    this.#servers.push(server)
    server.listen(port, this.#address)
    await once(server, 'listening')
  }

  /** Each sender gets a socket of its own towards the service, so that answers find their way back. */
  async #forwardUdp(port: number): Promise<void> {
    const outer = this.#datagram()
    const senders = new Map<string, DatagramSocket>()
    outer.on('message', (data, from) => {
      const key = `${from.address}:${from.port}`
      let inner = senders.get(key)
      if (!inner) {
        inner = this.#datagram()
        inner.on('message', (answer) => outer.send(answer, from.port, from.address))
        senders.set(key, inner)
      }
      inner.send(data, port, '127.0.0.1')
    })
    outer.bind(port, this.#address)
    await once(outer, 'listening')
  }

  #datagram(): DatagramSocket {
    const socket = createSocket('udp4')
    this.#datagrams.add(socket)
    // A network that is cut or a service that is down answers with errors: datagrams are lost then, as on any network.
    socket.on('error', () => undefined)
    return socket
  }

  close(): void {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
    for (const socket of this.#datagrams) socket.close()
  }
}
