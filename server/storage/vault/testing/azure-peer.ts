import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { answer } from './transit-peer.ts'

interface Pair {
  publicKey: KeyObject
  privateKey: KeyObject
}

interface Reply {
  status: number
  value: unknown
}

const Body = z.object({ alg: z.literal('RSA-OAEP-256'), value: z.base64url() })
const PATH = /^\/keys\/([A-Za-z0-9-]{1,127})(?:\/([A-Za-z0-9]+)\/(wrapkey|unwrapkey))?\?api-version=7\.4$/
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }

const refusal = (status: number, code: string): Reply => ({ status, value: { error: { code, message: code } } })

/** Making one takes long; the peers of all tests take turns with two. */
const PAIRS: readonly Pair[] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2_048 }))

/**
 * A small peer that speaks as much of Azure Key Vault's REST API as the client asks, with the directory that gives tokens. A key that
 * is not there is made when it is asked for, which in Azure an administrator does.
 */
export class AzurePeer implements AsyncDisposable {
  readonly clientSecret = 'a-secret-of-a-test'
  /** How often a token was had. */
  tokens = 0
  readonly #token = randomBytes(16).toString('hex')
  /** By name, versions in the order in which they came. */
  readonly #keys = new Map<string, Map<string, Pair>>()
  #made = 0
  readonly #server = createServer((request, response) => {
    void this.#reply(request).then(({ status, value }) => answer(response, status, value))
  })

  static async create(): Promise<AzurePeer> {
    const peer = new AzurePeer()
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve))
    return peer
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get tokenEndpoint(): string {
    return `${this.address}/directory/oauth2/v2.0/token`
  }

  rotate(name: string): void {
    this.#addVersion(this.#versions(name))
  }

  destroyFormer(name: string): void {
    const versions = this.#versions(name)
    for (const version of [...versions.keys()].slice(0, -1)) versions.delete(version)
  }

  destroyAll(name: string): void {
    this.#keys.delete(name.toLowerCase())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #reply(request: IncomingMessage): Promise<Reply> {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    if (request.url === '/directory/oauth2/v2.0/token') return this.#giveToken(text)
    if (request.headers.authorization !== `Bearer ${this.#token}`) return refusal(401, 'Unauthorized')
    const [, name, version, act] = PATH.exec(request.url ?? '') ?? []
    if (name === undefined) return refusal(404, 'NotFound')
    if (act === undefined) return this.#describe(name)
    const pair = this.#keys.get(name.toLowerCase())?.get(version ?? '')
    if (request.method !== 'POST' || pair === undefined) return refusal(404, 'KeyNotFound')
    const value = Buffer.from(Body.parse(JSON.parse(text)).value, 'base64url')
    try {
      const result =
        act === 'wrapkey'
          ? publicEncrypt({ key: pair.publicKey, ...OAEP }, value)
          : privateDecrypt({ key: pair.privateKey, ...OAEP }, value)
      return { status: 200, value: { kid: `${this.address}/keys/${name}/${version}`, value: result.toString('base64url') } }
    } catch {
      return refusal(400, 'BadParameter')
    }
  }

  #giveToken(text: string): Reply {
    const form = new URLSearchParams(text)
    const isClient = form.get('grant_type') === 'client_credentials' && form.get('client_secret') === this.clientSecret
    if (!isClient || form.get('scope') !== 'https://vault.azure.net/.default') return refusal(401, 'invalid_client')
    this.tokens += 1
    return { status: 200, value: { token_type: 'Bearer', access_token: this.#token, expires_in: 3_599 } }
  }

  #describe(name: string): Reply {
    const newest = [...this.#versions(name).keys()].at(-1)
    return { status: 200, value: { key: { kid: `${this.address}/keys/${name}/${newest}`, kty: 'RSA' } } }
  }

  #versions(name: string): Map<string, Pair> {
    const known = this.#keys.get(name.toLowerCase())
    if (known !== undefined) return known
    const versions = new Map<string, Pair>()
    this.#addVersion(versions)
    this.#keys.set(name.toLowerCase(), versions)
    return versions
  }

  #addVersion(versions: Map<string, Pair>): void {
    const pair = PAIRS[this.#made % PAIRS.length]
    this.#made += 1
    if (pair !== undefined) versions.set(randomBytes(16).toString('hex'), pair)
  }
}
