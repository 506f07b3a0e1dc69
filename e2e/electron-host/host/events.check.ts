/** Nothing to run: compiles only while everything that the host emits fits what Electron's listeners are given. */
import type { App, BrowserWindow, Session, WebContents } from 'electron'
import type { AppEvents, BrowserWindowEvents, SessionEvents, WebContentsEvents } from './events.ts'

const fits = <Expected extends unknown[], _Emitted extends Expected>(_expected: Expected): void => undefined

export const checkApp = (app: App): void => {
  type Events = AppEvents
  app.on('ready', (...args) => fits<typeof args, Events['ready']>(args))
  app.on('second-instance', (...args) => fits<typeof args, Events['second-instance']>(args))
  app.on('window-all-closed', (...args) => fits<typeof args, Events['window-all-closed']>(args))
  app.on('before-quit', (...args) => fits<typeof args, Events['before-quit']>(args))
  app.on('will-quit', (...args) => fits<typeof args, Events['will-quit']>(args))
  app.on('quit', (...args) => fits<typeof args, Events['quit']>(args))
  app.on('web-contents-created', (...args) => fits<typeof args, Events['web-contents-created']>(args))
  app.on('browser-window-created', (...args) => fits<typeof args, Events['browser-window-created']>(args))
  app.on('browser-window-focus', (...args) => fits<typeof args, Events['browser-window-focus']>(args))
  app.on('browser-window-blur', (...args) => fits<typeof args, Events['browser-window-blur']>(args))
  app.on('render-process-gone', (...args) => fits<typeof args, Events['render-process-gone']>(args))
}

export const checkWebContents = (contents: WebContents): void => {
  type Events = WebContentsEvents
  contents.on('did-start-loading', (...args) => fits<typeof args, Events['did-start-loading']>(args))
  contents.on('did-stop-loading', (...args) => fits<typeof args, Events['did-stop-loading']>(args))
  contents.on('did-finish-load', (...args) => fits<typeof args, Events['did-finish-load']>(args))
  contents.on('did-frame-finish-load', (...args) => fits<typeof args, Events['did-frame-finish-load']>(args))
  contents.on('did-fail-load', (...args) => fits<typeof args, Events['did-fail-load']>(args))
  contents.on('did-navigate', (...args) => fits<typeof args, Events['did-navigate']>(args))
  contents.on('did-frame-navigate', (...args) => fits<typeof args, Events['did-frame-navigate']>(args))
  contents.on('did-navigate-in-page', (...args) => fits<typeof args, Events['did-navigate-in-page']>(args))
  contents.on('dom-ready', (...args) => fits<typeof args, Events['dom-ready']>(args))
  contents.on('page-title-updated', (...args) => fits<typeof args, Events['page-title-updated']>(args))
  contents.on('will-frame-navigate', (...args) => fits<typeof args, Events['will-frame-navigate']>(args))
  contents.on('will-navigate', (...args) => fits<typeof args, Events['will-navigate']>(args))
  contents.on('will-redirect', (...args) => fits<typeof args, Events['will-redirect']>(args))
  contents.on('did-create-window', (...args) => fits<typeof args, Events['did-create-window']>(args))
  contents.on('console-message', (...args) => fits<typeof args, Events['console-message']>(args))
  contents.on('render-process-gone', (...args) => fits<typeof args, Events['render-process-gone']>(args))
  contents.on('focus', (...args) => fits<typeof args, Events['focus']>(args))
  contents.on('blur', (...args) => fits<typeof args, Events['blur']>(args))
  contents.on('destroyed', (...args) => fits<typeof args, Events['destroyed']>(args))
}

export const checkBrowserWindow = (window: BrowserWindow): void => {
  type Events = BrowserWindowEvents
  window.on('show', (...args) => fits<typeof args, Events['show']>(args))
  window.on('hide', (...args) => fits<typeof args, Events['hide']>(args))
  window.on('focus', (...args) => fits<typeof args, Events['focus']>(args))
  window.on('blur', (...args) => fits<typeof args, Events['blur']>(args))
  window.on('minimize', (...args) => fits<typeof args, Events['minimize']>(args))
  window.on('restore', (...args) => fits<typeof args, Events['restore']>(args))
  window.on('maximize', (...args) => fits<typeof args, Events['maximize']>(args))
  window.on('unmaximize', (...args) => fits<typeof args, Events['unmaximize']>(args))
  window.on('move', (...args) => fits<typeof args, Events['move']>(args))
  window.on('moved', (...args) => fits<typeof args, Events['moved']>(args))
  window.on('resize', (...args) => fits<typeof args, Events['resize']>(args))
  window.on('resized', (...args) => fits<typeof args, Events['resized']>(args))
  window.on('enter-full-screen', (...args) => fits<typeof args, Events['enter-full-screen']>(args))
  window.on('leave-full-screen', (...args) => fits<typeof args, Events['leave-full-screen']>(args))
  window.on('ready-to-show', (...args) => fits<typeof args, Events['ready-to-show']>(args))
  window.on('close', (...args) => fits<typeof args, Events['close']>(args))
  window.on('closed', (...args) => fits<typeof args, Events['closed']>(args))
}

export const checkSession = (session: Session): void => {
  type Events = SessionEvents
  session.on('will-download', (...args) => fits<typeof args, Events['will-download']>(args))
}
