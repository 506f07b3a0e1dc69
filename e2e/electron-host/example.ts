/** The example program of this folder, for the specs of the host, and a web server that is not its own. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { type Desktop, type LaunchOptions, launchDesktop } from './launch.ts'

type Verb = (value?: unknown) => Promise<unknown>

declare global {
  interface Window {
    /** The bridge of the example's preload. */
    example: {
      platform: string
      nested: { list: number[] }
      add: (a: number, b: number) => number
      fail: () => void
      callBack: (callback: (text: string) => number) => number
      promise: (value: unknown) => Promise<unknown>
      on: (event: string, listener: (data: unknown) => void) => () => void
    } & Record<'store' | 'echo' | 'whoAmI' | 'senderAfter' | 'notify' | 'stayAwake' | 'missing', Verb>
    heard: unknown[]
  }
  /** In the main process of the example. */
  var stopped: string[]
  var senderAfter: { before: boolean; after: boolean } | undefined
  var createWindow: (address: string) => unknown
}

export interface Example extends Desktop {
  page: Page
}

export const launchExample = async (env: Record<string, string> = {}, options: LaunchOptions = {}): Promise<Example> => {
  const desktop = await launchDesktop({ appDir: join(import.meta.dirname, 'example'), env, ...options })
  const page = await desktop.app.firstWindow()
  await page.getByText('ready').waitFor()
  return { ...desktop, page }
}

/** Address of the program's only window, as the program knows it. */
export const addressOf = (app: ElectronApplication): Promise<string | undefined> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())

export interface Visit {
  method: string | undefined
  path: string | undefined
  origin: string | undefined
}

/** A service somewhere else: it answers everybody, and notes who came. */
export class Elsewhere {
  readonly visits: Visit[] = []
  readonly #server: Server

  private constructor() {
    this.#server = createServer(({ method, url, headers }, response) => {
      this.visits.push({ method, path: url, origin: headers.origin })
      response.setHeader('access-control-allow-origin', headers.origin ?? '*')
      response.setHeader('access-control-allow-headers', 'content-type')
      response.setHeader('content-type', 'text/html')
      response.end('elsewhere')
    })
    new WebSocketServer({ server: this.#server }).on('connection', (socket, { url, headers }) => {
      this.visits.push({ method: 'SOCKET', path: url, origin: headers.origin })
      socket.send('hello')
    })
  }

  static async create(address = '127.0.0.1'): Promise<Elsewhere> {
    const elsewhere = new Elsewhere()
    elsewhere.#server.listen(0, address)
    await once(elsewhere.#server, 'listening')
    return elsewhere
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
