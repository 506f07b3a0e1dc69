import { EventEmitter } from 'node:events'
import { extname } from 'node:path'
import type { DownloadItem, ProxyConfig, Session, session as Sessions, WebContents } from 'electron'
import type { Protocol as Cdp } from './cdp.ts'
import { conform } from './conform.ts'
import type { DisplayMedia } from './display-media.ts'
import { createEvent } from './event.ts'
import type { SessionEvents } from './events.ts'
import type { CheckHandler, Permissions, RequestHandler } from './permissions.ts'
import { addresses, getBrowser, protocols, records, webRequests } from './runtime.ts'

/** The one session of the host: that of Chromium's profile. */
export class HostSession extends EventEmitter<SessionEvents> {
  readonly protocol = protocols.face
  readonly webRequest = webRequests.face
  readonly #permissions: Permissions
  readonly #displayMedia: DisplayMedia

  constructor(permissions: Permissions, displayMedia: DisplayMedia) {
    super()
    this.#permissions = permissions
    this.#displayMedia = displayMedia
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#permissions.requestHandler = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#permissions.checkHandler = handler
  }

  /** Chromium has no HID, serial or USB device here that the handler could be asked about. */
  setDevicePermissionHandler(): void {}

  setDisplayMediaRequestHandler(handler: DisplayMedia['handler']): void {
    this.#displayMedia.handler = handler
  }

  async clearStorageData(): Promise<void> {
    const browser = getBrowser('session.clearStorageData')
    const origins = new Set(browser.pages.map(({ address }) => URL.parse(addresses.toBrowser(address))?.origin ?? 'null'))
    await Promise.all([
      browser.cdp.send('Storage.clearCookies'),
      ...browser.pages.flatMap(({ session }) =>
        [...origins].map((origin) => session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })),
      ),
    ])
  }

  /** Noted, and nothing more: Chromium takes a proxy only when it is started, and `net.fetch` is Node's. */
  async setProxy(config: ProxyConfig): Promise<void> {
    records.proxy = config
  }

  isPersistent(): boolean {
    return true
  }
}

export const presentSession = (session: HostSession): Session => conform<Session>()(session)

export const presentSessions = (defaultSession: () => Session): typeof Sessions =>
  conform<typeof Sessions>()({
    get defaultSession() {
      return defaultSession()
    },
    /** The host has one session, that of its profile: each partition is that one. */
    fromPartition: defaultSession,
  })

/** What a page's own file is, by its name: Chromium does not tell the debugger. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/x-ndjson',
}

/** Tells the program of downloads; one that it prevents is cancelled. */
export const watchDownloads = async (
  session: HostSession,
  contentsOf: (frameId: string) => WebContents | undefined,
  folder: string,
): Promise<void> => {
  const { cdp } = getBrowser('session')
  cdp.on('Browser.downloadWillBegin', ({ guid, url, suggestedFilename, frameId }: Cdp.Browser.DownloadWillBeginEvent) => {
    const contents = contentsOf(frameId)
    if (contents === undefined) return
    const cancel = (): void => {
      cdp.send('Browser.cancelDownload', { guid }).catch(() => undefined)
    }
    const event = createEvent({})
    const item = conform<DownloadItem>()({
      getURL: () => addresses.toProgram(url),
      getFilename: () => suggestedFilename,
      getMimeType: () => MIME_TYPES[extname(suggestedFilename)] ?? 'application/octet-stream',
      // Nobody is there to be asked: it is saved into the folder.
      setSaveDialogOptions: () => undefined,
      cancel,
    })
    session.emit('will-download', event, item, contents, contents.mainFrame)
    if (event.defaultPrevented) cancel()
    records.downloads.push({ address: addresses.toProgram(url), prevented: event.defaultPrevented })
  })
  await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true })
}
