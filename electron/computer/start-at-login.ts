/** Whether the operating system starts Parley when the person logs in. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import { toParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'

export interface LoginSurroundings {
  platform: NodeJS.Platform
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>
  /** Linux: the person's folder of settings (XDG Base Directory). */
  configFolder: string
  /** What is started, with its arguments. */
  command: readonly string[]
  log: Log
}

/** One argument of `Exec` (Desktop Entry Specification, The Exec key). */
const quoted = (argument: string): string =>
  `"${argument
    .replaceAll(/["`$\\]/g, (character) => `\\${character}`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`

const entryOf = (command: readonly string[]): string =>
  ['[Desktop Entry]', 'Type=Application', 'Name=Parley', `Exec=${command.map(quoted).join(' ')}`, 'Terminal=false', ''].join('\n')

/** Linux: an entry in the folder of what is started with the session (Desktop Application Autostart Specification). */
const setAutostart = (wanted: boolean, { configFolder, command }: LoginSurroundings): void => {
  const file = join(configFolder, 'autostart', 'parley.desktop')
  const entry = entryOf(command)
  const found = (): string | undefined => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return undefined
    }
  }
  if (wanted && found() !== entry) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, entry)
  }
  // Another one, such as that of another installation, is none of ours.
  if (!wanted && found() === entry) rmSync(file)
}

/** A computer that doesn't let itself be told costs only that. */
export const setStartAtLogin = (wanted: boolean, surroundings: LoginSurroundings): void => {
  const { platform, app, log } = surroundings
  try {
    if (platform === 'win32' || platform === 'darwin') {
      if (app.getLoginItemSettings().openAtLogin !== wanted) app.setLoginItemSettings({ openAtLogin: wanted })
    } else setAutostart(wanted, surroundings)
  } catch (thrown) {
    log.error('computer.loginNotSet', toParleyError(thrown))
  }
}
