/**
 * electron-updater, for what it is good at: getting the package, checking its publisher, starting the installer. What is offered,
 * whether it is believed and when it is installed is decided before, on a manifest whose signature was checked: electron-updater is
 * handed that manifest and never asks the feed by itself, since the feed could answer it something else.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import {
  type AppUpdater,
  CancellationToken,
  MacUpdater,
  NsisUpdater,
  Provider,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'
import type { UpdateEngine } from './update-engine.ts'
import type { Offer } from './update-feed.ts'
import { windowsSetupCommand } from './windows-setup.ts'

/** Of the package's size: it is unpacked beside itself. */
const SPACE_NEEDED = 3

/** What electron-updater otherwise reads from a file beside the program. */
interface UpdaterSettings {
  updaterCacheDirName: string
  /** Names of the certificate that a package must be signed with (Windows). */
  publisherName: readonly string[] | undefined
}

/** The one version that was found to be good. */
class CheckedRelease extends Provider<UpdateInfo> {
  readonly #offer: Offer

  constructor(offer: Offer, updater: AppUpdater) {
    super({
      isUseMultipleRangeRequest: false,
      platform: offer.manifest.platform === 'macos' ? 'darwin' : 'win32',
      // It is there, but not among the declared members.
      executor: Reflect.get(updater, 'httpExecutor'),
    })
    this.#offer = offer
  }

  async getLatestVersion(): Promise<UpdateInfo> {
    return updateInfoOf(this.#offer)
  }

  resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return info.files.map((file) => ({ url: this.#offer.package, info: file }))
  }
}

const updateInfoOf = ({
  manifest: {
    version,
    issuedAt,
    package: { file, sha512, size },
  },
}: Offer): UpdateInfo => ({
  version,
  files: [{ url: file, sha512, size }],
  path: file,
  sha512,
  releaseDate: new Date(issuedAt).toISOString(),
})

type InstallOptions = Parameters<NsisUpdater['doInstall']>[0]

/** electron-updater's own part of the work, without its way of finding versions. */
export interface PackageUpdater extends AppUpdater {
  /** Hands it the version that is downloaded next. */
  take(offer: Offer): void
}

export class WindowsUpdater extends NsisUpdater implements PackageUpdater {
  readonly configOnDisk: { readonly value: Promise<UpdaterSettings> }
  #sha512: string | undefined

  constructor(settings: UpdaterSettings, app?: ConstructorParameters<typeof NsisUpdater>[1]) {
    super(undefined, app)
    this.configOnDisk = { value: Promise.resolve(settings) }
  }

  take(offer: Offer): void {
    this.#sha512 = offer.manifest.package.sha512
    this.updateInfoAndProvider = { info: updateInfoOf(offer), provider: new CheckedRelease(offer, this) }
  }

  /**
   * In place of electron-updater's own way, which leaves both to setup: being an administrator and starting the program again. Between
   * us and PowerShell stands the command interpreter: without a console, as what outlives this program is started, PowerShell ends
   * before it has done anything; it gets one of its own from there.
   */
  protected override doInstall({ isForceRunAfter }: InstallOptions): boolean {
    const file = this.installerPath
    const sha512 = this.#sha512
    if (file === null || sha512 === undefined) return false
    const system = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32')
    const restart = isForceRunAfter ? process.execPath : undefined
    this.spawnLog(join(system, 'cmd.exe'), [
      '/d',
      '/c',
      join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
      ...['-NoProfile', '-NonInteractive', '-WindowStyle', 'Hidden'],
      ...['-Command', windowsSetupCommand({ file, sha512, pid: process.pid, restart })],
    ]).catch((error: Error) => this.dispatchError(error))
    return true
  }
}

export class MacosUpdater extends MacUpdater implements PackageUpdater {
  readonly configOnDisk: { readonly value: Promise<UpdaterSettings> }

  constructor(settings: UpdaterSettings) {
    super()
    this.configOnDisk = { value: Promise.resolve(settings) }
  }

  take(offer: Offer): void {
    this.updateInfoAndProvider = { info: updateInfoOf(offer), provider: new CheckedRelease(offer, this) }
  }
}

const codeOf = (thrown: unknown): ErrorCode => {
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'UPDATE_NO_SPACE'
  if (code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_INVALID_SIGNATURE') return 'UPDATE_UNTRUSTED'
  return typeof code === 'string' && /^(EACCES|EPERM|EROFS|EIO|EBUSY)$/.test(code) ? 'UPDATE_FAILED' : 'UPDATE_UNREACHABLE'
}

const sha512Of = async (file: string): Promise<string> => {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

/** Bytes that are free where packages are kept. */
const freeSpaceAt = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

export interface ElectronUpdaterOptions {
  updater: PackageUpdater
  /** Gives the package to whatever installs it, where that takes its time. Done when nothing but the end of the program is left. */
  handOver?: () => Promise<void>
  /** Starts the installation and closes the program. False where it could not be started. */
  start: (restart: boolean) => boolean
  /** Before each download: by which way out to the network. */
  prepare?: () => Promise<void>
  /** A folder on the disk that the package is downloaded to. */
  disk: string
  log: Log
  freeSpace?: (folder: string) => Promise<number>
}

export class ElectronUpdaterEngine implements UpdateEngine {
  readonly #options: ElectronUpdaterOptions
  #ready: { offer: Offer; file: string; isHandedOver: boolean } | undefined

  constructor(options: ElectronUpdaterOptions) {
    this.#options = options
    const { updater, log } = options
    updater.autoDownload = false
    // It would install at every end of the program: in a window that an administrator forbade, too.
    updater.autoInstallOnAppQuit = false
    updater.allowDowngrade = false
    updater.disableWebInstaller = true
    // A part of a package has no signature of its own.
    updater.disableDifferentialDownload = true
    // Its own lines hold addresses and paths.
    updater.logger = null
    updater.on('error', (error) => log.warn('updates.engine', { code: codeOf(error) }))
  }

  async download(offer: Offer, onProgress: (percent: number) => void): Promise<void> {
    const { updater, disk, freeSpace = freeSpaceAt, prepare } = this.#options
    this.#ready = undefined
    if ((await freeSpace(disk)) < offer.manifest.package.size * SPACE_NEEDED) throw new ParleyError('UPDATE_NO_SPACE')
    const tell = ({ percent }: { percent: number }): void => onProgress(Math.min(100, Math.max(0, percent)))
    updater.on('download-progress', tell)
    try {
      await prepare?.()
      updater.take(offer)
      const [file] = await updater.downloadUpdate(new CancellationToken())
      if (file === undefined) throw new ParleyError('UPDATE_FAILED', 'no package')
      await this.#check(offer, file)
      this.#ready = { offer, file, isHandedOver: false }
    } catch (thrown) {
      throw thrown instanceof ParleyError ? thrown : new ParleyError(codeOf(thrown), undefined, { cause: thrown })
    } finally {
      updater.off('download-progress', tell)
    }
  }

  async install(restart: boolean, mayStart: () => void): Promise<void> {
    if (this.#ready === undefined) throw new ParleyError('UPDATE_FAILED', 'nothing is ready')
    const ready = this.#ready
    // It may have lain there for days, in a folder that every program of this person can write to.
    await this.#check(ready.offer, ready.file)
    await this.#handOver(ready)
    mayStart()
    if (!this.#options.start(restart)) throw new ParleyError('UPDATE_FAILED', 'not started')
  }

  /** Once is enough: whoever was kept from the start after that tries again with the same package. */
  async #handOver(ready: { isHandedOver: boolean }): Promise<void> {
    if (ready.isHandedOver) return
    try {
      await this.#options.handOver?.()
    } catch (cause) {
      throw new ParleyError('UPDATE_FAILED', 'not handed over', { cause })
    }
    ready.isHandedOver = true
  }

  async #check({ manifest }: Offer, file: string): Promise<void> {
    const found = await sha512Of(file).catch((cause: unknown) => {
      throw new ParleyError('UPDATE_FAILED', 'package: unreadable', { cause })
    })
    if (found === manifest.package.sha512) return
    this.#ready = undefined
    await rm(file, { force: true })
    throw new ParleyError('UPDATE_UNTRUSTED', 'package: another')
  }
}
