/** A desktop client for the specs: its main process, its page, and the bridge between them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page } from '@playwright/test'
import { PROJECT_ROOT } from '../../build/setup/paths.ts'
import { electronProgram, type Desktop as Launched, launchDesktop } from '../electron-host/launch.ts'

export const PRELOAD = join(PROJECT_ROOT, 'out/preload/preload.cjs')

/** Nobody listens there: the specs that need a service start one. */
const NO_SERVICE = 'http://127.0.0.1:9'

interface DesktopOptions {
  args?: string[]
  env?: Record<string, string>
  userData?: string
  /** Null: nobody says which service. */
  serviceOrigin?: string | null
}

export class Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  readonly serviceOrigin: string
  readonly #command: Launched['command']
  #isClosed = false

  private constructor({ app, command }: Launched, page: Page, serviceOrigin: string) {
    this.app = app
    this.page = page
    this.serviceOrigin = serviceOrigin
    this.#command = command
    app.on('close', () => {
      this.#isClosed = true
    })
  }

  static async launch({ args = [], env = {}, userData, serviceOrigin = NO_SERVICE }: DesktopOptions = {}): Promise<Desktop> {
    const launched = await launchDesktop({
      args,
      env: { ...(serviceOrigin === null ? {} : { PARLEY_SERVICE_URL: serviceOrigin }), ...env },
      ...(userData === undefined ? {} : { userData }),
    })
    const page = await launched.app.firstWindow()
    await expect.poll(() => page.evaluate(() => Reflect.has(window, 'parley')).catch(() => false)).toBe(true)
    await page.waitForLoadState()
    return new Desktop(launched, page, serviceOrigin ?? '')
  }

  /** What the bridge answers, whatever is asked. */
  readonly ask = (verb: string, input?: unknown): Promise<unknown> =>
    this.page.evaluate(
      ([name, given]) => (Reflect.get(window, 'parley') as Record<string, (input: unknown) => unknown>)[name]?.(given),
      [verb, input] as const,
    )

  /** The address of the page, as the main process knows it. */
  address(): Promise<string | undefined> {
    return this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
  }

  /** The same program with the same data once more, and how it ended. */
  async startAgain(args: string[]): Promise<{ code: number | null }> {
    const { args: first, env } = this.#command
    const [code] = (await once(spawn(electronProgram, [...first, ...args], { env, stdio: 'ignore' }), 'exit')) as [number | null]
    return { code }
  }

  /** Until the program has ended by itself. */
  async closed(): Promise<void> {
    if (!this.#isClosed) await this.app.waitForEvent('close')
  }

  async close(): Promise<void> {
    if (!this.#isClosed) await this.app.close()
  }
}
