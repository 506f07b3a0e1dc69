import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a second instance hands over before it leaves. */
export interface HandOver {
  argv: string[]
  workingDirectory: string
  additionalData: unknown
}

const LIMIT_MS = 5_000
/** What the address of a Unix socket holds, with room for the zero at its end. */
const LONGEST_PATH = 100

/** Sends standard input to a socket; as a program of its own, since the lock is asked for synchronously. */
const SENDER = `const socket = require('node:net').connect(process.argv[1])
socket.on('error', () => process.exit(1))
process.stdin.pipe(socket)`

/** One process a user-data folder: the first listens on a socket, later ones hand over what they were started with. */
export class SingleInstance {
  readonly #path: string
  #server: Server | undefined

  constructor(userData: string) {
    const inside = join(userData, 'instance.sock')
    const hash = createHash('sha256').update(userData).digest('hex').slice(0, 16)
    this.#path = inside.length <= LONGEST_PATH ? inside : join(tmpdir(), `parley-host-${hash}.sock`)
    process.on('exit', () => this.release())
  }

  get isHeld(): boolean {
    return this.#server !== undefined
  }

  /** False where another process has it, and has got `own`. */
  request(own: HandOver, onSecond: (other: HandOver) => void): boolean {
    if (this.isHeld) return true
    if (existsSync(this.#path)) {
      const { status } = spawnSync(process.execPath, ['-e', SENDER, this.#path], {
        input: JSON.stringify(own),
        timeout: LIMIT_MS,
      })
      if (status === 0) return false
      rmSync(this.#path, { force: true })
    }
    this.#server = createServer((socket) => {
      const parts: Buffer[] = []
      socket.on('data', (part: Buffer) => parts.push(part))
      socket.on('end', () => onSecond(JSON.parse(Buffer.concat(parts).toString('utf8'))))
      socket.on('error', () => undefined)
    })
    this.#server.listen(this.#path)
    this.#server.unref()
    return true
  }

  release(): void {
    if (this.#server === undefined) return
    this.#server.close()
    this.#server = undefined
    rmSync(this.#path, { force: true })
  }
}
