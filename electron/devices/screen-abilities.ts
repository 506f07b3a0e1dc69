import type { OperatingSystem } from '../environment.ts'

export interface ScreenAbilities {
  /** The operating system picks what is shared; our page shows no picker of its own. */
  picker: 'page' | 'macos' | 'portal'
  /** The sound of the computer can go with a shared screen. */
  systemAudio: boolean
}

/**
 * Who picks what is shared. macOS has a picker of its own since 15. On Wayland listing the sources is what opens the portal's
 * picker: a picker of ours on top of it would be the second one.
 */
export const screenAbilitiesOf = ({
  platform,
  version,
  sessionType,
}: Pick<OperatingSystem, 'platform' | 'version' | 'sessionType'>): ScreenAbilities => {
  if (platform === 'darwin' && Number.parseInt(version, 10) >= 15) return { picker: 'macos', systemAudio: false }
  if (platform === 'linux' && sessionType === 'wayland') return { picker: 'portal', systemAudio: false }
  return { picker: 'page', systemAudio: platform === 'win32' }
}
