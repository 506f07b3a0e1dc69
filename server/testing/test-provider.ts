/** An identity provider that signs whatever a test wants, and the devices of people who sign in there. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, type JWTPayload, SignJWT } from 'jose'
import type { Credential } from '#shared/contract/identity.ts'
import { commitTo, type Opening, sessionStatement } from '#shared/identity/device-key.ts'
import { ProviderConfig } from '../identity/provider-config.ts'
import type { DpopKey } from './test-session.ts'

export const CLIENT_ID = 'parley-desktop'
const KEY_ID = 'one'

type IdTokenCredential = Extract<Credential, { kind: 'idToken' }>

export interface IdTokenOptions {
  /** Claims beside or instead of the usual ones; undefined leaves one out. */
  claims?: JWTPayload
  key?: KeyObject | Uint8Array
  alg?: string
}

/** The device key of a person on one device, before a sign-in. */
export class TestDevice {
  readonly opening: Opening
  readonly #privateKey: KeyObject

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    this.#privateKey = privateKey
    this.opening = { publicKey: publicKey.export({ format: 'jwk' }).x ?? '', salt: randomBytes(32).toString('base64url') }
  }

  get nonce(): string {
    return commitTo(this.opening)
  }

  /** What opens a session bound to `key` at the service. */
  credential(idToken: string, key: DpopKey, service: string): IdTokenCredential {
    const statement = sessionStatement({ idToken, keyThumbprint: key.thumbprint, service })
    const signature = sign(null, statement, this.#privateKey).toString('base64url')
    return { kind: 'idToken', idToken, opening: this.opening, signature }
  }
}

export class TestProvider {
  readonly issuer: string
  readonly publicKey: KeyObject
  readonly #privateKey: KeyObject
  readonly #server: Server

  private constructor(server: Server, privateKey: KeyObject, publicKey: KeyObject) {
    this.#server = server
    this.#privateKey = privateKey
    this.publicKey = publicKey
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(): Promise<TestProvider> {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const keys = [{ ...(await exportJWK(publicKey)), kid: KEY_ID, use: 'sig' }]
    const server = createServer(({ url, headers }, reply) => {
      const issuer = `http://${headers.host}`
      reply.setHeader('content-type', 'application/json')
      if (url === '/.well-known/openid-configuration') reply.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }))
      else if (url === '/keys') reply.end(JSON.stringify({ keys }))
      else reply.writeHead(404).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new TestProvider(server, privateKey, publicKey)
  }

  /** As a configuration file would give it. */
  config(more: object = {}): ProviderConfig {
    return ProviderConfig.parse({
      organisation: { id: 'fabrikam', name: 'Fabrikam' },
      issuer: this.issuer,
      clientId: CLIENT_ID,
      ...more,
    })
  }

  /** Ida's ID token for a sign-in with this device, or one that is wrong in some way. */
  async idToken(
    device: TestDevice,
    { claims = {}, key = this.#privateKey, alg = 'RS256' }: IdTokenOptions = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1_000)
    const usual = {
      iss: this.issuer,
      aud: CLIENT_ID,
      sub: 'ida',
      name: 'Ida Berg',
      email: 'ida@fabrikam.example',
      nonce: device.nonce,
      iat: now,
      exp: now + 600,
    }
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid: KEY_ID }).sign(key)
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}
