import type { Settings } from '#shared/settings.ts'
import type { ManagedPolicies } from '../policy/managed-policies.ts'
import { ownAfter, settingsThatHold } from './managed-settings.ts'
import type { SettingsStore } from './settings-store.ts'

/** The settings that hold: the person's own, and above and below them what administrators have set. */
export class HeldSettings {
  readonly #store: SettingsStore
  readonly #policies: ManagedPolicies
  readonly #changed: (now: Settings) => void

  /** `changed` is told of every change, by whomever. */
  constructor(store: SettingsStore, policies: ManagedPolicies, changed: (now: Settings) => void) {
    this.#store = store
    this.#policies = policies
    this.#changed = changed
    policies.onChange(() => changed(this.current))
  }

  get current(): Settings {
    return settingsThatHold(this.#store.own, this.#policies.values)
  }

  /** What is locked, and what is as it was, stays nobody's choice but the one whose it was. The service has a way of its own. */
  change(wanted: Settings): void {
    this.#set({ ...wanted, server: this.current.server })
  }

  setServer(server: string): void {
    this.#set({ ...this.current, server })
  }

  #set(wanted: Settings): void {
    this.#store.save(ownAfter(this.#store.own, wanted, this.#policies.current))
    const before = this.#policies.current
    this.#policies.refresh()
    // Where a policy is another by that, everybody has been told already.
    if (this.#policies.current === before) this.#changed(this.current)
  }
}
