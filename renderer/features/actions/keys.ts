/** Keyboard shortcuts as data: what they match, and how they are written, on macOS and elsewhere. */

export interface Shortcut {
  /** A letter, or the `key` of a KeyboardEvent as it is (`Escape`, `F6`, `?`). */
  key: string
  /** Ctrl, or Cmd on macOS. */
  mod?: boolean
  shift?: boolean
  alt?: boolean
}

/** What is read of a KeyboardEvent. */
export interface KeyPress {
  key: string
  /** The place of the key, as in `KeyD`, whatever letter the layout puts there. */
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

const isLetter = (key: string): boolean => /^[a-z]$/i.test(key)

/**
 * A letter is the one that the layout gives; where it gives none of ours (Cyrillic, or macOS with Option), the one that a US
 * keyboard has in that place.
 */
const sameKey = (shortcut: Shortcut, press: KeyPress): boolean => {
  if (!isLetter(shortcut.key)) return press.key === shortcut.key
  if (isLetter(press.key)) return press.key.toLowerCase() === shortcut.key.toLowerCase()
  return press.code === `Key${shortcut.key.toUpperCase()}`
}

export const matches = (shortcut: Shortcut, press: KeyPress, mac: boolean): boolean => {
  if (!sameKey(shortcut, press)) return false
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (other || mod !== (shortcut.mod ?? false) || press.altKey !== (shortcut.alt ?? false)) return false
  // A character such as ? says nothing of how the layout makes it.
  const character = shortcut.key.length === 1 && !isLetter(shortcut.key)
  return character || press.shiftKey === (shortcut.shift ?? false)
}

const MAC_KEYS: Record<string, string> = { Escape: '⎋', ' ': 'Space' }
const OTHER_KEYS: Record<string, string> = { Escape: 'Esc', ' ': 'Space' }

/** As people read it: `⌘⇧E` on macOS, `Ctrl+Shift+E` elsewhere. */
export const writeShortcut = ({ key, mod, shift, alt }: Shortcut, mac: boolean): string => {
  const last = (mac ? MAC_KEYS : OTHER_KEYS)[key] ?? key.toUpperCase()
  if (mac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${last}`
  return [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', last].filter(Boolean).join('+')
}

/** As `aria-keyshortcuts` wants it. */
export const ariaShortcut = ({ key, mod, shift, alt }: Shortcut, mac: boolean): string =>
  [mod && (mac ? 'Meta' : 'Control'), alt && 'Alt', shift && 'Shift', isLetter(key) ? key.toUpperCase() : key]
    .filter(Boolean)
    .join('+')

/** Where a person writes, a character is a character. */
export const takesText = (element: Element | null): boolean => {
  if (element === null) return false
  if (
    element.closest('[contenteditable=""], [contenteditable="true"], textarea, [role="textbox"], [role="searchbox"]') !== null
  ) {
    return true
  }
  const input = element.closest('input')
  return input !== null && !['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color'].includes(input.type)
}

/** Whether Space already means something to the control that has the focus. */
export const usesSpace = (element: Element | null): boolean =>
  element !== null &&
  (takesText(element) ||
    element.closest(
      'button, input, select, summary, a[href], video[controls], audio[controls], [role="button"], [role="checkbox"], [role="switch"], ' +
        '[role="radio"], [role="menuitem"], [role="menuitemradio"], [role="menuitemcheckbox"], [role="tab"], [role="option"], [role="slider"], [role="combobox"]',
    ) !== null)

/** The next of `count` regions after the one at `current` (-1: none), going round. */
export const nextRegion = (current: number, count: number, backwards: boolean): number => {
  if (count === 0) return -1
  if (current < 0) return backwards ? count - 1 : 0
  return (current + (backwards ? count - 1 : 1)) % count
}
