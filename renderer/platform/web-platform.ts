import { type ClientLink, createORPCClient } from '@orpc/client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import type { Person } from '#shared/contract/common.ts'
import { type Credential, serviceContract } from '#shared/contract/service.ts'
import type { BridgeEvent, BridgeEventData, IdentityState, MediaAccess } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Settings } from '#shared/settings.ts'
import { version } from '../../package.json'
import { checkReply } from './check-reply.ts'
import { Observed } from './observed.ts'
import type { Platform, ServiceClient } from './platform.ts'
import { toServiceError } from './service-error.ts'
import { osOf, readAddress } from './web-place.ts'
import { webSettings } from './web-settings.ts'

/** This person's session. It lives in memory only: whoever opens the page again says again who they are. */
class WebIdentity {
  readonly state = new Observed<IdentityState>({ state: 'signedOut' })
  readonly service: ServiceClient
  #token: string | undefined

  constructor(origin: string) {
    const api = new OpenAPILink(serviceContract, {
      url: new URL('/api', origin).href,
      headers: () => (this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
      fetch: (request, init) => fetch(request, { ...init, credentials: 'omit' }),
    })
    const link: ClientLink<Record<never, never>> = {
      call: async (path, input, options) => {
        try {
          return checkReply(path, await api.call(path, input, options))
        } catch (thrown) {
          throw this.#refused(toServiceError(thrown))
        }
      },
    }
    this.service = createORPCClient<ServiceClient>(link)
  }

  async open(credential: Credential): Promise<Person> {
    const { token, person } = await this.service.identity.openSession(credential)
    this.#token = token
    this.state.set({ state: 'signedIn', person })
    return person
  }

  async close(): Promise<void> {
    if (this.#token === undefined) return
    // The page forgets the session even where the service can't be told.
    await this.service.identity.closeSession().catch(() => undefined)
    this.#forget()
  }

  #refused(error: ParleyError): ParleyError {
    if (error.code === 'UNAUTHENTICATED' && this.#token !== undefined) this.#forget()
    return error
  }

  #forget(): void {
    this.#token = undefined
    this.state.set({ state: 'signedOut' })
  }
}

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
  const identity = new WebIdentity(serviceOrigin)
  // A person whom the service does not know is asked like everybody else.
  if (address.personId !== undefined) {
    await identity.open({ kind: 'sample', personId: address.personId }).catch(() => undefined)
  }

  const kept = webSettings(() => localStorage)
  const settings = new Observed<Settings>(kept.read())
  window.addEventListener('storage', ({ key }) => {
    if (key === kept.key) settings.set(kept.read())
  })

  const os = osOf(navigator.userAgent, navigator.maxTouchPoints)
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
    },
    service: identity.service,
    identity: {
      current: () => identity.state.value,
      signIn: (personId) => identity.open({ kind: 'sample', personId }),
      joinAsGuest: (code, name) => identity.open({ kind: 'guest', code, name }),
      signOut: () => identity.close(),
      subscribe: (listener) => identity.state.subscribe(listener),
    },
    openTicket: async () => (await identity.service.identity.openTicket()).ticket,
    settings: {
      current: () => settings.value,
      async save(changed) {
        kept.write(changed)
        settings.set(changed)
      },
      subscribe: (listener) => settings.subscribe(listener),
    },
    media: {
      access: async () => ({ camera: await accessTo('camera'), microphone: await accessTo('microphone'), screen: 'unknown' }),
      request: requestAccess,
      openSettings: () => unable('openSettings'),
    },
    screens: { list: () => unable('screens.list'), choose: () => unable('screens.choose') },
    // A browser keeps the computer awake itself while a call runs, and its notices would need a permission of their own.
    setInMeeting: () => undefined,
    notify: () => undefined,
    async setFullScreen(on) {
      if (on) await document.documentElement.requestFullscreen()
      else if (document.fullscreenElement !== null) await document.exitFullscreen()
    },
    async takePendingCode() {
      const code = pendingCode
      pendingCode = undefined
      return code
    },
    on<E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void) {
      if (event === 'identityChanged') return identity.state.subscribe((state) => listener(state as BridgeEventData<E>))
      if (event !== 'fullScreenChanged') return () => undefined
      const changed = () => listener({ on: document.fullscreenElement !== null } as BridgeEventData<E>)
      document.addEventListener('fullscreenchange', changed)
      return () => document.removeEventListener('fullscreenchange', changed)
    },
  }
}
