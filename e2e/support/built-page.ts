/** A page of its own, built from a folder with an `index.html` and served on loopback, where it counts as secure. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'

/** A page that shares nothing with other origins is given a fine clock. */
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

export class BuiltPage {
  readonly origin: string
  readonly #server: Server
  readonly #folder: string

  static async build(root: string): Promise<BuiltPage> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-page-'))
    await build({
      configFile: false,
      root,
      base: '/',
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, target: 'esnext' },
    })
    const server = createServer(async ({ url = '/' }, response) => {
      const path = normalize(new URL(url, 'http://page').pathname)
      const file = path === '/' ? '/index.html' : path
      try {
        const content = await readFile(join(folder, file))
        const type = TYPES[extname(file)] ?? 'application/octet-stream'
        response.writeHead(200, { ...HEADERS, 'content-type': type }).end(content)
      } catch {
        response.writeHead(404).end()
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new BuiltPage(server, folder)
  }

  private constructor(server: Server, folder: string) {
    this.#server = server
    this.#folder = folder
    const { port } = server.address() as AddressInfo
    this.origin = `http://127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await rm(this.#folder, { recursive: true, force: true })
  }
}
