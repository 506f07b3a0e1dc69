import type { Log } from '../diagnostics/log.ts'
import { JsonFile } from '../storage/json-file.ts'
import { OwnSettings } from './managed-settings.ts'

/** What the person set for this client. A file that cannot be read counts as one that was never written. */
export class SettingsStore {
  readonly #file: JsonFile<OwnSettings>
  #own: OwnSettings

  constructor(path: string, log: Log) {
    this.#file = new JsonFile(path, OwnSettings, log)
    this.#own = this.#file.read() ?? OwnSettings.parse({})
  }

  get own(): OwnSettings {
    return this.#own
  }

  save(own: OwnSettings): void {
    this.#file.write(own)
    this.#own = own
  }
}
