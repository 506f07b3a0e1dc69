import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

interface TransitKey {
  versions: Buffer[]
  minimum: number
}

const Body = z.object({ plaintext: z.base64().optional(), ciphertext: z.string().optional(), associated_data: z.base64() })

/** A small peer that speaks as much of Vault's transit engine as the client asks: its paths, refusals and messages. */
export class TransitPeer implements AsyncDisposable {
  readonly token = 'hvs.a-token-of-a-test'
  readonly paths: string[] = []
  /** Answers in place of the engine, where a test sets it. */
  reply: ((response: ServerResponse) => void) | undefined
  readonly #keys = new Map<string, TransitKey>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  static async create(): Promise<TransitPeer> {
    const peer = new TransitPeer()
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve))
    return peer
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  rotate(name: string): void {
    this.#keys.get(name)?.versions.push(randomBytes(32))
  }

  destroyFormer(name: string): void {
    const key = this.#keys.get(name)
    if (key !== undefined) key.minimum = key.versions.length
  }

  destroyAll(name: string): void {
    this.#keys.delete(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    this.paths.push(request.url ?? '')
    if (this.reply !== undefined) {
      this.reply(response)
      return
    }
    const { status, value } = this.#judge(request, Buffer.concat(chunks).toString('utf8'))
    answer(response, status, value)
  }

  #judge(request: IncomingMessage, text: string): Reply {
    const [, act, name] = /^\/v1\/transit\/(encrypt|decrypt)\/([A-Za-z0-9-]+)$/.exec(request.url ?? '') ?? []
    if (request.method !== 'POST' || act === undefined || name === undefined) return refusal(404)
    if (request.headers['x-vault-token'] !== this.token) return refusal(403, 'permission denied')
    const body = Body.parse(JSON.parse(text))
    const data = Buffer.from(body.associated_data, 'base64')
    return act === 'encrypt'
      ? this.#encrypt(name, Buffer.from(body.plaintext ?? '', 'base64'), data)
      : this.#decrypt(name, body.ciphertext ?? '', data)
  }

  #encrypt(name: string, plaintext: Buffer, data: Buffer): Reply {
    // As Vault does for a token that may create: a key that is not there is made.
    const key = this.#keys.get(name) ?? { versions: [randomBytes(32)], minimum: 1 }
    this.#keys.set(name, key)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key.versions.at(-1) ?? '', nonce)
    cipher.setAAD(data)
    const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    return { status: 200, value: { data: { ciphertext: `vault:v${key.versions.length}:${sealed.toString('base64')}` } } }
  }

  #decrypt(name: string, ciphertext: string, data: Buffer): Reply {
    const key = this.#keys.get(name)
    if (key === undefined) return refusal(400, 'encryption key not found')
    const [, version, text] = /^vault:v([1-9]\d{0,5}):(.+)$/.exec(ciphertext) ?? []
    if (version === undefined || text === undefined) return refusal(400, 'invalid ciphertext: no prefix')
    if (Number(version) < key.minimum) {
      return refusal(400, 'ciphertext or signature version is disallowed by policy (too old)')
    }
    const bytes = Buffer.from(text, 'base64')
    // Vault decodes strictly.
    if (bytes.toString('base64') !== text) return refusal(400, 'invalid ciphertext: could not decode base64')
    try {
      const wrapping = key.versions[Number(version) - 1] ?? ''
      const decipher = createDecipheriv('aes-256-gcm', wrapping, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(data)
      decipher.setAuthTag(bytes.subarray(-16))
      const plaintext = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
      return { status: 200, value: { data: { plaintext: plaintext.toString('base64') } } }
    } catch {
      return refusal(400, 'cipher: message authentication failed')
    }
  }
}

interface Reply {
  status: number
  value: unknown
}

const refusal = (status: number, ...errors: string[]): Reply => ({ status, value: { errors } })

export const answer = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
