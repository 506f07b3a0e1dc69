import type { LocalSource as ShownSource } from '../call-state.ts'
import type { Connection } from '../connection/connection.ts'
import { Publication } from '../connection/publication.ts'
import { Reconciler } from '../reconciler.ts'
import type { Scope } from '../scope.ts'
import type { CapturedScreen } from './capture.ts'
import { captureFailure } from './capture-failure.ts'

export interface ScreenShareOptions {
  capture(audio: boolean): Promise<CapturedScreen>
  /** Whether a refusal comes from the system, rather than from a person who changed their mind in the picker. */
  isDenied(): Promise<boolean>
  /** What was shared has gone: the window was closed, or the system's own button was pressed. */
  onEnded(): void
  show(shown: ShownSource): void
}

/** One capture of a screen, from the picker to the end. */
interface Share {
  readonly tracks: CapturedScreen
  readonly publications: Publication[]
  readonly release: () => void
}

/** The person's shared screen and its sound. Starting is asking for a new capture; however often it is toggled, one remains at the most. */
export class ScreenShare {
  readonly #options: ScreenShareOptions
  readonly #scope: Scope
  readonly #reconciler = new Reconciler(() => this.#step())
  #wanted: { audio: boolean } | undefined
  #share: Share | undefined
  #shown: ShownSource = { state: 'off' }
  #connection: Connection | undefined

  constructor(scope: Scope, options: ScreenShareOptions) {
    this.#scope = scope
    this.#options = options
  }

  async start(options: { audio: boolean }): Promise<void> {
    this.#wanted ??= options
    this.#show(this.#share === undefined ? { state: 'starting' } : this.#shown)
    await this.#reconciler.request()
  }

  async stop(): Promise<void> {
    this.#wanted = undefined
    this.#share?.release()
    this.#show({ state: 'off' })
    await this.#reconciler.request()
  }

  async publishOn(connection: Connection): Promise<void> {
    this.#connection = connection
    await this.#reconciler.request()
  }

  withdraw(): void {
    this.#connection = undefined
    this.#share?.publications.splice(0)
  }

  /** Nothing is sent over the connection any more, though it goes on. */
  retract(): void {
    for (const publication of this.#share?.publications ?? []) publication.drop()
    this.withdraw()
  }

  async #step(): Promise<void> {
    if (this.#share !== undefined && (this.#wanted === undefined || this.#ended(this.#share))) await this.#end(this.#share)
    if (this.#wanted !== undefined && this.#share === undefined) await this.#begin(this.#wanted)
    // The wish may have changed while the picker was open.
    if (this.#wanted === undefined && this.#share !== undefined) await this.#end(this.#share)
    if (this.#share !== undefined) await this.#publish(this.#share)
  }

  #ended({ tracks }: Share): boolean {
    return tracks.video.readyState === 'ended'
  }

  async #begin({ audio }: { audio: boolean }): Promise<void> {
    try {
      const tracks = await this.#options.capture(audio)
      this.#share = this.#own(tracks)
      if (this.#wanted !== undefined) this.#show({ state: 'on', track: tracks.video })
    } catch (thrown) {
      this.#wanted = undefined
      const failure = captureFailure('screen', thrown)
      const changedMind = failure.code === 'SCREEN_DENIED' && !(await this.#options.isDenied())
      this.#show(changedMind ? { state: 'off' } : { state: 'blocked', failure })
    }
  }

  #own(tracks: CapturedScreen): Share {
    const releases = [
      this.#scope.listen(tracks.video, 'ended', () => {
        if (this.#share?.tracks !== tracks || this.#wanted === undefined) return
        this.#options.onEnded()
        this.stop().catch(() => undefined)
      }),
      this.#scope.track(tracks.video),
    ]
    if (tracks.audio !== undefined) releases.push(this.#scope.track(tracks.audio))
    return {
      tracks,
      publications: [],
      release: () => {
        for (const release of releases) release()
      },
    }
  }

  async #end(share: Share): Promise<void> {
    this.#share = undefined
    share.release()
    const connection = this.#connection
    await this.#overConnection(connection, () => Promise.all(share.publications.map((each) => each.close())))
  }

  async #publish(share: Share): Promise<void> {
    const connection = this.#connection
    if (connection === undefined || share.publications.length > 0) return
    const { video, audio } = share.tracks
    const sources = [
      { publication: new Publication(connection, 'screen'), track: video },
      ...(audio === undefined ? [] : [{ publication: new Publication(connection, 'screenAudio'), track: audio }]),
    ]
    share.publications.push(...sources.map(({ publication }) => publication))
    try {
      await this.#overConnection(connection, () =>
        Promise.all(
          sources.filter(({ track }) => track.readyState === 'live').map(({ publication, track }) => publication.send(track)),
        ),
      )
    } catch (thrown) {
      this.#wanted = undefined
      await this.#end(share)
      this.#show({ state: 'off' })
      throw thrown
    }
  }

  /** What fails because the connection went is no failure of the share. */
  async #overConnection(connection: Connection | undefined, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (connection === this.#connection && connection?.lost === false) throw thrown
    }
  }

  #show(shown: ShownSource): void {
    this.#shown = shown
    this.#options.show(shown)
  }
}
