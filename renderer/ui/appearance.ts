import { useSyncExternalStore } from 'react'
import type { Settings } from '#shared/settings.ts'
import type { Appearance } from './theme.ts'

/** What the system asks for, as far as the page can see it. */
export interface SystemAppearance {
  forcedColors: boolean
  dark: boolean
}

/** A person's choice, or what the system asks for where they left it to the system. */
export const resolveAppearance = (chosen: Settings['appearance'], system: SystemAppearance): Appearance => {
  if (chosen !== 'system') return chosen
  if (system.forcedColors) return 'highContrast'
  return system.dark ? 'dark' : 'light'
}

/** Whether a media query holds now; follows it. */
export const useMediaQuery = (query: string): boolean =>
  useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )

export const useAppearance = (chosen: Settings['appearance']): Appearance => {
  const forcedColors = useMediaQuery('(forced-colors: active)')
  const dark = useMediaQuery('(prefers-color-scheme: dark)')
  return resolveAppearance(chosen, { forcedColors, dark })
}

/** The system asks for less motion. CSS asks by itself; this is for what a script moves. */
export const useReducedMotion = (): boolean => useMediaQuery('(prefers-reduced-motion: reduce)')
