import { readFile } from 'node:fs/promises'
import { execa } from 'execa'
import { withProgress } from './progress.ts'
import { SetupError } from './setup-error.ts'

/** Whether this is Debian or one of its descendants, with apt. */
export async function isDebian(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*\b(debian)\b/m.test(release)
}

export async function missingPackages(packages: readonly string[]): Promise<string[]> {
  const { stdout } = await execa('dpkg-query', ['-W', `-f=\${Package} \${db:Status-Status}\n`, ...packages], { reject: false })
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return packages.filter((name) => !installed.has(name))
}

/**
 * Makes sure that Debian packages are installed: through apt as root, else by telling the person the command.
 *
 * @param purpose what they are for, as in "to build the media worker"
 * @throws SetupError with the exact command where this user cannot install, or with apt's last words where apt fails
 */
export async function ensureDebianPackages(packages: readonly string[], purpose: string): Promise<void> {
  const missing = await missingPackages(packages)
  if (missing.length === 0) return

  const install = ['install', '-y', '--no-install-recommends', ...missing]
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `Some Debian packages are missing ${purpose}. Install them and try again:\n  sudo apt-get update && sudo apt-get ${install.join(' ')}`,
    )
  }

  await withProgress(`Installing Debian packages ${purpose}`, async (report) => {
    report('reading the package lists')
    await apt(['update'])
    report(missing.join(', '))
    await apt(install)
  })
}

async function apt(args: string[]): Promise<void> {
  const result = await execa('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-q', ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    stdin: 'ignore',
    all: true,
    reject: false,
  })
  if (result.failed) {
    throw new SetupError(`apt-get ${args.join(' ')} failed:\n${result.all.split('\n').slice(-15).join('\n')}`)
  }
}
