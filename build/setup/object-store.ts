import { ensureDebianPackages, isDebian, missingPackages } from './debian.ts'
import { SetupError } from './setup-error.ts'

/** OpenStack Swift as a library: the tests start it themselves, and no service is added to the machine. */
const DEBIAN_PACKAGES = ['python3-swift'] as const

/**
 * Makes sure, where that is easy, that the tests have a real S3 server: on Debian, as root. Nothing depends on it: without one the
 * tests that want it are left out and say why.
 *
 * @returns what there is, in words for whoever sets up
 */
export async function ensureObjectStore(): Promise<string> {
  if (!(await isDebian())) return 'none here; its tests are left out'
  if (process.getuid?.() === 0) {
    try {
      await ensureDebianPackages(DEBIAN_PACKAGES, 'for a real S3 server in the tests')
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      return `could not be installed; its tests are left out\n${error.message}`
    }
  }
  return (await missingPackages(DEBIAN_PACKAGES)).length === 0
    ? 'OpenStack Swift'
    : `none; its tests are left out. To have one:\n  sudo apt-get install -y --no-install-recommends ${DEBIAN_PACKAGES.join(' ')}`
}
