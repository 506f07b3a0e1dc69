import type { PermissionCheckHandlerHandlerDetails, Session, WebContents, WebFrameMain } from 'electron'
import type { PermissionAnswer, PermissionQuestion } from '../page/permission-gate.ts'
import type { AddressMap } from './address.ts'
import type { Browser } from './browser.ts'
import type { DisplayMedia } from './display-media.ts'
import type { Page } from './page.ts'
import type { Records } from './records.ts'

export type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
export type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type Permission = Parameters<CheckHandler>[1]
type MediaType = 'audio' | 'video'

/** Name of a permission in Chromium's protocol, for each name in Electron. */
const CHROMIUM_NAMES: Partial<Record<Permission, string>> = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  midi: 'midi',
  midiSysex: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  pointerLock: 'pointer-lock',
  keyboardLock: 'keyboard-lock',
  'idle-detection': 'idle-detection',
  'window-management': 'window-management',
  'persistent-storage': 'persistent-storage',
  'screen-wake-lock': 'screen-wake-lock',
  'speaker-selection': 'speaker-selection',
  'local-fonts': 'local-fonts',
  'local-network': 'local-network',
  'local-network-access': 'local-network-access',
  'loopback-network': 'loopback-network',
  'captured-surface-control': 'captured-surface-control',
  'storage-access': 'storage-access',
  'top-level-storage-access': 'top-level-storage-access',
}
const MEDIA_NAMES: Record<MediaType, string> = { audio: 'microphone', video: 'camera' }

const DENIED = { name: 'NotAllowedError', message: 'Permission denied' }

export interface PermissionsOptions {
  browser: Browser
  addresses: AddressMap
  records: Records
  displayMedia: DisplayMedia
  contentsOf: (page: Page) => WebContents | undefined
}

/**
 * Puts what pages ask for to the program's handlers, and their answers into Chromium, which enforces them. Where the program has
 * no handler everything is granted, as Electron does it.
 */
export class Permissions {
  requestHandler: RequestHandler | null = null
  checkHandler: CheckHandler | null = null
  readonly #options: PermissionsOptions
  /** Settings that Chromium has, by origin and name. */
  readonly #settings = new Map<string, boolean>()

  constructor(options: PermissionsOptions) {
    this.#options = options
  }

  /** For every origin that the program has not been asked about: nothing. */
  async denyAll(): Promise<void> {
    const names = new Set([...Object.values(CHROMIUM_NAMES), ...Object.values(MEDIA_NAMES), 'display-capture'])
    await Promise.all([...names].map((name) => this.#set(name, false, undefined)))
  }

  /**
   * Before a document arrives: what Chromium would ask about later. Camera and microphone are only checked here, since the page's
   * own call asks.
   */
  async prepare(page: Page, address: string): Promise<void> {
    const contents = this.#options.contentsOf(page)
    const origin = URL.parse(this.#options.addresses.toBrowser(address))?.origin
    if (contents === undefined || origin === undefined || origin === 'null') return
    const settings: Promise<void>[] = []
    for (const [permission, name] of Object.entries(CHROMIUM_NAMES) as [Permission, string][]) {
      const granted =
        this.#check(contents, permission, address, {}) && (await this.#request(contents, permission, address, true, undefined))
      settings.push(this.#set(name, granted, origin))
    }
    for (const [mediaType, name] of Object.entries(MEDIA_NAMES) as [MediaType, string][]) {
      settings.push(this.#set(name, this.#check(contents, 'media', address, { mediaType }), origin))
    }
    await Promise.all(settings)
  }

  /** A page's call, held until this resolves. */
  async answer(page: Page, question: PermissionQuestion, frame: WebFrameMain | null): Promise<PermissionAnswer['refusal']> {
    const contents = this.#options.contentsOf(page)
    if (contents === undefined || frame === null || frame.origin === 'null') return DENIED
    const isMainFrame = frame.parent === null
    const origin = this.#options.addresses.toBrowser(frame.origin).replace(/\/$/, '')
    if (question.kind === 'notifications') {
      const granted = await this.#request(contents, 'notifications', frame.url, isMainFrame, undefined)
      await this.#set('notifications', granted, origin)
      return undefined
    }
    const mediaTypes: MediaType[] = [...(question.audio ? ['audio' as const] : []), ...(question.video ? ['video' as const] : [])]
    if (question.kind === 'display-capture') {
      const granted = await this.#request(contents, 'display-capture', frame.url, isMainFrame, mediaTypes)
      if (!granted) return DENIED
      return await this.#options.displayMedia.choose({ frame, audio: question.audio, video: question.video })
    }
    const granted = await this.#request(contents, 'media', frame.url, isMainFrame, mediaTypes)
    await Promise.all(mediaTypes.map((mediaType) => this.#set(MEDIA_NAMES[mediaType], granted, origin)))
    // Refused or not, Chromium itself answers the call.
    return undefined
  }

  /** Whether a link that another program opens may be followed. */
  async mayOpenExternal(page: Page, address: string): Promise<boolean> {
    const contents = this.#options.contentsOf(page)
    if (contents === undefined) return false
    if (this.requestHandler === null) return true
    const { requestHandler } = this
    const granted = await new Promise<boolean>((resolve) => {
      requestHandler(contents, 'openExternal', resolve, { isMainFrame: true, requestingUrl: page.address, externalURL: address })
    })
    this.#options.records.permissions.push({ permission: 'openExternal', mediaTypes: [], granted, by: 'request' })
    return granted
  }

  #check(
    contents: WebContents,
    permission: Permission,
    address: string,
    details: Pick<PermissionCheckHandlerHandlerDetails, 'mediaType'>,
  ): boolean {
    if (this.checkHandler === null) return true
    const origin = originOf(address)
    const granted = this.checkHandler(contents, permission, origin, {
      ...details,
      isMainFrame: true,
      requestingUrl: address,
      securityOrigin: origin,
    })
    const mediaTypes = details.mediaType === undefined ? [] : [details.mediaType]
    this.#options.records.permissions.push({ permission, mediaTypes, granted, by: 'check' })
    return granted
  }

  async #request(
    contents: WebContents,
    permission: Permission,
    address: string,
    isMainFrame: boolean,
    mediaTypes: MediaType[] | undefined,
  ): Promise<boolean> {
    const handler = this.requestHandler
    if (handler === null) return true
    const media = mediaTypes === undefined ? {} : { mediaTypes, securityOrigin: originOf(address) }
    const granted = await new Promise<boolean>((resolve) => {
      handler(contents, permission, resolve, { isMainFrame, requestingUrl: address, ...media })
    })
    this.#options.records.permissions.push({ permission, mediaTypes: mediaTypes ?? [], granted, by: 'request' })
    return granted
  }

  async #set(name: string, granted: boolean, origin: string | undefined): Promise<void> {
    const key = `${origin ?? '*'} ${name}`
    if (this.#settings.get(key) === granted) return
    this.#settings.set(key, granted)
    await this.#options.browser.cdp.send('Browser.setPermission', {
      permission: { name },
      setting: granted ? 'granted' : 'denied',
      ...(origin && { origin }),
    })
  }
}

/** As Chromium writes the origin of a standard scheme: with a slash at the end. */
const originOf = (address: string): string => {
  const url = new URL(address)
  return `${url.protocol}//${url.host}/`
}
