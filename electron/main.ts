/** The desktop's main process: puts its parts together. What each of them does stands in the folder of its name. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  app,
  desktopCapturer,
  dialog,
  ipcMain,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  systemPreferences,
} from 'electron'
import { en } from '#shared/catalogue/en.ts'
import { registerBridge } from './bridge/bridge.ts'
import { createHandlers } from './bridge/handlers.ts'
import { isFromPage } from './bridge/sender.ts'
import { handleDisplayMedia } from './devices/display-media.ts'
import { SystemMediaAccess } from './devices/media-access.ts'
import { screenAbilitiesOf } from './devices/screen-abilities.ts'
import { PendingScreenChoice } from './devices/screen-choice.ts'
import { consoleSink, createLog, fileSink } from './diagnostics/log.ts'
import { type Environment, EnvironmentError, linkAmong, readEnvironment } from './environment.ts'
import { guardContents, guardSession } from './guards/guard-contents.ts'
import { DesktopIdentity } from './identity/desktop-identity.ts'
import { ProviderSignIn } from './identity/provider-sign-in.ts'
import { createProviderSignOut } from './identity/provider-sign-out.ts'
import { PublishedKeys } from './identity/published-keys.ts'
import { SealedKeystore } from './keystore/sealed-keystore.ts'
import { claimScheme } from './links/claim-scheme.ts'
import { DeepLinks } from './links/deep-links.ts'
import { browserOf } from './links/open-in-browser.ts'
import { ApplicationMenu } from './menu/application-menu.ts'
import type { Fetch } from './network/fetch-whole.ts'
import { Notices } from './notifications/notices.ts'
import { PAGE_SCHEME } from './page/address.ts'
import { createPageServer } from './page/page-server.ts'
import { watchPower } from './power/power-events.ts'
import { StayAwake } from './power/stay-awake.ts'
import { ServiceClient } from './service/service-client.ts'
import { themeSourceOf } from './settings/appearance.ts'
import { SettingsStore } from './settings/settings-store.ts'
import { askToLeave } from './windows/ask-to-leave.ts'
import { Closing } from './windows/closing.ts'
import { MainWindow } from './windows/main-window.ts'

/** The installers give the same: Windows shows notices only for a program that it knows by this name. */
const APPLICATION_ID = 'app.parley.desktop'

const isDeveloper = !app.isPackaged
const texts = en.desktop

/** What Electron wants to know before it is ready. */
const prepare = (profile: string | undefined): void => {
  app.enableSandbox()
  app.setAppUserModelId(APPLICATION_ID)
  if (profile !== undefined) {
    const folder = join(app.getPath('userData'), 'profiles', profile)
    app.setPath('userData', folder)
    app.setPath('sessionData', folder)
  }
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ])
}

const run = (environment: Environment): void => {
  const { serviceOrigin, startAs, os } = environment
  const dataFolder = app.getPath('userData')
  const log = createLog(isDeveloper ? consoleSink : fileSink(join(dataFolder, 'logs', 'parley.log')))
  process.on('uncaughtExceptionMonitor', (thrown) => log.error('main.crashed', thrown))
  process.on('unhandledRejection', (thrown) => log.error('main.unhandled', thrown))

  const closing = new Closing({
    ask: () => askToLeave(window.browserWindow, texts.closing),
    leave: () => window.tell('menuAction', { action: 'leave' }),
    close: (quit) => (quit ? app.quit() : window.destroy()),
  })
  const links = new DeepLinks((code) => window.tell('linkOpened', { code }), log)
  const stayAwake = new StayAwake(powerSaveBlocker)
  const menu = new ApplicationMenu({
    texts: texts.menu,
    developer: isDeveloper,
    onAction: (action) => {
      window.open()
      window.tell('menuAction', { action })
    },
  })
  const setInMeeting = (inMeeting: boolean): void => {
    closing.setInMeeting(inMeeting)
    stayAwake.set(inMeeting)
    menu.setInMeeting(inMeeting)
    window.setInMeeting(inMeeting)
  }
  const window = new MainWindow({
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    placementFile: join(dataFolder, 'window.json'),
    developer: isDeveloper,
    log,
    mayClose: () => closing.mayClose(),
    onLogOff: () => closing.shuttingDown(),
    onPageGone: () => {
      links.pageGone()
      setInMeeting(false)
      window.setContentProtection(false)
    },
    onClosed: () => closing.windowClosed(),
  })

  let isOpen = false
  const ready = (): void => {
    const settings = new SettingsStore(join(dataFolder, 'settings.json'), log)
    nativeTheme.themeSource = themeSourceOf(settings.current.appearance)
    const fetch: Fetch = (request, init) => net.fetch(request, init)
    const openInBrowser = browserOf(shell)
    const service = new ServiceClient({ origin: serviceOrigin, fetch })
    const identity = new DesktopIdentity({
      service,
      providers: new ProviderSignIn({ fetch, openInBrowser, texts: texts.signIn, log }),
      keystore: new SealedKeystore({
        file: join(dataFolder, 'keystore.json'),
        sealing: safeStorage,
        platform: os.platform,
        log,
      }),
      device: { kind: 'desktop', os: os.name, name: hostname().slice(0, 60) },
      signOutAtProvider: createProviderSignOut({ fetch, openInBrowser }),
      onChange: (state) => window.tell('identityChanged', state),
      onBackFromBrowser: () => window.open(),
      restore: startAs === undefined,
      log,
    })
    if (startAs !== undefined) {
      identity.signInAsSample(startAs).catch((thrown: unknown) => log.error('identity.notSignedIn', thrown))
    }

    const abilities = screenAbilitiesOf(os)
    const screenChoice = new PendingScreenChoice(() => performance.now())
    const mediaAccess = new SystemMediaAccess({ platform: os.platform, preferences: systemPreferences, shell })

    protocol.handle(PAGE_SCHEME, createPageServer({ root: join(import.meta.dirname, '../renderer'), serviceOrigin }))
    guardSession(session.defaultSession, (contents) => contents.id === window.contentsId, log)
    handleDisplayMedia(session.defaultSession, { capturer: desktopCapturer, choice: screenChoice, abilities, log })
    registerBridge(ipcMain, {
      isTrusted: (event) => isFromPage(event, window.contentsId),
      log,
      handlers: createHandlers({
        environment: {
          platform: { kind: 'desktop', os: os.name, version: app.getVersion(), virtual: os.virtual },
          serviceOrigin,
          systemScreenPicker: abilities.picker !== 'page',
          systemAudio: abilities.systemAudio,
          mediaSettings: mediaAccess.settings,
          startAs,
        },
        identity,
        publishedKeys: new PublishedKeys({
          fetch,
          isTrusted: (issuer) => identity.encryptionIdentity()?.provider.issuer === issuer,
          now: () => performance.now(),
        }),
        service,
        settings,
        mediaAccess,
        screenChoice,
        capturer: desktopCapturer,
        window,
        notices: new Notices(window),
        links,
        setInMeeting,
      }),
    })
    watchPower(powerMonitor, (data) => window.tell('power', data))
    powerMonitor.on('shutdown', () => closing.shuttingDown())
    menu.install()
    window.open()
    isOpen = true
    app.on('activate', () => window.open())
  }

  const openLink = (link: string | undefined): void => {
    if (link !== undefined) links.open(link)
    if (isOpen) window.open()
  }
  if (environment.link !== undefined) links.open(environment.link)
  // A profile is for trying things beside the program that people use: the links stay with that one.
  if (environment.profile === undefined) claimScheme()
  app.on('second-instance', (_event, argv) => openLink(linkAmong(argv)))
  app.on('open-url', (event, link) => {
    event.preventDefault()
    openLink(link)
  })
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log))
  app.on('before-quit', () => closing.quitRequested())
  app.on('window-all-closed', () => {
    if (os.platform !== 'darwin') app.quit()
  })
  app
    .whenReady()
    .then(ready)
    .catch((thrown: unknown) => {
      log.error('main.notStarted', thrown)
      app.exit(1)
    })
}

const start = (): void => {
  const environment = readEnvironment(process, { packaged: app.isPackaged })
  prepare(environment.profile)
  if (app.requestSingleInstanceLock()) run(environment)
  else app.quit()
}

try {
  start()
} catch (thrown) {
  if (!(thrown instanceof EnvironmentError)) throw thrown
  dialog.showErrorBox(texts.start.title, texts.start[thrown.problem])
  app.exit(1)
}
