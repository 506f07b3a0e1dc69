/** The managed policies of this computer as they are now, for the main process; notices when they change while it runs. */
import type { ManagedPlatform } from '#shared/managed-policy/policies.ts'
import { type PolicyFinding, type ResolvedPolicies, resolvePolicies } from '#shared/managed-policy/resolve-policies.ts'
import type { Log } from '../diagnostics/log.ts'
import type { PolicyPlaces } from './policy-places.ts'

/** Milliseconds. Files are replaced, keys deleted and created anew: looking is surer than being told, and costs next to nothing. */
const LOOK_EVERY = 30_000

export interface ManagedPoliciesOptions {
  readonly places: PolicyPlaces
  readonly platform: ManagedPlatform
  /** What the person has set, by the names of policies. */
  readonly userSettings: () => Readonly<Record<string, unknown>>
  readonly onChange: (resolved: ResolvedPolicies) => void
  readonly log: Log
}

export class ManagedPolicies {
  readonly #options: ManagedPoliciesOptions
  #current: ResolvedPolicies
  #timer: NodeJS.Timeout | undefined

  constructor(options: ManagedPoliciesOptions) {
    this.#options = options
    this.#current = this.#resolve()
    this.#tell(this.#current.findings)
  }

  get current(): ResolvedPolicies {
    return this.#current
  }

  /** Reads everything again; calls `onChange` where something is different. Also for when a setting was changed. */
  refresh(): void {
    const resolved = this.#resolve()
    const before = this.#current
    if (JSON.stringify(resolved) === JSON.stringify(before)) return
    this.#current = resolved
    if (JSON.stringify(resolved.findings) !== JSON.stringify(before.findings)) this.#tell(resolved.findings)
    this.#options.onChange(resolved)
  }

  watch(): void {
    this.#timer ??= setInterval(() => this.refresh(), LOOK_EVERY)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #resolve(): ResolvedPolicies {
    const { places, platform, userSettings } = this.#options
    return resolvePolicies({ ...places.read(), userSetting: { state: 'read', values: userSettings() } }, platform)
  }

  #tell(findings: readonly PolicyFinding[]): void {
    for (const { problem, ...rest } of findings) this.#options.log.warn(`policy.${problem}`, rest)
  }
}
