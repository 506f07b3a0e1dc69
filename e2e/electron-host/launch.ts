/** Starts a desktop program for the specs: in real Electron where there is one, else in the host. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { ensureChromium } from '../../build/setup/chromium.ts'
import { installedElectron } from '../../build/setup/electron.ts'
import type { ElectronHost } from './host/electron.ts'
import type { Records, Surroundings } from './host/records.ts'

const PROJECT_ROOT = join(import.meta.dirname, '../..')
const HOST = join(import.meta.dirname, 'bin/electron-host')

export interface LaunchOptions {
  /** Where the program's package.json stands; the project itself unless given. */
  appDir?: string
  args?: string[]
  env?: Record<string, string>
  /** Folder of its data, kept afterwards; a new one that is removed unless given. */
  userData?: string
}

const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })

const electron = process.env.ELECTRON_BIN ?? (await installedElectron())

/** No real Electron is there: what the specs drive is the host. */
export const isHost = electron === undefined
/** The program to start, with Electron's own command line. */
export const electronProgram = electron ?? HOST

/**
 * The origin that a service and Chromium see for an origin of the program's own scheme. Under the host, sockets carry it to the
 * service; HTTP requests carry the program's.
 */
export const browserOrigin = (origin: string): string =>
  isHost ? origin.replace(/^([a-z][a-z0-9+.-]*):\/\/(.+)$/, 'http://$2.$1.localhost') : origin

let chromiumSearch: Promise<string> | undefined
const findChromium = (): Promise<string> => {
  chromiumSearch ??= ensureChromium()
  return chromiumSearch
}

/** A program that runs, with the folder of its data. */
export interface Desktop {
  app: ElectronApplication
  userData: string
  /** Arguments and environment with which a second instance of it is started. */
  command: { args: string[]; env: Record<string, string> }
}

export const launchDesktop = async (options: LaunchOptions = {}): Promise<Desktop> => {
  const { appDir = PROJECT_ROOT, args = [], env = {} } = options
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'parley-desktop-'))
  const isTemporary = options.userData === undefined
  const chromium = isHost ? { PARLEY_CHROMIUM: await findChromium() } : {}
  const media = ['--use-fake-device-for-media-stream=fps=30', '--auto-select-desktop-capture-source=Entire screen']
  const command = {
    args: [appDir, `--user-data-dir=${userData}`, ...(isHost ? [] : media), ...args],
    env: Object.fromEntries(
      Object.entries({ ...process.env, ...chromium, ...env }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
  }
  try {
    const app = await _electron.launch({
      executablePath: electronProgram,
      args: command.args,
      // Only of the first instance: a second one must not take the folder with it.
      env: isTemporary ? { ...command.env, HOST_TEMPORARY_USER_DATA: '1' } : command.env,
    })
    if (isTemporary) app.on('close', () => removeFolder(userData))
    return { app, userData, command }
  } catch (error) {
    if (isTemporary) removeFolder(userData)
    throw error
  }
}

type WithHost = typeof Electron & { electronHost?: ElectronHost }

/** What the program asked of its surroundings, and how they answer. Only in the host; rejects in real Electron. */
export const host = (app: ElectronApplication) => {
  const run = async <Result, Argument>(
    body: (host: ElectronHost, argument: Argument) => Result,
    argument: Argument,
  ): Promise<Result> =>
    (await app.evaluate(
      (electron, [source, given]) => {
        const { electronHost } = electron as WithHost
        if (electronHost === undefined) throw new Error('only the host keeps records')
        return Function(`return (${source})`)()(electronHost, given)
      },
      [String(body), argument] as const,
    )) as Result
  return {
    records: (): Promise<Records> => run(({ records }) => records, null),
    /** Changes how the operating system answers, such as `{ mediaAccess: { camera: 'denied', … } }`. */
    setSurroundings: (given: Partial<Surroundings>): Promise<void> =>
      run(({ surroundings }, changed) => void Object.assign(surroundings, changed), given),
    clickNotification: (id: string): Promise<void> => run(({ clickNotification }, clicked) => clickNotification(clicked), id),
  }
}
