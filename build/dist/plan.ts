/** What `npm run dist` is asked for, and whether this computer can make it. */
import { SetupError } from '../setup/setup-error.ts'
import type { TargetArch, TargetPlatform } from './product.ts'

export interface Step {
  platform: TargetPlatform
  arch: TargetArch
}

const ARCHS = {
  windows: ['x64', 'arm64'],
  macos: ['universal'],
  linux: ['x64', 'arm64'],
} as const satisfies Record<TargetPlatform, readonly TargetArch[]>

/** On whose computers packages for each can be made. */
const HOSTS: Readonly<Record<TargetPlatform, readonly NodeJS.Platform[]>> = {
  // wixl and msibuild have no Windows program.
  windows: ['linux', 'darwin'],
  // Signatures, universal programs, pkg and dmg are made by Apple's own tools.
  macos: ['darwin'],
  linux: ['linux'],
}

const WHY_NOT: Readonly<Record<TargetPlatform, string>> = {
  windows: 'Packages for Windows are built on Linux (also inside Windows: WSL) or on a Mac',
  macos: 'Packages for macOS are built on a Mac',
  linux: 'Packages for Linux are built on Linux',
}

export interface Asked {
  win?: boolean | undefined
  mac?: boolean | undefined
  linux?: boolean | undefined
  /** Of the platforms that are built for one processor at a time; all unless given. */
  arch?: string | undefined
}

/** @throws SetupError where nothing can be made of it here */
export const planOf = ({ win, mac, linux, arch }: Asked, host: NodeJS.Platform): Step[] => {
  const asked = [win && 'windows', mac && 'macos', linux && 'linux'].filter((name): name is TargetPlatform => Boolean(name))
  if (asked.length === 0) throw new SetupError('Say for what: npm run dist -- --win --mac --linux [--arch x64|arm64]')
  const wrong = asked.filter((platform) => !HOSTS[platform].includes(host))
  if (wrong.length > 0) throw new SetupError(`${wrong.map((platform) => WHY_NOT[platform]).join('. ')}.`)
  if (arch !== undefined && arch !== 'x64' && arch !== 'arm64') {
    throw new SetupError(`There are packages for x64 and arm64, not for ${arch}.`)
  }
  return asked.flatMap((platform) =>
    ARCHS[platform]
      .filter((each) => arch === undefined || each === 'universal' || each === arch)
      .map((each) => ({ platform, arch: each })),
  )
}
