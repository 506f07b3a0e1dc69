import type { BridgeEvent, BridgeEventData, MediaAccess } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Settings } from '#shared/settings.ts'
import { version } from '../../package.json'
import { Observed } from './observed.ts'
import type { Platform } from './platform.ts'
import { unmanaged } from './unmanaged.ts'
import { osOf, readAddress } from './web-place.ts'
import { WebSession } from './web-session.ts'
import { webSettings } from './web-settings.ts'

const MEDIA_ACCESS: Record<PermissionState, MediaAccess> = { granted: 'granted', denied: 'denied', prompt: 'notDetermined' }

const accessTo = async (name: 'camera' | 'microphone'): Promise<MediaAccess> => {
  try {
    return MEDIA_ACCESS[(await navigator.permissions.query({ name })).state]
  } catch {
    // Not every browser tells.
    return 'unknown'
  }
}

const requestAccess = async (kind: 'camera' | 'microphone'): Promise<boolean> => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(kind === 'camera' ? { video: true } : { audio: true })
    for (const track of stream.getTracks()) track.stop()
    return true
  } catch {
    return false
  }
}

const unable = (what: string) => Promise.reject(new ParleyError('WRONG_STATE', `${what}: not in a browser`))

/** A browser: guests, and the embedded service's people where no desktop client can be had. */
export const createWebPlatform = async (): Promise<Platform> => {
  const serviceOrigin = location.origin
  const address = readAddress(location.href)
  let pendingCode = address.code
  // The secret of an invitation stays in no address bar and no history.
  if (address.invitation !== undefined) history.replaceState(history.state, '', location.pathname + location.search)
  const os = osOf(navigator.userAgent, navigator.maxTouchPoints)
  const session = new WebSession({
    serviceOrigin,
    device: { kind: 'web', os },
    fetch: (...request) => fetch(...request),
    now: Date.now,
  })
  // A person whom the service does not know is asked like everybody else.
  if (address.personId !== undefined) {
    await session.open({ kind: 'sample', personId: address.personId }).catch(() => undefined)
  }

  const kept = webSettings(() => localStorage)
  const settings = new Observed<Settings>(kept.read())
  window.addEventListener('storage', ({ key }) => {
    if (key === kept.key) settings.set(kept.read())
  })

  const canShare = typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === 'function'
  return {
    info: { kind: 'web', os, version },
    serviceOrigin,
    abilities: {
      ownScreenPicker: false,
      shareSystemAudio: canShare && /Chrome\//.test(navigator.userAgent),
      mediaSettings: [],
      notify: false,
      shareScreen: canShare,
      openDesktopClient: os !== 'other',
      signInWithProvider: false,
      programSettings: false,
    },
    service: session.service,
    identity: {
      current: () => session.state.value,
      signIn: () => unable('identity.signIn'),
      signInAsSample: (personId) => session.open({ kind: 'sample', personId }),
      confirm: () => unable('identity.confirm'),
      reopen: () => unable('identity.reopen'),
      cancel: () => unable('identity.cancel'),
      joinAsGuest: (code, name, given) => {
        const invitation = given ?? (code === address.code ? address.invitation : undefined)
        return session.open({ kind: 'guest', code, name, ...(invitation === undefined ? {} : { invitation }) })
      },
      signOut: () => session.close(),
      subscribe: (listener) => session.state.subscribe(listener),
    },
    openTicket: async () => (await session.service.identity.openTicket()).ticket,
    settings: {
      current: () => settings.value,
      async save(changed) {
        kept.write(changed)
        settings.set(changed)
      },
      subscribe: (listener) => settings.subscribe(listener),
    },
    // They are for computers that an organisation manages; a guest's browser is none.
    policies: unmanaged,
    media: {
      access: async () => ({ camera: await accessTo('camera'), microphone: await accessTo('microphone'), screen: 'unknown' }),
      request: requestAccess,
      openSettings: () => unable('openSettings'),
    },
    screens: { list: () => unable('screens.list'), choose: () => unable('screens.choose') },
    // A browser keeps the computer awake itself while a call runs, and its notices would need a permission of their own.
    setInMeeting: () => undefined,
    notify: () => undefined,
    setContentProtection: () => undefined,
    async setFullScreen(on) {
      if (on) await document.documentElement.requestFullscreen()
      else if (document.fullscreenElement !== null) await document.exitFullscreen()
    },
    moveToService: () => unable('moveToService'),
    restart: () => unable('restart'),
    async takePendingCode() {
      const code = pendingCode
      pendingCode = undefined
      return code
    },
    on<E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void) {
      if (event === 'identityChanged') return session.state.subscribe((state) => listener(state as BridgeEventData<E>))
      if (event !== 'fullScreenChanged') return () => undefined
      const changed = () => listener({ on: document.fullscreenElement !== null } as BridgeEventData<E>)
      document.addEventListener('fullscreenchange', changed)
      return () => document.removeEventListener('fullscreenchange', changed)
    },
  }
}
