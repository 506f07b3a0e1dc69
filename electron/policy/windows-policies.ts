/** Windows: the registry, as Group Policy, Intune and the installer write it. Lists are subkeys with one value an entry. */
import { DEFAULTS_KEY, POLICY_KEY } from '#shared/managed-policy/places.ts'
import { isPolicyName, policyOf } from '#shared/managed-policy/policies.ts'
import type { SourceReading } from '#shared/managed-policy/resolve-policies.ts'
import type { PolicyPlaces } from './policy-places.ts'

export type RegistryHive = 'HKEY_LOCAL_MACHINE' | 'HKEY_CURRENT_USER'

/** A key's values by name, and the names of its subkeys. Numbers for REG_DWORD, text for REG_SZ, undefined for other kinds. */
export interface RegistryKey {
  readonly values: Readonly<Record<string, string | number | undefined>>
  readonly subkeys: readonly string[]
}

/** Reads the 64-bit view, whichever program asks. */
export interface Registry {
  /** Undefined where there is no such key; throws where it can't be read. */
  readKey(hive: RegistryHive, path: string): RegistryKey | undefined
}

const isList = (name: string): boolean => isPolicyName(name) && policyOf(name).allowed.type === 'servers'

/** Entries in the order of their numbers: Group Policy calls them 1, 2, 3 … */
const listOf = ({ values }: RegistryKey): unknown[] =>
  Object.entries(values)
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([, value]) => value)

const readingOf = (registry: Registry, hive: RegistryHive, path: string): SourceReading => {
  try {
    const key = registry.readKey(hive, path)
    if (key === undefined) return { state: 'absent' }
    const lists = key.subkeys
      .filter(isList)
      .map((name): readonly [string, unknown] => [
        name,
        listOf(registry.readKey(hive, `${path}\\${name}`) ?? { values: {}, subkeys: [] }),
      ])
    return { state: 'read', values: Object.fromEntries([...Object.entries(key.values), ...lists]) }
  } catch {
    return { state: 'unusable', reason: 'unreadable' }
  }
}

export class WindowsPolicies implements PolicyPlaces {
  readonly folders = []
  readonly #registry: Registry

  constructor(registry: Registry) {
    this.#registry = registry
  }

  read(): ReturnType<PolicyPlaces['read']> {
    return {
      machinePolicy: readingOf(this.#registry, 'HKEY_LOCAL_MACHINE', POLICY_KEY),
      userPolicy: readingOf(this.#registry, 'HKEY_CURRENT_USER', POLICY_KEY),
      installDefault: readingOf(this.#registry, 'HKEY_LOCAL_MACHINE', DEFAULTS_KEY),
    }
  }
}
