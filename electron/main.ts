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
import { ParleyError } from '#shared/errors.ts'
import { BUNDLE_ID } from '#shared/managed-policy/places.ts'
import { updatePoliciesOf } from '#shared/managed-policy/update-policies.ts'
import type { Settings } from '#shared/settings.ts'
import { registerBridge } from './bridge/bridge.ts'
import { createHandlers } from './bridge/handlers.ts'
import { isFromPage } from './bridge/sender.ts'
import { setStartAtLogin } from './computer/start-at-login.ts'
import { handleDisplayMedia } from './devices/display-media.ts'
import { SystemMediaAccess } from './devices/media-access.ts'
import { screenAbilitiesOf } from './devices/screen-abilities.ts'
import { PendingScreenChoice } from './devices/screen-choice.ts'
import { createDiagnostics } from './diagnostics/create-diagnostics.ts'
import { DeferredSink } from './diagnostics/deferred-sink.ts'
import { consoleSink, createLog, type LogLevel } from './diagnostics/log.ts'
import { openLogFile } from './diagnostics/log-file.ts'
import { type Environment, EnvironmentError, linkAmong, readEnvironment } from './environment.ts'
import { guardContents, guardSession } from './guards/guard-contents.ts'
import { hasRefusedSwitch } from './guards/switches.ts'
import { DesktopIdentity } from './identity/desktop-identity.ts'
import { ProviderSignIn } from './identity/provider-sign-in.ts'
import { createProviderSignOut } from './identity/provider-sign-out.ts'
import { PublishedKeys } from './identity/published-keys.ts'
import { ForgettingKeystore } from './keystore/forgetting-keystore.ts'
import { SealedKeystore } from './keystore/sealed-keystore.ts'
import { claimScheme } from './links/claim-scheme.ts'
import { DeepLinks } from './links/deep-links.ts'
import { browserOf } from './links/open-in-browser.ts'
import { ApplicationMenu } from './menu/application-menu.ts'
import type { Fetch } from './network/fetch-whole.ts'
import { proxyOf } from './network/proxy.ts'
import { Notices } from './notifications/notices.ts'
import { isPackaged } from './packaged.ts'
import { PAGE_SCHEME } from './page/address.ts'
import { createPageServer } from './page/page-server.ts'
import { ManagedPolicies } from './policy/managed-policies.ts'
import { allowedHere, policiesForPage } from './policy/page-policies.ts'
import { placesOf } from './policy/places-of-computer.ts'
import { WindowsRegistry } from './policy/windows-registry.ts'
import { watchPower } from './power/power-events.ts'
import { StayAwake } from './power/stay-awake.ts'
import { changeService } from './service/change-service.ts'
import { ServiceClient } from './service/service-client.ts'
import { whichService } from './service/which-service.ts'
import { themeSourceOf } from './settings/appearance.ts'
import { HeldSettings } from './settings/held-settings.ts'
import { asPolicies } from './settings/managed-settings.ts'
import { SettingsStore } from './settings/settings-store.ts'
import { createUpdates } from './updates/create-updates.ts'
import type { Updates } from './updates/updates.ts'
import { askAboutService } from './windows/ask-about-service.ts'
import { askToLeave } from './windows/ask-to-leave.ts'
import { Closing } from './windows/closing.ts'
import { MainWindow } from './windows/main-window.ts'

/** Stands for the service while nobody has said which: a name that leads nowhere (RFC 6761 §6.4), and is never asked for. */
const NO_SERVICE = 'https://service.invalid'

const packaged = isPackaged(app)
const isDeveloper = !packaged
const texts = en.desktop

/** What Electron wants to know before it is ready. */
const prepare = (profile: string | undefined): void => {
  app.enableSandbox()
  // The installers give the same: Windows shows notices only for a program that it knows by this name.
  app.setAppUserModelId(BUNDLE_ID)
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

const run = (environment: Environment, registry: WindowsRegistry | undefined): void => {
  const { startAs, os } = environment
  const dataFolder = app.getPath('userData')
  const deferred = new DeferredSink()
  let logLevel: LogLevel = 'info'
  const log = createLog(deferred.sink, () => logLevel)
  process.on('uncaughtExceptionMonitor', (thrown) => log.error('main.crashed', thrown))
  process.on('unhandledRejection', (thrown) => log.error('main.unhandled', thrown))

  const settingsStore = new SettingsStore(join(dataFolder, 'settings.json'), log)
  const policies = new ManagedPolicies({
    places: placesOf({ platform: os.platform, registry, triedOut: environment.triedOutPolicies }),
    platform: os.name === 'other' ? 'linux' : os.name,
    userSettings: () => ({
      ...asPolicies(settingsStore.own),
      ...(environment.serviceOrigin === undefined ? {} : { ServerUrl: environment.serviceOrigin }),
    }),
    log,
  })
  const { HardwareAcceleration, LogDirectory, VdiMode } = policies.values
  if (!HardwareAcceleration) app.disableHardwareAcceleration()
  const logFolders = [LogDirectory, join(dataFolder, 'logs')].filter((folder) => folder !== '')
  deferred.open(isDeveloper && LogDirectory === '' ? consoleSink : openLogFile(logFolders, log))
  logLevel = policies.values.LogLevel
  const known = whichService(policies.values, { packaged })
  const serviceOrigin = known ?? NO_SERVICE

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
  let isInMeeting = false
  let running: Updates | undefined
  /** There is no time for an installer, or the program is to come back as it is. */
  let endsWithoutUpdate = false
  const setInMeeting = (inMeeting: boolean): void => {
    isInMeeting = inMeeting
    closing.setInMeeting(inMeeting)
    stayAwake.set(inMeeting)
    menu.setInMeeting(inMeeting)
    running?.setInMeeting(inMeeting)
    window.setInMeeting(inMeeting)
  }
  const window = new MainWindow({
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    placementFile: join(dataFolder, 'window.json'),
    developer: isDeveloper,
    log,
    mayClose: () => closing.mayClose(),
    onLogOff: () => {
      endsWithoutUpdate = true
      closing.shuttingDown()
    },
    onPageGone: () => {
      links.pageGone()
      setInMeeting(false)
      window.contentProtection.set('meeting', false)
    },
    onClosed: () => closing.windowClosed(),
  })

  let isOpen = false
  const ready = (): void => {
    const showSettings = ({ appearance, startAtLogin }: Settings): void => {
      nativeTheme.themeSource = themeSourceOf(appearance)
      setStartAtLogin(startAtLogin, {
        platform: os.platform,
        app,
        configFolder: environment.configFolder,
        command: packaged ? [app.getPath('exe')] : [app.getPath('exe'), app.getAppPath()],
        log,
      })
    }
    const settings = new HeldSettings(settingsStore, policies, (now) => {
      showSettings(now)
      window.tell('settingsChanged', now)
    })
    showSettings(settings.current)
    const fetchAnything: Fetch = (request, init) => net.fetch(request, init)
    const fetch: Fetch = (request, init) =>
      known === undefined ? Promise.reject(new Error('no service is known')) : fetchAnything(request, init)
    const openInBrowser = browserOf(shell)
    const service = new ServiceClient({ origin: serviceOrigin, fetch })
    const sealed = new SealedKeystore({
      file: join(dataFolder, 'keystore.json'),
      sealing: safeStorage,
      platform: os.platform,
      log,
    })
    const keystore = new ForgettingKeystore(sealed, () => policies.values.AllowRememberDevice)
    const settleKeystore = (): void => void keystore.settle().catch((thrown: unknown) => log.error('keystore.notSettled', thrown))
    settleKeystore()
    const identity = new DesktopIdentity({
      service,
      providers: new ProviderSignIn({ fetch, openInBrowser, texts: texts.signIn, log }),
      keystore,
      policies: () => policies.values,
      device: { kind: 'desktop', os: os.name, name: hostname().slice(0, 60), version: app.getVersion() },
      signOutAtProvider: createProviderSignOut({ fetch, openInBrowser }),
      onChange: (state) => {
        window.tell('identityChanged', state)
        if (state.state === 'signedIn') reportCrashes()
      },
      onBackFromBrowser: () => window.open(),
      restore: startAs === undefined,
      log,
    })
    if (startAs !== undefined) {
      identity.signInAsSample(startAs).catch((thrown: unknown) => log.error('identity.notSignedIn', thrown))
    }

    const updates = createUpdates({
      app,
      packaged,
      power: powerMonitor,
      environment,
      dataFolder,
      resources: process.resourcesPath,
      fetch: fetchAnything,
      policies: () => updatePoliciesOf(policies.values),
      proxy: () => proxyOf(policies.values),
      onChange: (state) => window.tell('updatesChanged', state),
      log,
    })
    running = updates
    const diagnostics = createDiagnostics({
      app,
      dialog,
      os,
      dataFolder,
      logFolders,
      origin: known,
      fetch,
      service,
      identity,
      keystore: sealed,
      policies,
      updates: () => updates.current,
      log,
    })
    const reportCrashes = (): void =>
      void diagnostics.crashes.sendWhereAllowed().catch((thrown: unknown) => log.error('crash.notSent', thrown))

    const restart = (): void => {
      // Whoever is asked whether to leave, and stays, would find Parley started again after the next quitting.
      if (isInMeeting) throw new ParleyError('WRONG_STATE', 'in a meeting')
      // An installer and the program that it replaces don't go together.
      endsWithoutUpdate = true
      app.relaunch()
      app.quit()
    }
    const abilities = screenAbilitiesOf(os)
    const screenChoice = new PendingScreenChoice(() => performance.now())
    const mediaAccess = new SystemMediaAccess({ platform: os.platform, preferences: systemPreferences, shell })

    protocol.handle(PAGE_SCHEME, createPageServer({ root: join(import.meta.dirname, '../renderer'), serviceOrigin }))
    guardSession(session.defaultSession, {
      isOurWindow: (contents) => contents.id === window.contentsId,
      allows: () => allowedHere(policies.values),
      log,
    })
    handleDisplayMedia(session.defaultSession, {
      capturer: desktopCapturer,
      choice: screenChoice,
      abilities,
      isAllowed: () => allowedHere(policies.values).screenShare,
      log,
    })
    const protectContent = (): void => window.contentProtection.set('policy', policies.values.ContentProtection)
    protectContent()
    policies.onChange((now, before) => {
      logLevel = now.values.LogLevel
      protectContent()
      if (now.values.AllowRememberDevice !== before.values.AllowRememberDevice) settleKeystore()
      window.tell('policiesChanged', policiesForPage(policies))
      updates.policiesChanged()
    })
    policies.watch()
    registerBridge(ipcMain, {
      isTrusted: (event) => isFromPage(event, window.contentsId),
      log,
      handlers: createHandlers({
        environment: {
          platform: { kind: 'desktop', os: os.name, version: app.getVersion(), virtual: os.virtual || VdiMode === 'on' },
          serviceOrigin: known ?? '',
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
        policies,
        updates,
        diagnostics,
        mediaAccess,
        screenChoice,
        capturer: desktopCapturer,
        window,
        notices: new Notices(window),
        links,
        setInMeeting,
        moveToService: (address) =>
          changeService(address, {
            policies,
            isInMeeting: () => isInMeeting,
            confirm: (origin) => askAboutService(window.browserWindow, texts.server, origin),
            keep: (server) => settings.setServer(server),
            restart,
          }),
        restart,
      }),
    })
    watchPower(powerMonitor, (data) => window.tell('power', data))
    powerMonitor.on('shutdown', () => {
      endsWithoutUpdate = true
      closing.shuttingDown()
    })
    updates.start()
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
  app.on('will-quit', (event) => {
    if (!endsWithoutUpdate && running?.takesQuit(() => app.quit()) === true) event.preventDefault()
  })
  app.on('window-all-closed', () => {
    if (os.platform !== 'darwin') app.quit()
  })
  app
    .whenReady()
    // No request goes out before it is known by which way.
    .then(() => session.defaultSession.setProxy(proxyOf(policies.values)))
    .then(ready)
    .catch((thrown: unknown) => {
      log.error('main.notStarted', thrown)
      app.exit(1)
    })
}

const start = (): void => {
  if (packaged && hasRefusedSwitch(app.commandLine)) throw new EnvironmentError('switches')
  const registry = process.platform === 'win32' ? new WindowsRegistry() : undefined
  const { argv, env, platform } = process
  const environment = readEnvironment(
    { argv, env, platform, getSystemVersion: () => process.getSystemVersion(), registryKeys: registry?.agentKeys() ?? [] },
    { packaged },
  )
  prepare(environment.profile)
  if (app.requestSingleInstanceLock()) run(environment, registry)
  else app.quit()
}

try {
  start()
} catch (thrown) {
  if (!(thrown instanceof EnvironmentError)) throw thrown
  dialog.showErrorBox(texts.start.title, texts.start[thrown.problem])
  app.exit(1)
}
