/** The keys of the player, while the focus is in it and not on what uses the same key itself. */
export type PlayerCommand =
  | { readonly do: 'toggle' | 'mute' | 'fullScreen' }
  | { readonly do: 'leap' /** ms */; readonly by: number }
  | { readonly do: 'speed'; readonly by: 1 | -1 }
  | { readonly do: 'goTo' /** Of the whole, 0 to 1. */; readonly part: number }

const KEYS: Readonly<Record<string, PlayerCommand>> = {
  ' ': { do: 'toggle' },
  k: { do: 'toggle' },
  m: { do: 'mute' },
  f: { do: 'fullScreen' },
  j: { do: 'leap', by: -10_000 },
  l: { do: 'leap', by: 10_000 },
  arrowleft: { do: 'leap', by: -5_000 },
  arrowright: { do: 'leap', by: 5_000 },
  ',': { do: 'speed', by: -1 },
  '.': { do: 'speed', by: 1 },
  home: { do: 'goTo', part: 0 },
  end: { do: 'goTo', part: 1 },
}

/** What takes its keys itself, by its tag. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  BUTTON: [' '],
  INPUT: [' ', 'arrowleft', 'arrowright', 'home', 'end'],
  SELECT: Object.keys(KEYS),
}

export interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** `tag`: of the element that has the focus. */
export const commandOf = ({ key, ctrlKey, altKey, metaKey }: PressedKey, tag: string): PlayerCommand | undefined => {
  const name = key.toLowerCase()
  if (ctrlKey || altKey || metaKey || OWN[tag]?.includes(name) === true) return undefined
  return Object.hasOwn(KEYS, name) ? KEYS[name] : undefined
}
