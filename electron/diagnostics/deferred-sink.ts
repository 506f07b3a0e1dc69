import type { LogSink } from './log.ts'

/** Keeps lines until it is known where they go. */
export class DeferredSink {
  #lines: string[] = []
  #target: LogSink | undefined

  readonly sink: LogSink = (line) => {
    if (this.#target === undefined) this.#lines.push(line)
    else this.#target(line)
  }

  open(target: LogSink): void {
    this.#target = target
    for (const line of this.#lines.splice(0)) target(line)
  }
}
