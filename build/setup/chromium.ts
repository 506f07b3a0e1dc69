import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { execa } from 'execa'
import { ensureDebianPackages, isDebian } from './debian.ts'
import { PROJECT_ROOT } from './paths.ts'
import { withDownloadProgress } from './progress.ts'
import { SetupError } from './setup-error.ts'

const DOWNLOAD_LIMIT_MS = 5 * 60_000

/** What the journeys need on Debian: the browser, a display for screen sharing, letters, and `ip` to take a network away. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji', 'iproute2', 'xauth', 'xvfb'] as const

/**
 * Command-line flags with which Chromium plays a participant: fake camera and microphone, nothing fetched in the background,
 * nothing slowed down when a page is not in front. Headless or not is the caller's choice. Camera and microphone are allowed by
 * the browser context's permissions; `--use-fake-ui-for-media-stream` would break screen sharing.
 */
export const CHROMIUM_FLAGS: readonly string[] = [
  // Chromium does not start as root with its sandbox; anybody else keeps it.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream=fps=30',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
]

/**
 * Gives the path of a Chromium for the tests.
 *
 * In this order: `PARLEY_CHROMIUM`, Playwright's own, the system's, then an installation: apt as root on Debian, Playwright's
 * download elsewhere.
 *
 * @throws SetupError where none can be had, saying what to do
 */
export async function ensureChromium(): Promise<string> {
  const given = process.env.PARLEY_CHROMIUM
  if (given) {
    if (await isExecutable(given)) return given
    throw new SetupError(`PARLEY_CHROMIUM names ${given}, which is not a program. Correct it, or unset it.`)
  }

  const debianRoot = (await isDebian()) && process.getuid?.() === 0
  if (debianRoot) await ensureDebianPackages(DEBIAN_PACKAGES, 'for the tests')

  const found = await findChromium()
  if (found) return found

  const downloaded = await downloadChromium()
  if (downloaded) return downloaded
  throw new SetupError(
    `The tests need Chromium, and it could not be downloaded. ${
      (await isDebian())
        ? `Install it and try again:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${DEBIAN_PACKAGES.join(' ')}`
        : 'Install it (npx playwright install chromium), or set PARLEY_CHROMIUM to a Chromium or Chrome that is there.'
    }`,
  )
}

async function findChromium(): Promise<string | undefined> {
  for (const candidate of [chromium.executablePath(), ...usualPlaces()]) {
    if (await isExecutable(candidate)) return candidate
  }
  return undefined
}

/** Where Chromium and Chrome are installed by the usual means, the freer one first. */
function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
    case 'win32':
      return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => ['Chromium', 'Google\\Chrome'].map((name) => join(folder, name, 'Application', 'chrome.exe')))
    default:
      return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']
  }
}

async function downloadChromium(): Promise<string | undefined> {
  return await withDownloadProgress('Downloading Chromium for the tests', async () => {
    await execa(process.execPath, [join(PROJECT_ROOT, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], {
      stdio: 'ignore',
      timeout: DOWNLOAD_LIMIT_MS,
      reject: false,
    })
    const path = chromium.executablePath()
    return (await isExecutable(path)) ? path : undefined
  })
}

async function isExecutable(path: string): Promise<boolean> {
  if (!path) return false
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
