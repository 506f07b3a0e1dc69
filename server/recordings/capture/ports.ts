/** UDP ports of this machine for a recorder that is another process. */
import { createSocket, type Socket } from 'node:dgram'
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { ParleyError } from '#shared/errors.ts'

export const LOOPBACK = '127.0.0.1'

/** Pairs that are tried before it is given up. */
const ATTEMPTS = 100
/** ms between two looks whether a port is open; it takes as long to be told that it isn't. */
const LOOK = 10

const NOTHING = Buffer.from('.')

const bind = (port: number): Promise<Socket | undefined> => {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.bind(port, LOOPBACK, () => resolve(socket))
  })
}

const close = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()))

/** Ports that recorders were given, from before they listen there until they have ended: two of them would mix what they record. */
const given = new Set<number>()

/**
 * A free even port whose next one is free too (RFC 3550 §11); nobody else here is given it before it is given back. Another program may
 * still be quicker to listen there: its recorder ends at once then, and another one is started.
 */
export const takePortPair = async (): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const first = await bind(0)
    if (first === undefined) continue
    const { port } = first.address()
    const second = port % 2 === 0 && !given.has(port) ? await bind(port + 1) : undefined
    if (second !== undefined) given.add(port)
    await close(first)
    if (second === undefined) continue
    await close(second)
    return port
  }
  throw new ParleyError('LIMIT_REACHED', 'no free UDP ports')
}

export const giveBackPortPair = (port: number): void => {
  given.delete(port)
}

/** A line to a UDP port of this machine. A knock is no RTP and is passed over; where nobody listens, the machine says so. */
export class PortLine {
  readonly #socket: Socket
  #refusals = 0
  #closed = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => {
      this.#refusals += 1
    })
  }

  static async open(port: number): Promise<PortLine> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.connect(port, LOOPBACK, resolve))
    socket.unref()
    return new PortLine(socket)
  }

  /** Resolves when somebody listens; rejects with the signal's reason. */
  async listened(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const before = this.#refusals
      this.knock()
      await delay(LOOK, undefined, { signal })
      // However late the timer was: a refusal that has come is heard before this.
      await nextTurn()
      if (this.#refusals === before) return
    }
  }

  knock(): void {
    this.send(NOTHING)
  }

  send(packet: Buffer): void {
    if (this.#closed) return
    this.#socket.send(packet, (error) => {
      if (error !== null) this.#refusals += 1
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }
}
