/**
 * A program as small as one can be that has all the guards. `EXAMPLE_WITHOUT` takes some of them away, so that the specs can show
 * that the host lets the bad thing happen then.
 */
const {
  app,
  BrowserWindow,
  desktopCapturer,
  ipcMain,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
} = require('electron')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const ORIGIN = 'app://example'
const without = (process.env.EXAMPLE_WITHOUT ?? '').split(',')
const has = (guard) => !without.includes(guard)
const service = process.env.EXAMPLE_SERVICE ?? 'http://127.0.0.1:9'
const policy = ["default-src 'none'", "script-src 'self'", `connect-src 'self' ${service} ${service.replace('http', 'ws')}`].join(
  '; ',
)

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true } },
])

/** @type {import('electron').BrowserWindow | undefined} */
let window
/** What the guards have stopped, for the specs to wait for. */
global.stopped = []
const stop = (event, kind, address) => {
  event.preventDefault()
  global.stopped.push(`${kind} ${address}`)
}
const openLink = (argv) => {
  const link = argv.find((argument) => argument.startsWith('example://'))
  if (link !== undefined) window?.webContents.send('link', link)
}

const guardContents = (_event, contents) => {
  if (has('navigation')) {
    contents.on('will-frame-navigate', (event) => {
      if (!event.url.startsWith(`${ORIGIN}/`)) stop(event, event.isMainFrame ? 'navigation' : 'frame', event.url)
    })
    contents.on('will-redirect', (event) => {
      if (!event.url.startsWith(`${ORIGIN}/`)) stop(event, 'redirect', event.url)
    })
  }
  if (has('popup')) {
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) void shell.openExternal(url)
      return { action: 'deny' }
    })
  }
}

const guardSession = () => {
  const { defaultSession } = session
  if (has('permission')) {
    defaultSession.setPermissionCheckHandler((_contents, _permission, origin) => origin.startsWith(ORIGIN))
    defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
      const wantsCamera = permission === 'media' && details.mediaTypes?.includes('video')
      callback(!(wantsCamera && process.env.EXAMPLE_CAMERA === 'refused') && details.requestingUrl.startsWith(ORIGIN))
    })
  }
  defaultSession.setDisplayMediaRequestHandler(async (request, callback) => {
    const [source] = await desktopCapturer.getSources({ types: ['screen'] })
    const refused = has('display') && process.env.EXAMPLE_SCREEN === 'refused'
    callback(refused || source === undefined || !request.videoRequested ? null : { video: source })
  })
  defaultSession.on('will-download', (event, item) => stop(event, 'download', item.getURL()))
}

const serve = async (request) => {
  const { host, pathname } = new URL(request.url)
  if (pathname === '/redirect') return Response.redirect(service, 302)
  if (pathname === '/file') return new Response('x', { headers: { 'content-disposition': 'attachment; filename=x.txt' } })
  if (pathname === '/echo') return new Response(await request.text())
  const file = path.join(__dirname, 'page', path.basename(pathname))
  const found = await net.fetch(pathToFileURL(file).href).catch(() => new Response('', { status: 404 }))
  const headers = new Headers(found.headers)
  if (has('csp')) headers.set('content-security-policy', policy)
  headers.set('x-host', host)
  return new Response(found.body, { status: found.status, headers })
}

const handlers = {
  store: async (text) => {
    if (typeof text !== 'string') throw new TypeError('bad input')
    const encrypted = await safeStorage.encryptStringAsync(text)
    const { result } = await safeStorage.decryptStringAsync(encrypted)
    return { result, isSealed: !encrypted.includes(text), backend: safeStorage.getSelectedStorageBackend(), at: new Date(0) }
  },
  echo: (value) => value,
  whoAmI: (_value, event) => ({
    url: event.senderFrame.url,
    origin: event.senderFrame.origin,
    isMain: event.senderFrame.parent === null,
    id: event.sender.id,
  }),
  senderAfter: async (_value, event) => {
    const before = event.senderFrame !== null
    await new Promise((resolve) => event.sender.once('did-navigate', resolve))
    global.senderAfter = { before, after: event.senderFrame !== null }
  },
  notify: (title) => new Notification({ title }).on('click', () => window?.focus()).show(),
  stayAwake: () => powerSaveBlocker.start('prevent-display-sleep'),
}

const createWindow = (address) => {
  const created = new BrowserWindow({
    width: 900,
    height: 600,
    show: false,
    webPreferences: { preload: path.join(__dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
  })
  created.once('ready-to-show', () => created.show())
  void created.loadURL(address)
  return created
}

if (app.requestSingleInstanceLock({ from: 'example' })) {
  app.on('second-instance', (_event, argv) => openLink(argv))
  app.setAsDefaultProtocolClient('example')
  app.on('web-contents-created', guardContents)
  app.on('window-all-closed', () => app.quit())
  for (const [name, handler] of Object.entries(handlers)) {
    ipcMain.handle(`example:${name}`, (event, value) => {
      const isTrusted = event.senderFrame?.origin === ORIGIN && event.senderFrame.parent === null
      if (has('sender') && !isTrusted) throw new Error('FORBIDDEN')
      return handler(value, event)
    })
  }
  void app.whenReady().then(() => {
    protocol.handle('app', serve)
    guardSession()
    for (const event of ['suspend', 'resume']) powerMonitor.on(event, () => window?.webContents.send('power', event))
    window = createWindow(`${ORIGIN}/index.html`)
  })
  global.createWindow = createWindow
} else {
  app.quit()
}
