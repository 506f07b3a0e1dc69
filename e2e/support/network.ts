/**
 * A network of its own for one participant, that can be cut and mended: a Linux network namespace, joined to the machine by a
 * pair of virtual Ethernet ends. Cutting takes the participant's end down, as pulling a cable does.
 */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

/** Why no network can be made here; undefined where it can. */
export const whyNoNetworks = (): string | undefined => {
  if (process.platform !== 'linux') return 'networks that can be cut are made with Linux network namespaces'
  if (process.getuid?.() !== 0) return 'making a network namespace needs root'
  if (!existsSync('/usr/sbin/ip') && !existsSync('/sbin/ip')) return 'making a network namespace needs iproute2'
  return undefined
}

let made = 0

export class Network {
  /** Address of the machine as seen from inside. */
  readonly hostAddress: string
  readonly #name: string
  readonly #inside: string
  readonly #outside: string
  readonly #folder: string

  private constructor() {
    // Interface names hold at most 15 characters; the process id keeps two runs on one machine apart.
    const id = `${process.pid.toString(36)}${(made++).toString(36)}`
    const subnet = (process.pid * 7 + made) % 250
    this.#name = `parley-${id}`
    this.#inside = `pli${id}`
    this.#outside = `plo${id}`
    this.hostAddress = `10.213.${subnet}.1`
    this.#folder = mkdtempSync(join(tmpdir(), 'parley-network-'))
  }

  static async create(): Promise<Network> {
    const network = new Network()
    try {
      await network.#setUp()
    } catch (error) {
      await network.close()
      throw error
    }
    return network
  }

  async #setUp(): Promise<void> {
    const inner = this.hostAddress.replace(/1$/, '2')
    await execa('ip', ['netns', 'add', this.#name])
    await execa('ip', ['link', 'add', this.#outside, 'type', 'veth', 'peer', 'name', this.#inside, 'netns', this.#name])
    await execa('ip', ['address', 'add', `${this.hostAddress}/24`, 'dev', this.#outside])
    await execa('ip', ['link', 'set', this.#outside, 'up'])
    await this.#ip('address', 'add', `${inner}/24`, 'dev', this.#inside)
    await this.#ip('link', 'set', 'lo', 'up')
    await this.restore()
  }

  /** Runs `ip` inside. */
  async #ip(...args: string[]): Promise<void> {
    await execa('ip', ['-n', this.#name, ...args])
  }

  /** A program that runs `program` inside, with the arguments and file descriptors it is given itself. */
  wrap(program: string): string {
    const file = join(this.#folder, 'inside')
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${this.#name} '${program}' "$@"\n`)
    chmodSync(file, 0o700)
    return file
  }

  async cut(): Promise<void> {
    await this.#ip('link', 'set', this.#inside, 'down')
  }

  async restore(): Promise<void> {
    await this.#ip('link', 'set', this.#inside, 'up')
    // Taking the link down removed the route with it.
    await this.#ip('route', 'replace', 'default', 'via', this.hostAddress)
  }

  /** Removes everything; quiet about what is gone already. */
  async close(): Promise<void> {
    await execa('ip', ['link', 'delete', this.#outside], { reject: false })
    await execa('ip', ['netns', 'delete', this.#name], { reject: false })
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
