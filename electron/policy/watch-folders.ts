import { type FSWatcher, watch } from 'node:fs'

/** ms: a file that is replaced, or written in parts, is looked at once it is at rest. */
const AT_REST = 200

/** Tells soon after something has changed in one of some folders. Folders may be missing, come and go. */
export class FolderWatch {
  readonly #folders: readonly string[]
  readonly #changed: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined

  constructor(folders: readonly string[], changed: () => void) {
    this.#folders = folders
    this.#changed = changed
    this.renew()
  }

  /** Takes up folders that have come since. */
  renew(): void {
    for (const folder of this.#folders) if (!this.#watchers.has(folder)) this.#watch(folder)
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#soon())
      const gone = (): void => {
        watcher.close()
        this.#watchers.delete(folder)
        this.#soon()
      }
      watcher.on('error', gone)
      this.#watchers.set(folder, watcher)
    } catch {
      // It is not there, or may not be looked into. Whoever asks again finds out.
    }
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#changed, AT_REST)
  }
}
