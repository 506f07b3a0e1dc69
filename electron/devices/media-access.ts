import type { Shell, SystemPreferences } from 'electron'
import { MEDIA_KINDS, type MediaAccess, type MediaKind } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'

type Status = ReturnType<SystemPreferences['getMediaAccessStatus']>

const ACCESS: Readonly<Record<Status, MediaAccess>> = {
  granted: 'granted',
  denied: 'denied',
  restricted: 'restricted',
  unknown: 'unknown',
  'not-determined': 'notDetermined',
}

/** Pages of the operating systems' settings. Windows has none for screens, Linux none at all. */
const SETTINGS_PAGES: Partial<Record<NodeJS.Platform, Partial<Record<MediaKind, string>>>> = {
  darwin: {
    camera: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Camera',
    microphone: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
    screen: 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture',
  },
  win32: { camera: 'ms-settings:privacy-webcam', microphone: 'ms-settings:privacy-microphone' },
}

export interface MediaAccessParts {
  platform: NodeJS.Platform
  preferences: Pick<SystemPreferences, 'getMediaAccessStatus' | 'askForMediaAccess'>
  shell: Pick<Shell, 'openExternal'>
}

/** What the operating system lets Parley use, and the way out where it does not. Linux has no such setting. */
export class SystemMediaAccess {
  readonly #parts: MediaAccessParts

  constructor(parts: MediaAccessParts) {
    this.#parts = parts
  }

  of(kind: MediaKind): MediaAccess {
    const { platform, preferences } = this.#parts
    if (platform !== 'darwin' && platform !== 'win32') return 'unknown'
    return ACCESS[preferences.getMediaAccessStatus(kind)]
  }

  all(): Record<MediaKind, MediaAccess> {
    return Object.fromEntries(MEDIA_KINDS.map((kind) => [kind, this.of(kind)])) as Record<MediaKind, MediaAccess>
  }

  /** Only macOS asks the person; Windows has decided beforehand. */
  async request(kind: 'camera' | 'microphone'): Promise<boolean> {
    if (this.#parts.platform === 'darwin') return this.#parts.preferences.askForMediaAccess(kind)
    const access = this.of(kind)
    return access !== 'denied' && access !== 'restricted'
  }

  /** What there is a page of settings for. */
  get settings(): MediaKind[] {
    return MEDIA_KINDS.filter((kind) => SETTINGS_PAGES[this.#parts.platform]?.[kind] !== undefined)
  }

  async openSettings(kind: MediaKind): Promise<void> {
    const page = SETTINGS_PAGES[this.#parts.platform]?.[kind]
    if (page === undefined) throw new ParleyError('FORBIDDEN', 'unsupported')
    await this.#parts.shell.openExternal(page)
  }
}
