import { execa } from 'execa'
import { isDebian } from './debian.ts'
import { SetupError } from './setup-error.ts'

/** Whether a window can be shown to a person here. */
export function hasDesktop(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * The command to put in front of a program that shares a screen: empty where there is a screen, else a virtual one of 1280×800.
 *
 * @throws SetupError where there is neither, saying what to install
 */
export async function displayCommand(): Promise<string[]> {
  if (process.platform !== 'linux' || process.env.DISPLAY) return []
  const { failed } = await execa('xvfb-run', ['--help'], { stdio: 'ignore', reject: false })
  if (!failed) return ['xvfb-run', '-a', '-s', '-screen 0 1280x800x24']
  throw new SetupError(
    `The journeys share a screen, and there is neither a display nor xvfb. Install it and try again${
      (await isDebian()) ? ':\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends xauth xvfb' : '.'
    }`,
  )
}
