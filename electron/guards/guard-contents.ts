import { type Session, shell, type WebContents } from 'electron'
import type { Log } from '../diagnostics/log.ts'
import { externalAddress, isOwnFile, mayNavigate } from './navigation.ts'
import { isPermitted, type PermissionQuestion } from './permissions.ts'

/** Keeps web contents on our page: no other address, no frames from elsewhere, no windows, no `<webview>`. */
export const guardContents = (contents: WebContents, log: Log): void => {
  contents.on('will-frame-navigate', (event) => {
    if (mayNavigate(event.url, event.isMainFrame)) return
    event.preventDefault()
    log.warn('guard.navigation')
  })
  contents.on('will-redirect', (event) => {
    if (mayNavigate(event.url, event.isMainFrame)) return
    event.preventDefault()
    log.warn('guard.redirect')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    log.warn('guard.webview')
  })
  contents.setWindowOpenHandler(({ url }) => {
    const address = externalAddress(url)
    if (address === undefined) log.warn('guard.popup')
    else shell.openExternal(address).catch((thrown: unknown) => log.error('guard.externalNotOpened', thrown))
    return { action: 'deny' }
  })
}

interface SessionGuardOptions {
  /** Whether web contents are those of our window. */
  isOurWindow: (contents: WebContents) => boolean
  /** What administrators allow now. */
  allows: () => PermissionQuestion['allows']
  log: Log
}

/** Answers what Chromium asks on behalf of a page. */
export const guardSession = (session: Session, { isOurWindow, allows, log }: SessionGuardOptions): void => {
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const permitted = isPermitted({
      permission,
      media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
      allows: allows(),
      address: details.requestingUrl,
      isMainFrame: details.isMainFrame,
      isOurWindow: isOurWindow(contents),
    })
    if (!permitted) log.warn('guard.permission', { permission })
    callback(permitted)
  })
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) =>
    isPermitted({
      permission,
      media: [details.mediaType],
      allows: allows(),
      address: requestingOrigin,
      isMainFrame: details.isMainFrame,
      isOurWindow: contents !== null && isOurWindow(contents),
    }),
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item, contents) => {
    if (isOurWindow(contents) && isOwnFile(item.getURL(), item.getMimeType())) {
      item.setSaveDialogOptions({ defaultPath: item.getFilename() })
      return
    }
    event.preventDefault()
    log.warn('guard.download')
  })
}
