import { toParleyError } from '#shared/errors.ts'
import type { Failure, LocalSource as ShownSource } from '../call-state.ts'
import type { Connection } from '../connection/connection.ts'
import { Publication } from '../connection/publication.ts'
import { Reconciler } from '../reconciler.ts'
import type { Scope } from '../scope.ts'
import { captureFailure, failureOf } from './capture-failure.ts'

export interface LocalSourceOptions {
  kind: 'microphone' | 'camera'
  /** Opens the device of this id, or the system's default. */
  capture(deviceId: string | undefined): Promise<MediaStreamTrack>
  /** The device went away while it was captured. */
  onLost(label: string): void
  /** The device that was chosen could not be opened; what was captured before goes on, from this device. */
  onRefused(deviceId: string | undefined): void
  show(shown: ShownSource): void
}

/**
 * A microphone or camera: what the person wishes, what is captured, what is sent. Wishes take effect on the capture at once, so
 * that nothing is captured or sent that the screen shows as off; the rest follows, the last wish wins.
 *
 * While it is off in a meeting, a microphone stays open (silent, and off the wire) to be there at the first word after unmuting;
 * a camera is always closed, because its light is the person's proof.
 */
export class LocalSource {
  readonly #options: LocalSourceOptions
  readonly #scope: Scope
  readonly #reconciler = new Reconciler(() => this.#step())
  #wanted = false
  /** On for as long as a key is held. */
  #held = false
  #deviceId: string | undefined
  #capturedId: string | undefined
  #captured: { track: MediaStreamTrack; release: () => void } | undefined
  #failure: Failure | undefined
  #connection: Connection | undefined
  #publication: Publication | undefined

  constructor(scope: Scope, options: LocalSourceOptions) {
    this.#scope = scope
    this.#options = options
  }

  get wanted(): boolean {
    return this.#wanted
  }

  /** Wanted, but there is no such device. */
  get isMissing(): boolean {
    return this.#failure?.code === 'MICROPHONE_MISSING' || this.#failure?.code === 'CAMERA_MISSING'
  }

  /** Heard although it is muted. */
  get isHeldOpen(): boolean {
    return this.#held && !this.#wanted && this.#captured !== undefined
  }

  async set(on: boolean): Promise<void> {
    this.#wanted = on
    await this.#apply()
  }

  /** On while held, whatever was set. */
  async hold(held: boolean): Promise<void> {
    if (this.#held === held) return
    this.#held = held
    await this.#apply()
  }

  async changeDevice(id: string | undefined): Promise<void> {
    this.#deviceId = id
    this.#failure = undefined
    await this.#reconciler.request()
  }

  /** Tries again to open what was blocked, as after a device has been plugged in. */
  async tryAgain(): Promise<void> {
    if (this.#failure !== undefined) await this.#apply()
  }

  /** Sends over `connection` from now on. */
  async publishOn(connection: Connection): Promise<void> {
    this.#connection = connection
    this.#publication = new Publication(connection, this.#options.kind)
    await this.#reconciler.request()
  }

  /** The connection is lost: what is captured stays, to be sent again over the next one in the same state. */
  withdraw(): void {
    this.#connection = undefined
    this.#publication = undefined
    this.#held = false
    this.#enforce()
  }

  /** Turned off by another: off at once, also for whoever holds the key to talk. */
  async turnedOff(): Promise<void> {
    this.#held = false
    await this.set(false)
  }

  /** Off, and the device let go of, whatever would otherwise keep it open. */
  async letGo(): Promise<void> {
    this.#held = false
    this.#wanted = false
    this.#release()
    await this.#apply()
  }

  /** Nothing is sent over the connection any more, though it goes on; what is captured stays. */
  retract(): void {
    this.#publication?.drop()
    this.withdraw()
  }

  get #on(): boolean {
    return this.#wanted || this.#held
  }

  #apply(): Promise<void> {
    this.#failure = undefined
    this.#enforce()
    return this.#reconciler.request()
  }

  /** What a wish means for the capture, at once. */
  #enforce(): void {
    const captured = this.#captured
    if (captured !== undefined) {
      captured.track.enabled = this.#on
      if (!this.#on && !this.#keepsCapture) this.#release()
    }
    this.#show()
  }

  get #keepsCapture(): boolean {
    return this.#options.kind === 'microphone' && this.#connection !== undefined
  }

  async #step(): Promise<void> {
    if (this.#scope.closed) return
    const stale = this.#captured !== undefined && this.#capturedId !== this.#deviceId
    if (this.#on && this.#failure === undefined && (this.#captured === undefined || stale)) await this.#capture()
    else if (stale) this.#release()
    await this.#publish()
    this.#show()
  }

  async #publish(): Promise<void> {
    const publication = this.#publication
    const connection = this.#connection
    if (publication === undefined || connection === undefined) return
    try {
      if (this.#on && this.#captured !== undefined) await publication.send(this.#captured.track)
      else await publication.silence()
    } catch (thrown) {
      // What could not be sent over a lost connection is sent over the next one.
      if (connection !== this.#connection || connection.lost) return
      this.#failure = failureOf(toParleyError(thrown).code)
      this.#release()
    }
  }

  async #capture(): Promise<void> {
    const deviceId = this.#deviceId
    const before = this.#captured
    try {
      const track = await this.#options.capture(deviceId)
      if (this.#captured === before) this.#release()
      this.#capturedId = deviceId
      this.#own(track)
    } catch (thrown) {
      if (before === undefined) this.#failure = captureFailure(this.#options.kind, thrown)
      else if (this.#deviceId === deviceId) {
        this.#deviceId = this.#capturedId
        this.#options.onRefused(this.#capturedId)
      }
    }
    this.#enforce()
  }

  #own(track: MediaStreamTrack): void {
    const releases = [this.#scope.track(track), this.#scope.listen(track, 'ended', () => this.#lost(track))]
    const release = () => {
      for (const each of releases) each()
    }
    this.#captured = { track, release }
    // A closed scope has stopped it already.
    if (this.#scope.closed) this.#captured = undefined
  }

  #lost(track: MediaStreamTrack): void {
    if (this.#captured?.track !== track) return
    this.#release()
    this.#deviceId = undefined
    this.#options.onLost(track.label)
    this.#reconciler.request().catch(() => undefined)
  }

  #release(): void {
    this.#captured?.release()
    this.#captured = undefined
  }

  #show(): void {
    const track = this.#captured?.track
    if (!this.#wanted) this.#options.show({ state: 'off', ...(track === undefined ? {} : { track }) })
    else if (this.#failure !== undefined) this.#options.show({ state: 'blocked', failure: this.#failure })
    else if (track === undefined) this.#options.show({ state: 'starting' })
    else this.#options.show({ state: 'on', track })
  }
}
