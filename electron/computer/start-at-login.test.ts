import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '../diagnostics/log.ts'
import { setStartAtLogin } from './start-at-login.ts'

let configFolder: string
let isOpenedAtLogin: boolean
let lines: string[]
const setLoginItemSettings = vi.fn()
beforeEach(() => {
  configFolder = mkdtempSync(join(tmpdir(), 'parley-config-'))
  isOpenedAtLogin = false
  lines = []
  setLoginItemSettings.mockClear()
})
afterEach(() => rmSync(configFolder, { recursive: true }))

const set = (wanted: boolean, platform: NodeJS.Platform = 'linux', command = ['/opt/Parley 1/parley', '--a="$b\\c"', '100%']) =>
  setStartAtLogin(wanted, {
    platform,
    app: { getLoginItemSettings: () => ({ openAtLogin: isOpenedAtLogin }) as never, setLoginItemSettings },
    configFolder,
    command,
    log: createLog((line) => lines.push(line)),
  })
const entry = () => {
  try {
    return readFileSync(join(configFolder, 'autostart', 'parley.desktop'), 'utf8')
  } catch {
    return undefined
  }
}

test.each(['win32', 'darwin'] as const)('on %s the system is told, once', (platform) => {
  set(false, platform)
  expect(setLoginItemSettings).not.toHaveBeenCalled()
  set(true, platform)
  expect(setLoginItemSettings).toHaveBeenCalledExactlyOnceWith({ openAtLogin: true })
  isOpenedAtLogin = true
  set(false, platform)
  expect(setLoginItemSettings).toHaveBeenLastCalledWith({ openAtLogin: false })
})

test('on Linux an entry comes and goes, with its command quoted as its specification says', () => {
  set(true)
  expect(entry()).toContain('\nExec="/opt/Parley 1/parley" "--a=\\\\"\\\\$b\\\\\\\\c\\\\"" "100%%"\n')
  expect(setLoginItemSettings).not.toHaveBeenCalled()
  set(false)
  expect(entry()).toBeUndefined()
})

test('another program’s entry stays', () => {
  set(true, 'linux', ['/usr/bin/parley'])
  set(false, 'linux', ['/home/ada/parley'])
  expect(entry()).toContain('/usr/bin/parley')
})

test('a disk that refuses costs only that', () => {
  writeFileSync(join(configFolder, 'autostart'), 'a file in the place of the folder')
  set(true)
  expect(lines.join()).toContain('computer.loginNotSet')
})
