/** What `require('electron')` gives to a program that runs in the host. Each export fits its type in `electron.d.ts`. */
import type * as Electron from 'electron'
import { app } from './app.ts'
import { presentWindows } from './browser-window.ts'
import { desktopCapturer } from './display-media.ts'
import { ipcMain } from './ipc-main.ts'
import { menuModule } from './menu.ts'
import { nativeImage } from './native-image.ts'
import { net } from './net.ts'
import { clickNotification, notification, tray } from './notices.ts'
import {
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  shell,
  systemPreferences,
} from './operating-system.ts'
import { protocols, records, surroundings } from './runtime.ts'
import { safeStorage } from './safe-storage.ts'
import { screen } from './screen.ts'
import { presentSessions } from './session.ts'
import { getDefaultSession } from './start.ts'
import { webContents } from './web-contents.ts'

const BrowserWindow = presentWindows()
const session = presentSessions(getDefaultSession)
const protocol = protocols.face
const Menu = menuModule
const Notification = notification
const Tray = tray

const checked = {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  webContents,
} satisfies Partial<typeof Electron>

/** For the specs: what the program asked of its surroundings, and how they answer it. Real Electron has no such thing. */
export const electronHost = { records, surroundings, clickNotification }
export type ElectronHost = typeof electronHost

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  webContents,
}
export default { ...checked, electronHost }
