import type { App } from 'electron'

/**
 * Whether this is a program that was handed out. Electron tells by the name of the program's file, which whoever copies the folder
 * can change. That its code comes from an archive nobody can: a packaged program loads none from anywhere else (a fuse).
 */
export const isPackaged = (app: Pick<App, 'isPackaged' | 'getAppPath'>): boolean =>
  app.isPackaged || app.getAppPath().endsWith('.asar')
