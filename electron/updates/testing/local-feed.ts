/** A feed on this computer: a real web server with signed manifests and packages, and the ways in which a feed can go wrong. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ManifestPlace, manifestNameOf, UpdateManifest } from '#shared/updates/manifest.ts'

export const PLACE = { platform: 'windows', architecture: 'x64', channel: 'stable' } as const satisfies ManifestPlace

export interface Publishing {
  version?: string
  content?: Buffer
  place?: ManifestPlace
  manifest?: Partial<UpdateManifest>
  /** Another than the feed's own. */
  key?: KeyObject
}

const bare = ({ publicKey }: { publicKey: KeyObject }): string => publicKey.export({ format: 'jwk' }).x ?? ''

export class LocalFeed {
  readonly #server: Server
  readonly #key = generateKeyPairSync('ed25519')
  readonly files = new Map<string, Buffer>()
  /** Paths in the order in which they were asked for. */
  readonly requests: string[] = []
  /** Answers a path otherwise; false where it shall be answered as ever. */
  answer: (path: string, response: ServerResponse) => boolean = () => false

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request, response) => {
      const path = new URL(request.url ?? '/', 'http://feed').pathname.slice(1)
      this.requests.push(path)
      if (this.answer(path, response)) return
      const file = this.files.get(path)
      response.writeHead(file === undefined ? 404 : 200, file === undefined ? {} : { 'content-length': file.length })
      response.end(file)
    })
  }

  static async start(): Promise<LocalFeed> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new LocalFeed(server)
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** As a build pins it. */
  get publicKey(): string {
    return bare(this.#key)
  }

  /** Puts a version into the feed, as the release script does; its package's name. */
  publish({
    version = '1.5.0',
    content = Buffer.from(`package of ${version}`),
    place = PLACE,
    ...rest
  }: Publishing = {}): string {
    const file = `parley-${version}.exe`
    this.files.set(file, content)
    const sha512 = createHash('sha512').update(content).digest('base64')
    const manifest = UpdateManifest.parse({
      format: 1,
      product: 'app.parley.desktop',
      ...place,
      version,
      issuedAt: 1_000,
      package: { file, size: content.length, sha512 },
      ...rest.manifest,
    })
    this.put(place, Buffer.from(JSON.stringify(manifest)), rest.key)
    return file
  }

  /** Signs whatever is given. */
  put(place: ManifestPlace, manifest: Buffer, key = this.#key.privateKey): void {
    const name = manifestNameOf(place)
    this.files.set(name, manifest)
    this.files.set(`${name}.sig`, Buffer.from(`${sign(null, manifest, key).toString('base64')}\n`))
  }

  /** Changes a file behind the back of whoever signed it. */
  tamper(name: string, change: (content: string) => string): void {
    const content = this.files.get(name)
    if (content === undefined) throw new Error(`the feed has no ${name}`)
    this.files.set(name, Buffer.from(change(content.toString('latin1')), 'latin1'))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
