import type { NativeTheme } from 'electron'
import type { Settings } from '#shared/settings.ts'

/** What the operating system draws (title bar, menus, dialogs) and what the page is told the system prefers. */
export const themeSourceOf = (appearance: Settings['appearance']): NativeTheme['themeSource'] =>
  // High contrast is a theme of the page's own, white on black.
  appearance === 'highContrast' ? 'dark' : appearance
