import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { CdpPipe } from './cdp.ts'

/**
 * New headless mode has what a window has, minimising and full screen included, and captures the screen of `DISPLAY` where there
 * is one. Nothing is fetched in the background. All frames of a page stay in one process, so that one session sees them all.
 */
const SWITCHES = [
  '--no-first-run',
  '--no-startup-window',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  // Chromium would load two pages of its address bar, which take half of the time of a start.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  '--disable-site-isolation-trials',
  '--disable-back-forward-cache',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--password-store=basic',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream=fps=30',
  '--auto-select-desktop-capture-source=Entire screen',
  '--screen-info={1280x800}',
]

export interface ChromiumOptions {
  profileFolder: string
  /** After those of the host: the last one of a name wins. */
  switches: readonly string[]
  environment: NodeJS.ProcessEnv
}

const splitArguments = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .flatMap((line) => line.match(/(?:[^\s"]|"[^"]*")+/g) ?? [])
    .map((part) => part.replaceAll('"', ''))

/**
 * Starts Chromium with two ways in: a pipe for the host, and a port for whoever drives the test. It ends with the pipe, whatever
 * becomes of this process.
 */
export const startChromium = ({
  profileFolder,
  switches,
  environment,
}: ChromiumOptions): { cdp: CdpPipe; process: ChildProcess } => {
  mkdirSync(profileFolder, { recursive: true })
  const child = spawn(
    environment.PARLEY_CHROMIUM || '/usr/bin/chromium',
    [
      ...SWITCHES,
      ...(environment.HOST_HEADED === '1' ? [] : ['--headless=new']),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profileFolder}`,
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      ...switches,
      ...splitArguments(environment.HOST_CHROMIUM_ARGS),
    ],
    { env: environment, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  // Playwright waits for this line of the program that it started.
  createInterface({ input: child.stderr as Readable }).on('line', (line) => {
    if (line.startsWith('DevTools listening') || environment.HOST_VERBOSE === '1') process.stderr.write(`${line}\n`)
  })
  const cdp = new CdpPipe(child.stdio[3] as Writable, child.stdio[4] as Readable)
  child.on('error', () => cdp.close())
  return { cdp, process: child }
}
