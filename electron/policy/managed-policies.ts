/** The managed policies of this computer as they are now, for the main process; notices when they change while it runs. */
import {
  type ManagedPlatform,
  POLICY_NAMES,
  type PolicyName,
  type PolicyValues,
  policyOf,
} from '#shared/managed-policy/policies.ts'
import {
  type PolicyFinding,
  type ResolvedPolicies,
  resolvePolicies,
  type SourceReadings,
} from '#shared/managed-policy/resolve-policies.ts'
import type { Log } from '../diagnostics/log.ts'
import type { PolicyPlaces } from './policy-places.ts'
import { type PolicyReport, reportOf } from './policy-report.ts'
import { FolderWatch } from './watch-folders.ts'

/** ms. Where a change can be seen at once, this is for what the system did not tell. */
const LOOK_EVERY = 30_000

export interface ManagedPoliciesOptions {
  readonly places: PolicyPlaces
  readonly platform: ManagedPlatform
  /** What the person has set, by the names of policies. */
  readonly userSettings: () => Readonly<Record<string, unknown>>
  readonly log: Log
}

export type PoliciesChanged = (now: ResolvedPolicies, before: ResolvedPolicies) => void

export class ManagedPolicies {
  readonly #options: ManagedPoliciesOptions
  readonly #listeners = new Set<PoliciesChanged>()
  readonly #atStart: PolicyValues
  #readings: SourceReadings
  #current: ResolvedPolicies
  #timer: NodeJS.Timeout | undefined
  #folders: FolderWatch | undefined

  constructor(options: ManagedPoliciesOptions) {
    this.#options = options
    this.#readings = this.#read()
    this.#current = resolvePolicies(this.#readings, options.platform)
    this.#atStart = this.#current.values
  }

  get current(): ResolvedPolicies {
    return this.#current
  }

  get values(): PolicyValues {
    return this.#current.values
  }

  /** What was set since the start, and holds only when Parley is started again. */
  get awaitingRestart(): PolicyName[] {
    const isOther = (name: PolicyName): boolean => JSON.stringify(this.#atStart[name]) !== JSON.stringify(this.values[name])
    return POLICY_NAMES.filter((name) => policyOf(name).restart && isOther(name))
  }

  get report(): PolicyReport {
    return reportOf(this.#readings, this.#current)
  }

  /** Calls `listener` after each change, until the returned function is called. */
  onChange(listener: PoliciesChanged): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reads everything again, and tells where something is different. Also for when a setting was changed. */
  refresh(): void {
    const readings = this.#read()
    const resolved = resolvePolicies(readings, this.#options.platform)
    const before = this.#current
    this.#readings = readings
    if (JSON.stringify(resolved) === JSON.stringify(before)) return
    this.#current = resolved
    if (JSON.stringify(resolved.findings) !== JSON.stringify(before.findings)) this.#tell(resolved.findings)
    for (const listener of [...this.#listeners]) listener(resolved, before)
  }

  /** From now on, tells the log what is ignored and everybody what changes. */
  watch(): void {
    if (this.#timer !== undefined) return
    this.#tell(this.#current.findings)
    this.#folders = new FolderWatch(this.#options.places.folders, () => this.refresh())
    this.#timer = setInterval(() => {
      this.#folders?.renew()
      this.refresh()
    }, LOOK_EVERY)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#folders?.close()
    this.#timer = undefined
    this.#folders = undefined
  }

  #read(): SourceReadings {
    const { places, userSettings } = this.#options
    return { ...places.read(), userSetting: { state: 'read', values: userSettings() } }
  }

  #tell(findings: readonly PolicyFinding[]): void {
    for (const { problem, ...rest } of findings) this.#options.log.warn(`policy.${problem}`, rest)
  }
}
