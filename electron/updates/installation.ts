/** The version that lies ready: when it is installed, what it waits for, and what becomes of it. */
import { ParleyError, toParleyError } from '#shared/errors.ts'
import { deferUntil, type InstallOccasion, type InstallVerdict, UNATTENDED, whenToInstall } from '#shared/updates/install-time.ts'
import type { Release, UpdateProgress } from '#shared/updates/update-state.ts'
import { type FindingOptions, isMeant } from './find-offer.ts'
import type { UpdateEngine } from './update-engine.ts'
import type { Offer } from './update-feed.ts'

/** Whoever is at work is told so long before Parley restarts by itself, ms. */
const NOTICE = 60_000

export interface InstallationOptions extends Pick<FindingOptions, 'installed' | 'log' | 'memory' | 'policies'> {
  engine: () => UpdateEngine
  /** Whether this client may update itself at all. */
  isOff: () => boolean
  now: () => Date
  /** Since when nobody touched the computer, s. */
  idle: () => number
  /** It stands otherwise than before. */
  onChange: () => void
  /** It could not be installed, and does not lie ready any more. */
  onFailed: (thrown: unknown) => void
}

export const releaseOf = ({ manifest: { version, notes, installBy } }: Offer): Release => ({ version, notes, installBy })

export class Installation {
  readonly #options: InstallationOptions
  #ready: Offer | undefined
  #isRunning = false
  #inMeeting = false
  #restartAt: number | undefined
  #notice: NodeJS.Timeout | undefined

  constructor(options: InstallationOptions) {
    this.#options = options
  }

  /** It was started, and ends the program unless it fails. */
  get isRunning(): boolean {
    return this.#isRunning
  }

  /** Undefined where nothing lies ready. */
  get progress(): UpdateProgress | undefined {
    const { memory, now, policies } = this.#options
    if (this.#ready === undefined) return undefined
    const release = releaseOf(this.#ready)
    if (this.#isRunning) return { state: 'installing', release }
    const asked = this.#verdict('asked')
    const deferredUntil = memory.deferredUntil(release.version)
    return {
      state: 'ready',
      release,
      ...(policies().AutoUpdate === 'ask' ? { onlyIfAsked: true as const } : {}),
      ...(deferredUntil === undefined || deferredUntil <= now().getTime() ? {} : { deferredUntil }),
      ...(this.#restartAt === undefined ? {} : { restartAt: this.#restartAt }),
      ...(asked === undefined || asked === 'now' ? {} : { waitsFor: asked }),
    }
  }

  /** Its package was downloaded and found to be good; or what is said of it was signed anew. */
  lies(offer: Offer): void {
    this.#ready = offer
  }

  forget(): void {
    this.#ready = undefined
    this.cancelNotice()
  }

  /** Whoever was told that Parley restarts by itself is not right any more. */
  cancelNotice(): void {
    clearTimeout(this.#notice)
    this.#restartAt = undefined
  }

  setInMeeting(inMeeting: boolean): void {
    this.#inMeeting = inMeeting
    if (inMeeting) this.cancelNotice()
  }

  /** The person wants it now. Throws WRONG_STATE, with what it waits for, where it can't be. */
  async ask(): Promise<void> {
    const verdict = this.#verdict('asked')
    if (verdict !== 'now') throw new ParleyError('WRONG_STATE', verdict ?? 'nothing is ready')
    await this.#install(true)
  }

  /** The person puts it off. Throws WRONG_STATE where nothing lies ready. */
  defer(): void {
    if (this.#ready === undefined) throw new ParleyError('WRONG_STATE', 'nothing is ready')
    const { memory, now } = this.#options
    const { version, installBy } = this.#ready.manifest
    memory.defer(version, deferUntil(now().getTime(), installBy))
    this.cancelNotice()
  }

  /**
   * The program is about to end. True where an update is installed first: `quit` is called when that failed; otherwise the
   * installation itself ends the program.
   */
  takesQuit(quit: () => void): boolean {
    if (this.#isRunning || this.#verdict('quit') !== 'now') return false
    this.#install(false).catch(quit)
    return true
  }

  /** Time went by: installs where the moment has come, a minute after it was said where somebody is at work. */
  look(): void {
    if (this.#ready === undefined || this.#isRunning) return
    if (this.#verdict('time') !== 'now') {
      this.cancelNotice()
      return
    }
    const { idle, now } = this.#options
    const isAttended = idle() < UNATTENDED
    if (isAttended && this.#restartAt === undefined) {
      this.#restartAt = now().getTime() + NOTICE
      this.#notice = setTimeout(() => {
        this.look()
        this.#options.onChange()
      }, NOTICE)
      this.#notice.unref()
    } else if (!isAttended || now().getTime() >= (this.#restartAt ?? 0)) {
      this.#install(true).catch(() => undefined)
    }
  }

  #verdict(occasion: InstallOccasion): InstallVerdict | undefined {
    const { idle, isOff, memory, now, policies } = this.#options
    if (this.#ready === undefined || !isMeant(this.#ready, this.#options)) return undefined
    if (isOff()) return 'off'
    const { version, installBy } = this.#ready.manifest
    const date = now()
    return whenToInstall({
      occasion,
      policies: policies(),
      now: date.getTime(),
      minutes: date.getHours() * 60 + date.getMinutes(),
      inMeeting: this.#inMeeting,
      idle: idle(),
      deferredUntil: memory.deferredUntil(version),
      installBy,
    })
  }

  /** Throws what the engine does; the version that runs goes on running. */
  async #install(restart: boolean): Promise<void> {
    const { engine, log, memory, onChange, onFailed } = this.#options
    if (this.#ready === undefined || this.#isRunning) return
    const { version } = this.#ready.manifest
    this.#isRunning = true
    this.cancelNotice()
    log.info('updates.installing', { version, restart })
    onChange()
    memory.installationStarts(version)
    try {
      await engine().install(restart, () => {
        if (this.#inMeeting) throw new ParleyError('WRONG_STATE', 'meeting')
      })
    } catch (thrown) {
      this.#isRunning = false
      memory.installationStopped()
      if (toParleyError(thrown).code === 'WRONG_STATE') onChange()
      else {
        this.forget()
        onFailed(thrown)
      }
      throw thrown
    }
  }
}
