/** What a computer remembers about updates, in a file of its own. */
import { z } from 'zod'
import { UPDATE_CHANNELS } from '#shared/updates/manifest.ts'
import type { Log } from '../diagnostics/log.ts'
import { JsonFile } from '../storage/json-file.ts'

/** After so many installations of a version that did not come to run, it is left alone. */
const ATTEMPTS = 2

const Memory = z.object({
  /** This computer's place among all, from 0 up to 100: drawn once. */
  ring: z.number().min(0).lt(100),
  /** When the newest manifest of each channel that was believed was signed, ms since 1970. */
  seen: z.partialRecord(z.enum(UPDATE_CHANNELS), z.int().min(0)).default({}),
  deferral: z.object({ version: z.string(), until: z.int().min(0) }).optional(),
  /** The version whose installation was started last. */
  started: z.string().optional(),
  failures: z.array(z.object({ version: z.string(), times: z.int().min(1) })).default([]),
})
type Memory = z.infer<typeof Memory>
type Channel = (typeof UPDATE_CHANNELS)[number]

export interface UpdateMemoryOptions {
  file: string
  log: Log
  /** From 0 up to 1. */
  random?: () => number
}

export class UpdateMemory {
  readonly #file: JsonFile<Memory>
  readonly #log: Log
  #memory: Memory

  constructor({ file, log, random = Math.random }: UpdateMemoryOptions) {
    this.#file = new JsonFile<Memory>(file, Memory, log)
    this.#log = log
    const kept = this.#file.read()
    this.#memory = kept ?? { ring: Math.floor(random() * 10_000) / 100, seen: {}, failures: [] }
    if (kept === undefined) this.#save()
  }

  get ring(): number {
    return this.#memory.ring
  }

  /** Versions that are not tried again by themselves. */
  get failed(): string[] {
    return this.#memory.failures.filter(({ times }) => times >= ATTEMPTS).map(({ version }) => version)
  }

  seen(channel: Channel): number {
    return this.#memory.seen[channel] ?? 0
  }

  setSeen(channel: Channel, issuedAt: number): void {
    if (issuedAt > this.seen(channel)) this.#change({ seen: { ...this.#memory.seen, [channel]: issuedAt } })
  }

  deferredUntil(version: string): number | undefined {
    const { deferral } = this.#memory
    return deferral?.version === version ? deferral.until : undefined
  }

  defer(version: string, until: number): void {
    this.#change({ deferral: { version, until } })
  }

  installationStarts(version: string): void {
    this.#change({ started: version })
  }

  /** It was not started after all. */
  installationStopped(): void {
    this.#change({ started: undefined })
  }

  /** How the installation that was started last ended, now that the program runs again: undefined where none was. */
  lastInstallation(installed: string): { version: string; succeeded: boolean } | undefined {
    const { started, failures } = this.#memory
    if (started === undefined) return undefined
    const succeeded = started === installed
    const times = (failures.find(({ version }) => version === started)?.times ?? 0) + 1
    const others = failures.filter(({ version }) => version !== started)
    this.#change({ started: undefined, failures: succeeded ? others : [...others, { version: started, times }] })
    return { version: started, succeeded }
  }

  #change(change: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...change }
    this.#save()
  }

  #save(): void {
    try {
      this.#file.write(this.#memory)
    } catch (thrown) {
      this.#log.error('updates.notRemembered', thrown)
    }
  }
}
