/**
 * Where secrets outlast the program: texts by name, sealed by the operating system. There is no second place; where it can't be
 * used, the secrets live in memory only or not at all.
 */
export interface Keystore {
  /** Throws KEYSTORE_UNAVAILABLE, with the reason, where nothing could be kept safely. May wait for the person to unlock it. */
  check(): Promise<void>
  /** Undefined for what isn't there or can't be unsealed any more: a keyring that was lost or changed loses its entries. */
  read(name: string): Promise<string | undefined>
  /** What is written is on disk when this is done. */
  write(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
  /** Removes every entry. */
  clear(): Promise<void>
}
