/** Puts the parts of the updates together, for the program that runs. */
import { join } from 'node:path'
import type { App, PowerMonitor, ProxyConfig } from 'electron'
import type { UpdatePolicies } from '#shared/managed-policy/update-policies.ts'
import { UPDATES_CACHE_FOLDER } from '#shared/updates/cache-folder.ts'
import type { UpdateArchitecture } from '#shared/updates/manifest.ts'
import type { UpdateState, UpdatesOff } from '#shared/updates/update-state.ts'
import type { Log } from '../diagnostics/log.ts'
import type { Environment } from '../environment.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { ElectronUpdaterEngine, MacosUpdater, WindowsUpdater } from './electron-updater-engine.ts'
import { keptFromUpdating } from './own-package.ts'
import { PINNED } from './pinned.ts'
import { readUpdateKeys } from './signed-manifest.ts'
import type { UpdateEngine } from './update-engine.ts'
import { UpdateFeed } from './update-feed.ts'
import { UpdateMemory } from './update-memory.ts'
import { Updates } from './updates.ts'

interface Parts {
  app: Pick<App, 'getVersion' | 'quit'>
  /** Whether it was handed out. */
  packaged: boolean
  power: Pick<PowerMonitor, 'getSystemIdleTime'>
  environment: Pick<Environment, 'os' | 'triedOutUpdates'>
  dataFolder: string
  /** Electron's. */
  resources: string
  fetch: Fetch
  policies: () => UpdatePolicies
  proxy: () => ProxyConfig
  onChange: (state: UpdateState) => void
  log: Log
}

/** Packages for macOS are for both processors. */
const architectureOf = (os: 'windows' | 'macos'): UpdateArchitecture =>
  os === 'macos' ? 'universal' : process.arch === 'arm64' ? 'arm64' : 'x64'

const engineOf = (os: 'windows' | 'macos', { app, dataFolder, proxy, log }: Parts): UpdateEngine => {
  const settings = {
    updaterCacheDirName: UPDATES_CACHE_FOLDER,
    publisherName: PINNED.publisher === '' ? undefined : [PINNED.publisher],
  }
  if (os === 'macos') {
    const updater = new MacosUpdater(settings)
    const start = (restart: boolean): boolean => {
      updater.autoRunAppAfterInstall = restart
      updater.quitAndInstall()
      return true
    }
    return new ElectronUpdaterEngine({
      updater,
      start,
      disk: dataFolder,
      log,
      prepare: () => updater.netSession.setProxy(proxy()),
    })
  }
  const updater = new WindowsUpdater(settings)
  const start = (restart: boolean): boolean => {
    const isStarted = updater.install(true, restart)
    if (isStarted) app.quit()
    return isStarted
  }
  return new ElectronUpdaterEngine({ updater, start, disk: dataFolder, log, prepare: () => updater.netSession.setProxy(proxy()) })
}

const neverBecause = (
  { packaged, environment: { os, triedOutUpdates }, resources }: Parts,
  keys: string,
): UpdatesOff | undefined => {
  if (os.name !== 'windows' && os.name !== 'macos') return 'unsupported'
  // A package for Windows is believed by its publisher's signature besides ours.
  const isPinned = keys !== '' && (triedOutUpdates !== undefined || os.name === 'macos' || PINNED.publisher !== '')
  if (!isPinned) return 'noKey'
  if (!packaged) return triedOutUpdates === undefined ? 'unsupported' : undefined
  return keptFromUpdating({ platform: os.platform, resources })
}

export const createUpdates = (parts: Parts): Updates => {
  const { app, power, environment, dataFolder, fetch, policies, onChange, log } = parts
  const { os, triedOutUpdates } = environment
  const platform = os.name === 'macos' ? 'macos' : 'windows'
  const keys = triedOutUpdates?.key ?? PINNED.keys
  return new Updates({
    installed: app.getVersion(),
    place: { platform, architecture: architectureOf(platform) },
    feed: new UpdateFeed({ fetch, keys: readUpdateKeys(keys) }),
    engine: () => engineOf(platform, parts),
    memory: new UpdateMemory({ file: join(dataFolder, 'updates.json'), log }),
    policies: () => (triedOutUpdates?.url === undefined ? policies() : { ...policies(), UpdateUrl: triedOutUpdates.url }),
    neverBecause: neverBecause(parts, keys),
    now: () => new Date(),
    idle: () => power.getSystemIdleTime(),
    onChange,
    log,
  })
}
