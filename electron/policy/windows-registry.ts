/**
 * The registry of Windows, by native-reg. It comes with the program for Windows alone, built beforehand, and is loaded when it is
 * asked for: elsewhere nothing of it is there.
 */
import { createRequire } from 'node:module'
import { AGENT_KEYS } from '../virtual-desktop.ts'
import type { Registry, RegistryHive, RegistryKey } from './windows-policies.ts'

type NativeRegistry = typeof import('native-reg')

/** Of native-reg, what is used here. */
export type RegistryFunctions = Pick<
  NativeRegistry,
  'openKey' | 'closeKey' | 'enumKeyNames' | 'enumValueNames' | 'queryValueRaw' | 'parseValue'
>

/** winreg.h */
const HIVES: Readonly<Record<RegistryHive, number>> = { HKEY_LOCAL_MACHINE: 0x8000_0002, HKEY_CURRENT_USER: 0x8000_0001 }
/** KEY_READ | KEY_WOW64_64KEY: what administrators set stands in the 64-bit view, whichever program asks. */
const READ_64_BIT = 0x2_0019 | 0x100
const REG_SZ = 1
const REG_DWORD = 4

export const loadRegistryFunctions = (): RegistryFunctions => createRequire(import.meta.url)('native-reg') as NativeRegistry

export class WindowsRegistry implements Registry {
  readonly #load: () => RegistryFunctions
  #functions: RegistryFunctions | undefined

  constructor(load = loadRegistryFunctions) {
    this.#load = load
  }

  readKey(hive: RegistryHive, path: string): RegistryKey | undefined {
    this.#functions ??= this.#load()
    const { openKey, closeKey, enumKeyNames, enumValueNames, queryValueRaw, parseValue } = this.#functions
    const key = openKey(HIVES[hive], path, READ_64_BIT)
    if (key === null) return undefined
    try {
      const values = enumValueNames(key).map((name): readonly [string, string | number | undefined] => {
        const raw = queryValueRaw(key, name)
        const isKnown = raw?.type === REG_SZ || raw?.type === REG_DWORD
        const value = isKnown ? parseValue(raw) : undefined
        return [name, typeof value === 'string' || typeof value === 'number' ? value : undefined]
      })
      return { values: Object.fromEntries(values), subkeys: enumKeyNames(key) }
    } finally {
      closeKey(key)
    }
  }

  /** Of the keys that agents of virtual desktops leave, those that are there. One that can't be read is there. */
  agentKeys(): string[] {
    return AGENT_KEYS.filter((path) => {
      try {
        return this.readKey('HKEY_LOCAL_MACHINE', path) !== undefined
      } catch {
        return true
      }
    })
  }
}
