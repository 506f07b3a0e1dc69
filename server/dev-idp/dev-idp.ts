/**
 * An OpenID provider for development: sample people of two organisations, password and second factor or passkey. It listens on
 * loopback only, and is to client and service what any organisation's provider is: discovery, keys and tokens over HTTP.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { ParleyError } from '#shared/errors.ts'
import type { ProviderConfig } from '../identity/provider-config.ts'
import type { Log } from '../logging.ts'
import { Accounts } from './accounts.ts'
import { ACR } from './assurance.ts'
import { RefusedRequest, sendPage, setSecurityHeaders } from './http.ts'
import { Interactions } from './interactions.ts'
import { keysIn } from './keys.ts'
import { ASSETS, problemPage } from './pages.ts'
import { RELYING_PARTY } from './passkeys.ts'
import { Password } from './password.ts'
import { devIdpFolder } from './private-file.ts'
import { CLIENT_ID, providerSettings } from './provider-settings.ts'
import { SAMPLE_DOMAINS, SAMPLE_ORGANISATIONS, SAMPLE_PASSWORD } from './sample-accounts.ts'

const ASSET_TYPES = { 'sign-in.css': 'text/css; charset=utf-8', 'passkey.js': 'text/javascript; charset=utf-8' } as const

export interface DevIdpOptions {
  /** 0: any free port. */
  port: number
  log: Log
  /** The service's data folder; `:memory:` keeps nothing. */
  dataDir: string
}

/** How the service is told of the provider, as of any other. */
const configurationFor = (issuer: string): ProviderConfig => ({
  organisation: { name: 'Sample organisations', claim: 'org', organisations: { ...SAMPLE_ORGANISATIONS } },
  issuer,
  clientId: CLIENT_ID,
  scope: 'openid profile email',
  domains: Object.values(SAMPLE_DOMAINS),
  claims: { id: ['sub'], name: ['name'], email: ['email'], groups: ['groups'] },
  secondFactor: {
    required: true,
    maxAge: 900,
    provenBy: [{ claim: 'acr', any: [ACR.secondFactor] }],
    ask: { acr_values: ACR.secondFactor },
    time: ['auth_time'],
  },
})

const listen = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new ParleyError('WRONG_STATE', `the development provider can't listen on port ${port}`, { cause }))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider listens on no port')
  return address.port
}

const readAssets = (): Map<string, { type: string; content: Buffer }> =>
  new Map(
    Object.entries(ASSET_TYPES).map(([name, type]) => [
      `${ASSETS}/${name}`,
      { type, content: readFileSync(join(import.meta.dirname, 'assets', name)) },
    ]),
  )

export class DevIdp {
  readonly issuer: string
  readonly #server: Server
  readonly #log: Log
  readonly #interactions: Interactions
  readonly #openid: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  readonly #assets = readAssets()
  #closed: Promise<void> | undefined

  static async create(options: DevIdpOptions): Promise<DevIdp> {
    const folder = devIdpFolder(options.dataDir)
    const keys = keysIn(folder)
    const accounts = new Accounts(folder)
    const password = await Password.of(SAMPLE_PASSWORD)
    const server = createServer()
    const port = await listen(server, options.port)
    const provider = new Provider(`http://${RELYING_PARTY}:${port}`, providerSettings(accounts, keys))
    return new DevIdp({ server, provider, accounts, password, log: options.log })
  }

  private constructor(parts: { server: Server; provider: Provider; accounts: Accounts; password: Password; log: Log }) {
    const { server, provider, log } = parts
    this.issuer = provider.issuer
    this.#server = server
    this.#log = log
    this.#interactions = new Interactions(parts)
    this.#openid = provider.callback()
    // Koa would write errors to the standard error output, with whatever the request held.
    provider.silent = true
    provider.on('server_error', (_ctx, error) => this.#log.error({ problem: error.name }, 'development provider failed'))
    server.on('request', (req, res) => void this.#answer(req, res))
    log.info({ issuer: this.issuer }, 'development provider listens')
  }

  get providerConfig(): ProviderConfig {
    return configurationFor(this.issuer)
  }

  /** Idempotent. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
    return this.#closed
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      setSecurityHeaders(res)
      // Another name for this address would be another origin: somebody else's page, or passkeys that don't work.
      if (req.headers.host !== new URL(this.issuer).host)
        throw new RefusedRequest(421, `asked under another name than ${this.issuer}`)
      const { pathname } = new URL(req.url ?? '/', this.issuer)
      if (this.#sendAsset(req, res, pathname)) return
      if (await this.#interactions.handle(req, res, pathname)) return
      await this.#openid(req, res)
    } catch (error) {
      this.#refuse(res, error)
    }
  }

  #sendAsset(req: IncomingMessage, res: ServerResponse, path: string): boolean {
    const asset = this.#assets.get(path)
    if (asset === undefined || req.method !== 'GET') return false
    res.writeHead(200, { 'content-type': asset.type }).end(asset.content)
    return true
  }

  #refuse(res: ServerResponse, error: unknown): void {
    const refused = error instanceof RefusedRequest
    if (!refused) this.#log.error({ problem: error instanceof Error ? error.name : 'unknown' }, 'development provider failed')
    if (res.headersSent) return void res.destroy()
    const status = refused ? error.status : 500
    sendPage(
      res,
      problemPage({ title: 'This did not work', text: 'Go back to Parley and sign in again.', code: String(status) }),
      status,
    )
  }
}
