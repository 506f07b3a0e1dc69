import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { pagePolicy } from './security-headers.ts'

export interface WebPageOptions {
  /** Folder of the built page. */
  webRoot: string
  /** As in `wss://meet.example.org`. */
  signallingOrigin: () => string
}

/** Stands in the built page wherever a nonce belongs. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const NOT_BUILT = 'The page is not built. Run: npm run build'

/** Serves the client as a page: one HTML for every address a person can come to, and the files it names. */
export const serveWebPage = async (app: FastifyInstance, { webRoot, signallingOrigin }: WebPageOptions): Promise<void> => {
  const servePage = async (_request: unknown, reply: FastifyReply): Promise<FastifyReply> => {
    const template = await readFile(join(webRoot, 'index.html'), 'utf8').catch(() => undefined)
    if (template === undefined) return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
    const nonce = randomBytes(16).toString('base64')
    return reply
      .header('Content-Security-Policy', pagePolicy(nonce, signallingOrigin()))
      .header('Cache-Control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(template.replaceAll(NONCE_PLACEHOLDER, nonce))
  }
  app.get('/', servePage)
  app.get('/index.html', servePage)
  app.get('/join/*', servePage)

  if (!existsSync(webRoot)) return
  const assets = join(webRoot, 'assets') + sep
  await app.register(fastifyStatic, {
    root: webRoot,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      // The build names the files in `assets` after what is in them.
      reply.header('Cache-Control', path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
