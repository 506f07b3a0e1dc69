/** Keeps Parley up to date: asks the feed, gets what is meant for this computer, installs it when nobody is disturbed. */

import { ParleyError, toParleyError } from '#shared/errors.ts'
import { deferUntil, type InstallOccasion, type InstallVerdict, UNATTENDED, whenToInstall } from '#shared/updates/install-time.ts'
import { isTooOld, minimumOf } from '#shared/updates/minimum-version.ts'
import { judgeOffer } from '#shared/updates/offer.ts'
import type { Release, UpdateProgress, UpdateState, UpdatesOff } from '#shared/updates/update-state.ts'
import { type FindingOptions, findOffer } from './find-offer.ts'
import type { UpdateEngine } from './update-engine.ts'
import type { Offer } from './update-feed.ts'

/** The feed is asked this often, and first so long after the start, ms. */
const CHECK_EVERY = 4 * 60 * 60_000
const FIRST_CHECK = 60_000
/** How often it is looked whether an update can be installed now, ms. */
const LOOK_EVERY = 60_000
/** Whoever is at work is told so long before Parley restarts by itself, ms. */
const NOTICE = 60_000

export interface UpdatesOptions extends FindingOptions {
  /** Made when there is something to download. */
  engine: () => UpdateEngine
  /** Why this client never updates itself, whatever the policies say. */
  neverBecause: UpdatesOff | undefined
  now: () => Date
  /** Since when nobody touched the computer, s. */
  idle: () => number
  onChange: (state: UpdateState) => void
}

const releaseOf = ({ manifest: { version, notes, installBy } }: Offer): Release => ({ version, notes, installBy })

const isSamePackage = ({ manifest: one }: Offer, { manifest: other }: Offer): boolean =>
  one.version === other.version && one.package.sha512 === other.package.sha512

export class Updates {
  readonly #options: UpdatesOptions
  #progress: UpdateProgress
  #told = ''
  #running: Promise<void> | undefined
  #made: UpdateEngine | undefined
  /** The newest version that was meant for this computer, and whether it lies ready. */
  #offer: Offer | undefined
  #isReady = false
  #isInstalling = false
  #inMeeting = false
  #restartAt: number | undefined
  #timers: NodeJS.Timeout[] = []
  #notice: NodeJS.Timeout | undefined

  constructor(options: UpdatesOptions) {
    this.#options = options
    const { installed, log, memory } = options
    this.#progress = this.#resting()
    const last = memory.lastInstallation(installed)
    if (last?.succeeded === true) log.info('updates.installed', { version: last.version })
    if (last?.succeeded === false) log.warn('updates.notInstalled', { version: last.version })
  }

  get current(): UpdateState {
    const { policies } = this.#options
    const { UpdateWindow } = policies()
    const minimum = this.#minimum()
    return {
      progress: this.#progress,
      ...(UpdateWindow === '' ? {} : { window: UpdateWindow }),
      ...(minimum === undefined ? {} : { minimum }),
    }
  }

  /** Throws CLIENT_TOO_OLD where a policy keeps this version out of meetings. */
  requireCurrent(): void {
    const minimum = this.#minimum()
    if (minimum !== undefined) throw new ParleyError('CLIENT_TOO_OLD', `oldest: ${minimum}`)
  }

  start(): void {
    this.#timers = [
      setTimeout(() => void this.check(), FIRST_CHECK),
      setInterval(() => void this.check(), CHECK_EVERY),
      setInterval(() => this.#look('time'), LOOK_EVERY),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    clearTimeout(this.#notice)
    this.#timers = []
  }

  /** Asks the feed. `asked`: a person did, so what failed before is tried once more. Never throws: how it went is in the state. */
  check(asked = false): Promise<void> {
    return this.#exclusively(() => this.#check(asked))
  }

  /** Gets what is offered, where the person decides. */
  download(): Promise<void> {
    return this.#exclusively(async () => {
      if (this.#offer !== undefined && !this.#isReady && this.#offReason() === undefined) await this.#download(this.#offer)
    })
  }

  /** The person wants it now. Throws WRONG_STATE, with what it waits for, where it can't be. */
  async install(): Promise<void> {
    const verdict = this.#verdict('asked')
    if (verdict !== 'now') throw new ParleyError('WRONG_STATE', verdict ?? 'nothing is ready')
    await this.#install(true)
  }

  /** The person puts it off. */
  defer(): void {
    if (this.#offer === undefined || !this.#isReady) throw new ParleyError('WRONG_STATE', 'nothing is ready')
    const { memory, now } = this.#options
    const { version, installBy } = this.#offer.manifest
    memory.defer(version, deferUntil(now().getTime(), installBy))
    this.#cancelNotice()
    this.#showReady()
  }

  setInMeeting(inMeeting: boolean): void {
    this.#inMeeting = inMeeting
    if (inMeeting) this.#cancelNotice()
    if (this.#isReady) this.#showReady()
  }

  /** What an administrator allows is different now. */
  policiesChanged(): void {
    const { state } = this.#progress
    if (this.#offReason() !== undefined) {
      this.#cancelNotice()
      this.#show(this.#resting())
    } else if (this.#isReady && this.#isMeant()) {
      this.#showReady()
    } else if (state === 'off' || state === 'available' || this.#isReady) {
      this.#forget()
      void this.check()
    } else this.#show(this.#progress)
  }

  /**
   * The program is about to end. True where an update is installed first: `quit` is called when that failed; otherwise the
   * installation itself ends the program.
   */
  takesQuit(quit: () => void): boolean {
    if (this.#isInstalling || this.#verdict('quit') !== 'now') return false
    this.#install(false).catch(quit)
    return true
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    this.#running ??= work().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #check(asked: boolean): Promise<void> {
    if (this.#offReason() !== undefined) return this.#show(this.#resting())
    if (this.#isInstalling) return
    if (!this.#isReady) this.#show({ state: 'checking' })
    try {
      const found = await findOffer(this.#options, asked)
      if (this.#isInstalling) return
      if (this.#offReason() !== undefined) return this.#show(this.#resting())
      if (found === undefined || this.#offer === undefined || !isSamePackage(found, this.#offer)) this.#forget()
      this.#offer = found
      if (this.#isReady) return this.#showReady()
      if (found === undefined) return this.#show({ state: 'current', checkedAt: this.#options.now().getTime() })
      if (this.#options.policies().AutoUpdate === 'automatic' || this.#isDue(found)) return await this.#download(found)
      this.#show({ state: 'available', release: releaseOf(found) })
    } catch (thrown) {
      this.#fail(thrown)
    }
  }

  async #download(offer: Offer): Promise<void> {
    const { log } = this.#options
    const release = releaseOf(offer)
    let shown = -1
    const show = (percent: number): void => {
      const whole = Math.floor(percent)
      if (whole === shown || this.#offReason() !== undefined) return
      shown = whole
      this.#show({ state: 'downloading', release, percent: whole })
    }
    show(0)
    try {
      await this.#engine().download(offer, show)
    } catch (thrown) {
      return this.#fail(thrown)
    }
    if (this.#offReason() !== undefined) return this.#show(this.#resting())
    this.#isReady = true
    log.info('updates.ready', { version: release.version })
    this.#showReady()
    this.#look('time')
  }

  /** Installs what is ready, where the moment has come. */
  #look(occasion: InstallOccasion): void {
    if (!this.#isReady || this.#isInstalling) return
    const verdict = this.#verdict(occasion)
    if (verdict !== 'now') {
      this.#cancelNotice()
      this.#showReady()
      return
    }
    const { idle, now } = this.#options
    const isAttended = idle() < UNATTENDED
    if (isAttended && this.#restartAt === undefined) {
      this.#restartAt = now().getTime() + NOTICE
      this.#notice = setTimeout(() => this.#look('time'), NOTICE)
      this.#notice.unref()
      this.#showReady()
    } else if (!isAttended || now().getTime() >= (this.#restartAt ?? 0)) {
      this.#install(true).catch(() => undefined)
    }
  }

  /** Throws what the engine does; the version that runs goes on running. */
  async #install(restart: boolean): Promise<void> {
    const { log, memory } = this.#options
    const offer = this.#offer
    if (offer === undefined || this.#isInstalling) return
    this.#isInstalling = true
    this.#cancelNotice()
    const { version } = offer.manifest
    log.info('updates.installing', { version, restart })
    this.#show({ state: 'installing', release: releaseOf(offer) })
    memory.installationStarts(version)
    try {
      await this.#engine().install(restart, () => {
        if (this.#inMeeting) throw new ParleyError('WRONG_STATE', 'meeting')
      })
    } catch (thrown) {
      this.#isInstalling = false
      memory.installationStopped()
      const { code } = toParleyError(thrown)
      if (code === 'WRONG_STATE') this.#showReady()
      else {
        this.#isReady = false
        this.#fail(thrown)
      }
      throw thrown
    }
  }

  #verdict(occasion: InstallOccasion): InstallVerdict | undefined {
    const { idle, memory, now, policies } = this.#options
    if (this.#offer === undefined || !this.#isReady || !this.#isMeant()) return undefined
    if (this.#offReason() !== undefined) return 'off'
    const { version, installBy } = this.#offer.manifest
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

  /** An administrator may have decided otherwise since it was found. */
  #isMeant(): boolean {
    const { installed, memory, policies } = this.#options
    if (this.#offer === undefined) return false
    return (
      judgeOffer({ manifest: this.#offer.manifest, installed, ring: memory.ring, policies: policies(), failed: [] }) === 'take'
    )
  }

  #forget(): void {
    this.#offer = undefined
    this.#isReady = false
    this.#cancelNotice()
  }

  #engine(): UpdateEngine {
    this.#made ??= this.#options.engine()
    return this.#made
  }

  #isDue({ manifest: { installBy } }: Offer): boolean {
    return installBy !== undefined && this.#options.now().getTime() >= installBy
  }

  #minimum(): string | undefined {
    const { installed, policies } = this.#options
    const minimum = minimumOf(policies(), this.#offer?.manifest.version)
    return isTooOld(installed, minimum) ? minimum : undefined
  }

  #offReason(): UpdatesOff | undefined {
    const { neverBecause, policies } = this.#options
    const { AutoUpdate, UpdateUrl } = policies()
    if (neverBecause !== undefined) return neverBecause
    if (AutoUpdate === 'off') return 'policy'
    return UpdateUrl === '' ? 'noFeed' : undefined
  }

  #resting(): UpdateProgress {
    const reason = this.#offReason()
    return reason === undefined ? { state: 'current' } : { state: 'off', reason }
  }

  #showReady(): void {
    const offer = this.#offer
    if (offer === undefined || this.#isInstalling) return
    const asked = this.#verdict('asked')
    const deferredUntil = this.#options.memory.deferredUntil(offer.manifest.version)
    this.#show({
      state: 'ready',
      release: releaseOf(offer),
      ...(this.#options.policies().AutoUpdate === 'ask' ? { onlyIfAsked: true as const } : {}),
      ...(deferredUntil === undefined || deferredUntil <= this.#options.now().getTime() ? {} : { deferredUntil }),
      ...(this.#restartAt === undefined ? {} : { restartAt: this.#restartAt }),
      ...(asked === undefined || asked === 'now' ? {} : { waitsFor: asked }),
    })
  }

  #cancelNotice(): void {
    clearTimeout(this.#notice)
    this.#restartAt = undefined
  }

  #fail(thrown: unknown): void {
    const { log, now } = this.#options
    const error = toParleyError(thrown)
    log.error('updates.failed', error)
    // What lies ready is as good as it was.
    if (this.#isReady || this.#isInstalling) this.#showReady()
    else this.#show({ state: 'failed', code: error.code, checkedAt: now().getTime() })
  }

  /** Tells what is different. */
  #show(progress: UpdateProgress): void {
    this.#progress = progress
    const { current } = this
    const told = JSON.stringify(current)
    if (told === this.#told) return
    this.#told = told
    this.#options.onChange(current)
  }
}
