import { join } from 'node:path'
import type { Session, WebContents } from 'electron'
import { allWindowsClosed, app, appEvents, setReady } from './app.ts'
import { Browser } from './browser.ts'
import { adoptTarget, closeWindows, findWindow, setWindowSurroundings } from './browser-window.ts'
import { DisplayMedia } from './display-media.ts'
import { createEvent } from './event.ts'
import { mayNavigate, mayOpen } from './guards.ts'
import { endWithParent } from './lifetime.ts'
import { Network } from './network.ts'
import { shell } from './operating-system.ts'
import type { Page } from './page.ts'
import { Permissions } from './permissions.ts'
import { addresses, commandLine, protocols, records, setBrowser, webRequests } from './runtime.ts'
import { HostSession, presentSession, watchDownloads } from './session.ts'
import { CRASHED, present } from './web-contents.ts'

let defaultSession: Session | undefined

/** Throws before the program is ready, as Electron does. */
export const getDefaultSession = (): Session => {
  if (defaultSession === undefined) throw new Error('Session can only be received when app is ready')
  return defaultSession
}

const contentsOf = (page: Page | undefined): WebContents | undefined => {
  const window = page && findWindow(page)
  return window && present(window.contents)
}

/** A window that a page wants is the program's to refuse, and otherwise one of the program's windows. */
const watchOpenedWindows = (browser: Browser): void => {
  browser.on('opened', async (target) => {
    const wanted = await target.opener.takeWantedWindow()
    const contents = findWindow(target.opener)?.contents
    const details = contents && mayOpen(contents, wanted)
    if (contents === undefined || details === undefined) {
      browser.refuse(target)
      return
    }
    const window = adoptTarget({ ...target, address: wanted.address }, details.options)
    contents.emit('did-create-window', window, details)
  })
}

/** Chromium's own attempt at a scheme it does not know may come in between, and take ours with it. */
const follow = async (page: Page, address: string): Promise<void> => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const isAborted = await page.load(address).then(
      () => false,
      (error: unknown) => String(error).includes('ERR_ABORTED'),
    )
    if (!isAborted) return
  }
}

/** What Chromium does not load itself goes to the program or, with its leave, to the system. */
const watchLinks = (page: Page, permissions: Permissions): void => {
  page.on('leaves', async (address) => {
    const contents = findWindow(page)?.contents
    if (contents === undefined) return
    if (!mayNavigate(contents, { address, frame: page.frames.main, isMainFrame: true, isRedirect: false })) return
    if (addresses.hasScheme(address)) await follow(page, address)
    else if (await permissions.mayOpenExternal(page, address)) await shell.openExternal(address)
  })
}

/** Starts Chromium for the program whose main file has run, and tells it that it is ready. */
export const start = async (versions: Record<string, string>): Promise<void> => {
  protocols.ready()
  const profileFolder = join(app.getPath('sessionData'), 'Chromium')
  const browser = Browser.start({ profileFolder, switches: commandLine.forChromium(), environment: process.env }, addresses)
  setBrowser(browser)
  browser.on('gone', () => process.exit(process.exitCode ?? 0))
  const end = (exitCode: number): void => {
    process.exitCode = exitCode
    void browser.close().then(() => process.exit(exitCode))
  }
  endWithParent(() => end(0))
  await browser.ready()

  const displayMedia = new DisplayMedia()
  const permissions = new Permissions({ browser, addresses, records, displayMedia, contentsOf })
  const session = new HostSession(permissions, displayMedia)
  defaultSession = presentSession(session)
  watchOpenedWindows(browser)
  browser.on('titled', (targetId, title) => {
    const page = browser.pageOfTarget(targetId)
    if (page !== undefined) findWindow(page)?.setTitle(title)
  })
  browser.on('page', (page) => {
    page.on('question', async (question, frame, answer) => {
      const failed = { name: 'AbortError', message: 'Permission request failed' }
      answer(await permissions.answer(page, question, frame).catch(() => failed))
    })
    page.on('crashed', () => {
      const contents = contentsOf(page)
      if (contents !== undefined) appEvents.emit('render-process-gone', createEvent({}), contents, CRASHED)
    })
    watchLinks(page, permissions)
  })
  setWindowSurroundings({
    session: getDefaultSession,
    versions,
    onCreated: (window, contents) => {
      appEvents.emit('web-contents-created', createEvent({}), contents)
      appEvents.emit('browser-window-created', createEvent({}), window)
    },
    onFocus: (window, isFocused) => {
      appEvents.emit(isFocused ? 'browser-window-focus' : 'browser-window-blur', createEvent({}), window)
    },
    onAllClosed: allWindowsClosed,
  })
  await Promise.all([
    permissions.denyAll(),
    watchDownloads(session, (frameId) => contentsOf(browser.pageOfFrame(frameId)), join(commandLine.userData, 'downloads')),
    Network.create({
      browser,
      addresses,
      protocols,
      webRequests,
      mayNavigate: (page, navigation) => {
        const window = findWindow(page)
        return window !== undefined && mayNavigate(window.contents, navigation)
      },
      beforeDocument: (page, address) => permissions.prepare(page, address),
    }),
  ])
  setReady({ closeWindows, end })
}
