import { readFileSync } from 'node:fs'
import type { WebPreferences } from 'electron'
import { createPageScripts, type PageScripts } from './page-scripts.ts'

/** Preferences that take a guard away from a page, with the value that does. */
const INSECURE: { [Name in keyof WebPreferences]?: WebPreferences[Name] } = {
  nodeIntegration: true,
  nodeIntegrationInWorker: true,
  nodeIntegrationInSubFrames: true,
  webviewTag: true,
  allowRunningInsecureContent: true,
  experimentalFeatures: true,
  webSecurity: false,
  sandbox: false,
  contextIsolation: false,
}

/** The scripts of a page with these preferences. Throws for an insecure one: the host has no page without its guards. */
export const readWebPreferences = (preferences: WebPreferences, versions: Record<string, string>): PageScripts => {
  for (const [name, value] of Object.entries(INSECURE)) {
    if (preferences[name as keyof WebPreferences] === value) throw new Error(`webPreferences.${name} must not be ${value}`)
  }
  if (preferences.enableBlinkFeatures !== undefined) throw new Error('webPreferences.enableBlinkFeatures must not be set')
  if (preferences.partition !== undefined || preferences.session !== undefined) {
    throw new Error('the host has one session: that of its profile')
  }
  const { preload } = preferences
  if (preload !== undefined) readFileSync(preload)
  return createPageScripts(preload, {
    platform: process.platform,
    versions,
    argv: [process.execPath, ...(preferences.additionalArguments ?? [])],
  })
}
