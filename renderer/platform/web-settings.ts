import { defaultSettings, Settings } from '#shared/settings.ts'

const KEY = 'parley.settings'

/** Settings out of text that anything may have written: what can't be read is as if it had never been set. */
export const parseSettings = (text: string | null): Settings => {
  if (text === null) return defaultSettings()
  try {
    const parsed = Settings.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : defaultSettings()
  } catch {
    return defaultSettings()
  }
}

/** Settings in a browser. Where it keeps nothing (private windows, blocked storage), they last as long as the page. */
export const webSettings = (storage: () => Pick<Storage, 'getItem' | 'setItem'>) => ({
  key: KEY,
  read(): Settings {
    try {
      return parseSettings(storage().getItem(KEY))
    } catch {
      return defaultSettings()
    }
  },
  write(settings: Settings): void {
    try {
      storage().setItem(KEY, JSON.stringify(settings))
    } catch {
      // Full or forbidden: the settings hold until the page is closed.
    }
  },
})
