/**
 * Signing and notarisation for macOS, which electron-builder does on a Mac: with the certificates of `CSC_LINK` (a file, with
 * `CSC_KEY_PASSWORD`) or `CSC_NAME` (in the keychain).
 */
import { SetupError } from '../../setup/setup-error.ts'

export interface MacosSigning {
  /** electron-builder's words: undefined for the certificate that it finds, `-` for a signature of nobody, null for none. */
  identity: undefined | '-' | null
  notarise: boolean
}

const API_KEY = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'] as const

/** @throws SetupError where what is given is not enough */
export const macosSigningOf = (env: Readonly<Record<string, string | undefined>>, host: NodeJS.Platform): MacosSigning => {
  const isSigned = Boolean(env.CSC_LINK || env.CSC_NAME)
  const missing = API_KEY.filter((name) => !env[name])
  const notarise = missing.length === 0 || Boolean(env.APPLE_KEYCHAIN_PROFILE)
  if (!notarise && missing.length < API_KEY.length) {
    throw new SetupError(`Notarisation needs ${missing.join(' and ')}, too.`)
  }
  if (notarise && !isSigned) throw new SetupError('Apple notarises what is signed: set CSC_LINK or CSC_NAME.')
  if (isSigned && host !== 'darwin') throw new SetupError('Only a Mac can sign for macOS. Unset CSC_LINK and CSC_NAME here.')
  if (isSigned) return { identity: undefined, notarise }
  // Without any signature a Mac with Apple silicon refuses to start a program.
  return { identity: host === 'darwin' ? '-' : null, notarise: false }
}

/** The commands by which a package (not the program inside, which is notarised before) is notarised. */
export const notarisationOf = (
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly string[])[] => {
  const who = env.APPLE_KEYCHAIN_PROFILE
    ? ['--keychain-profile', env.APPLE_KEYCHAIN_PROFILE]
    : ['--key', env.APPLE_API_KEY ?? '', '--key-id', env.APPLE_API_KEY_ID ?? '', '--issuer', env.APPLE_API_ISSUER ?? '']
  return [
    ['xcrun', 'notarytool', 'submit', file, ...who, '--wait'],
    ['xcrun', 'stapler', 'staple', file],
  ]
}
