import type { AudioPlayer, CallEnvironment } from '../environment.ts'
import type { Scope } from '../scope.ts'

/** Gestures after which a browser lets a page make sound. */
const GESTURES = ['pointerdown', 'keydown'] as const

interface Voice {
  player: AudioPlayer
  release: () => void
}

/** Plays what is heard, on the speaker that was chosen. */
export class AudioOutput {
  readonly #scope: Scope
  readonly #environment: Pick<CallEnvironment, 'createPlayer' | 'createStream' | 'window'>
  readonly #voices = new Map<string, Voice>()
  #speakerId = ''
  #unlocks: (() => void)[] = []

  constructor(scope: Scope, environment: Pick<CallEnvironment, 'createPlayer' | 'createStream' | 'window'>) {
    this.#scope = scope
    this.#environment = environment
  }

  add(id: string, track: MediaStreamTrack): void {
    this.remove(id)
    const player = this.#environment.createPlayer()
    const release = this.#scope.defer(() => {
      player.pause()
      player.srcObject = null
    })
    this.#voices.set(id, { player, release })
    player.srcObject = this.#environment.createStream(track)
    this.#route(player)
    this.#play(player)
  }

  remove(id: string): void {
    this.#voices.get(id)?.release()
    this.#voices.delete(id)
  }

  /** Undefined: the system's default. */
  changeSpeaker(id: string | undefined): void {
    this.#speakerId = id ?? ''
    for (const { player } of this.#voices.values()) this.#route(player)
  }

  #route(player: AudioPlayer): void {
    // A speaker that has just been unplugged: the browser goes on with the default one.
    player.setSinkId?.(this.#speakerId).catch(() => undefined)
  }

  #play(player: AudioPlayer): void {
    player.play().catch((thrown: unknown) => {
      if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') this.#playAtNextGesture()
    })
  }

  #playAtNextGesture(): void {
    if (this.#unlocks.length > 0 || this.#scope.closed) return
    this.#unlocks = GESTURES.map((gesture) =>
      this.#scope.listen(this.#environment.window, gesture, () => {
        for (const unlock of this.#unlocks.splice(0)) unlock()
        for (const { player } of this.#voices.values()) this.#play(player)
      }),
    )
  }
}
