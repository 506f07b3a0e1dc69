import { useCallback } from 'react'
import type { Settings } from '#shared/settings.ts'
import { usePlatform, useSettings } from '../../app/services.ts'

/** The settings, and a way to change some of them. They are kept at once: there is no *Save*. */
export const useChangeSettings = (): { settings: Settings; change: (changes: Partial<Settings>) => void } => {
  const platform = usePlatform()
  const settings = useSettings()
  const change = useCallback(
    (changes: Partial<Settings>) => void platform.settings.save({ ...platform.settings.current(), ...changes }),
    [platform],
  )
  return { settings, change }
}
