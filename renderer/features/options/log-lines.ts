/** The log as it is read: pure. */
import type { LogEntry } from '#shared/contract/moderation.ts'
import { OPTION_NAMES, type OptionName } from '#shared/meeting/options.ts'

/** What was read and what was told since, each entry once, the newest first. */
export const logOf = (read: readonly LogEntry[], told: readonly LogEntry[]): LogEntry[] => {
  const byId = new Map([...read, ...told].map((entry) => [entry.id, entry]))
  return [...byId.values()].toSorted((one, other) => other.at - one.at)
}

/** The option that an entry speaks of, out of a detail such as `lobby: everyone`. */
export const changedOption = (detail: string | undefined): { name: OptionName; value: string } | undefined => {
  const [wanted, value] = detail?.split(': ') ?? []
  const name = OPTION_NAMES.find((known) => known === wanted)
  return name === undefined || value === undefined ? undefined : { name, value }
}
