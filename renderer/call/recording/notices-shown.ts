import type { Scope } from '../scope.ts'
import type { SignallingCalls } from '../signalling/signalling-client.ts'

/** The service is told again after this long where it could not be told, ms. */
const AGAIN_AFTER = 1_000

export interface NoticesShownOptions {
  /** Shown before, in the same meeting. */
  shown: readonly string[]
  /** Undefined outside the meeting: there is nobody to tell. */
  calls(): Pick<SignallingCalls, 'acknowledgeRecordingNotice'> | undefined
}

/** Ids of the recordings whose notice this person has been shown. In the meeting the service is told of each. */
export class NoticesShown {
  readonly #scope: Scope
  readonly #options: NoticesShownOptions
  readonly #shown: Set<string>

  constructor(scope: Scope, options: NoticesShownOptions) {
    this.#scope = scope
    this.#options = options
    this.#shown = new Set(options.shown)
  }

  get ids(): string[] {
    return [...this.#shown]
  }

  /** The screen shows these now. */
  see(recordingIds: readonly string[]): void {
    for (const id of recordingIds) this.#shown.add(id)
    this.#tell(recordingIds)
  }

  #tell(recordingIds: readonly string[]): void {
    const calls = this.#options.calls()
    if (calls === undefined || recordingIds.length === 0) return
    calls.acknowledgeRecordingNotice({ recordingIds: [...recordingIds] }).catch(() => {
      this.#scope.timeout(AGAIN_AFTER, () => this.#tell(recordingIds))
    })
  }
}
