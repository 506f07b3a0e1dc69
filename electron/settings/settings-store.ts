import { defaultSettings, Settings } from '#shared/settings.ts'
import type { Log } from '../diagnostics/log.ts'
import { JsonFile } from '../storage/json-file.ts'

/** What the person set for this client. A file that cannot be read counts as one that was never written. */
export class SettingsStore {
  readonly #file: JsonFile<Settings>
  #settings: Settings

  constructor(path: string, log: Log) {
    this.#file = new JsonFile(path, Settings, log)
    this.#settings = this.#file.read() ?? defaultSettings()
  }

  get current(): Settings {
    return this.#settings
  }

  save(settings: Settings): void {
    this.#file.write(settings)
    this.#settings = settings
  }
}
