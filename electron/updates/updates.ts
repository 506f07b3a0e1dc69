/** Keeps Parley up to date: asks the feed, gets what is meant for this computer, and lets it be installed when nobody is disturbed. */

import { ParleyError, toParleyError } from '#shared/errors.ts'
import { isTooOld, minimumOf } from '#shared/updates/minimum-version.ts'
import type { UpdateProgress, UpdateState, UpdatesOff } from '#shared/updates/update-state.ts'
import { type FindingOptions, findOffer, isMeant } from './find-offer.ts'
import { Installation, releaseOf } from './installation.ts'
import type { UpdateEngine } from './update-engine.ts'
import type { Offer } from './update-feed.ts'

/** The feed is asked this often, and first so long after the start, ms. */
const CHECK_EVERY = 4 * 60 * 60_000
const FIRST_CHECK = 60_000
/** How often it is looked whether an update can be installed now, ms. */
const LOOK_EVERY = 60_000

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

const isSamePackage = ({ manifest: one }: Offer, { manifest: other }: Offer): boolean =>
  one.version === other.version && one.package.sha512 === other.package.sha512

export class Updates {
  readonly #options: UpdatesOptions
  readonly #installation: Installation
  /** How the search stands, as long as nothing lies ready. */
  #search: UpdateProgress = { state: 'current' }
  /** The newest version that was meant for this computer, whether it lies ready or not. */
  #offer: Offer | undefined
  /** What administrators had decided about the search when they were asked last. */
  #rules: string
  #told = ''
  #running: Promise<void> | undefined
  #made: UpdateEngine | undefined
  #timers: NodeJS.Timeout[] = []

  constructor(options: UpdatesOptions) {
    this.#options = options
    const { installed, log, memory } = options
    this.#installation = new Installation({
      ...options,
      engine: () => this.#engine(),
      isOff: () => this.#offReason() !== undefined,
      onChange: () => this.#tell(),
      onFailed: (thrown) => this.#fail(thrown),
    })
    this.#rules = this.#currentRules()
    const last = memory.lastInstallation(installed)
    if (last?.succeeded === true) log.info('updates.installed', { version: last.version })
    if (last?.succeeded === false) log.warn('updates.notInstalled', { version: last.version })
  }

  get current(): UpdateState {
    const { UpdateWindow } = this.#options.policies()
    const minimum = this.#minimum()
    return {
      progress: this.#progress(),
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
      setInterval(() => this.#look(), LOOK_EVERY),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#installation.cancelNotice()
    this.#timers = []
  }

  /** Asks the feed. `asked`: a person did, so what failed before is tried once more. Never throws: how it went is in the state. */
  check(asked = false): Promise<void> {
    return asked ? this.#checkAnew(true) : this.#exclusively(() => this.#check(false))
  }

  /** Gets what is offered, where the person decides. */
  download(): Promise<void> {
    return this.#exclusively(async () => {
      const isReady = this.#installation.progress !== undefined
      if (this.#offer !== undefined && !isReady && this.#offReason() === undefined) await this.#download(this.#offer)
    })
  }

  /** The person wants it now. Throws WRONG_STATE, with what it waits for, where it can't be. */
  install(): Promise<void> {
    return this.#installation.ask()
  }

  /** The person puts it off. Throws WRONG_STATE where nothing lies ready. */
  defer(): void {
    this.#installation.defer()
    this.#tell()
  }

  setInMeeting(inMeeting: boolean): void {
    this.#installation.setInMeeting(inMeeting)
    this.#tell()
  }

  /** What an administrator allows may be different now. */
  policiesChanged(): void {
    const rules = this.#currentRules()
    const isOther = rules !== this.#rules
    this.#rules = rules
    if (this.#offReason() !== undefined) this.#installation.cancelNotice()
    else if (isOther && !this.#installation.isRunning) {
      if (this.#offer !== undefined && !isMeant(this.#offer, this.#options)) this.#forget()
      void this.#checkAnew(false)
    }
    this.#tell()
  }

  /**
   * The program is about to end. True where an update is installed first: `quit` is called when that failed; otherwise the
   * installation itself ends the program.
   */
  takesQuit(quit: () => void): boolean {
    return this.#installation.takesQuit(quit)
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    this.#running ??= work().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Not content with a search that goes on: it began under other conditions. */
  #checkAnew(asked: boolean): Promise<void> {
    if (this.#running === undefined) return this.#exclusively(() => this.#check(asked))
    return this.#running.then(() => this.#checkAnew(asked))
  }

  async #check(asked: boolean): Promise<void> {
    if (this.#offReason() !== undefined || this.#installation.isRunning) return this.#tell()
    this.#show({ state: 'checking' })
    try {
      const offered = await findOffer(this.#options, asked)
      if (this.#installation.isRunning) return
      if (this.#offReason() !== undefined) return this.#show({ state: 'current' })
      // An administrator may have decided otherwise while the feed was asked.
      const found = offered !== undefined && isMeant(offered, this.#options) ? offered : undefined
      if (found === undefined || this.#offer === undefined || !isSamePackage(found, this.#offer)) this.#forget()
      this.#offer = found
      if (found === undefined) return this.#show({ state: 'current', checkedAt: this.#options.now().getTime() })
      if (this.#installation.progress !== undefined) {
        this.#installation.lies(found)
        return this.#tell()
      }
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
      if (whole === shown) return
      shown = whole
      this.#show({ state: 'downloading', release, percent: whole })
    }
    show(0)
    try {
      await this.#engine().download(offer, show)
    } catch (thrown) {
      return this.#fail(thrown)
    }
    if (this.#offReason() !== undefined) return this.#show({ state: 'current' })
    if (!isMeant(offer, this.#options)) {
      this.#forget()
      return this.#tell()
    }
    this.#installation.lies(offer)
    log.info('updates.ready', { version: release.version })
    this.#look()
  }

  /** Installs what is ready, where the moment has come. */
  #look(): void {
    this.#installation.look()
    this.#tell()
  }

  #forget(): void {
    this.#offer = undefined
    this.#search = { state: 'current' }
    this.#installation.forget()
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

  /** All that decides which version is looked for, and whether it is downloaded unasked. */
  #currentRules(): string {
    const { AutoUpdate, UpdateUrl, UpdateChannel, TargetVersionPrefix } = this.#options.policies()
    return JSON.stringify([AutoUpdate, UpdateUrl, UpdateChannel, TargetVersionPrefix])
  }

  #progress(): UpdateProgress {
    const reason = this.#offReason()
    if (reason !== undefined && !this.#installation.isRunning) return { state: 'off', reason }
    return this.#installation.progress ?? this.#search
  }

  #fail(thrown: unknown): void {
    const { log, now } = this.#options
    const error = toParleyError(thrown)
    log.error('updates.failed', error)
    this.#show({ state: 'failed', code: error.code, checkedAt: now().getTime() })
  }

  /** What lies ready is shown before any search for something newer. */
  #show(search: UpdateProgress): void {
    this.#search = search
    this.#tell()
  }

  /** Tells what is different. */
  #tell(): void {
    const { current } = this
    const told = JSON.stringify(current)
    if (told === this.#told) return
    this.#told = told
    this.#options.onChange(current)
  }
}
