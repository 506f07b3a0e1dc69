/**
 * Signing for Windows (Authenticode): by a program of the organisation's own, which may ask a service or a hardware module, or with
 * a certificate in a file. Without either nothing is signed, and the packages' names say so.
 */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { SetupError } from '../../setup/setup-error.ts'
import { PRODUCT } from '../product.ts'

export type WindowsSigning =
  | { kind: 'none' }
  /** Called with the path of the file, which it signs in its place. */
  | { kind: 'command'; command: string }
  /** PKCS#12. Without a time-stamping service a signature ends with its certificate. */
  | { kind: 'certificate'; file: string; password: string; timestamps: string | undefined }

const NONE = 'none'
const TimestampAddress = z.union([z.literal(NONE), z.url({ protocol: /^https?$/ })])

/** @throws SetupError where what is given is not enough */
export const windowsSigningOf = (env: Readonly<Record<string, string | undefined>>): WindowsSigning => {
  const command = env.PARLEY_WINDOWS_SIGN_COMMAND
  const file = env.PARLEY_WINDOWS_CERTIFICATE
  if (command && file) {
    throw new SetupError(
      'PARLEY_WINDOWS_SIGN_COMMAND and PARLEY_WINDOWS_CERTIFICATE are both set. Unset the one that is not meant.',
    )
  }
  if (command) return { kind: 'command', command }
  if (!file) return { kind: 'none' }
  const password = env.PARLEY_WINDOWS_CERTIFICATE_PASSWORD
  if (password === undefined) throw new SetupError('PARLEY_WINDOWS_CERTIFICATE_PASSWORD is not set. An empty one is set empty.')
  const timestamps = TimestampAddress.safeParse(env.PARLEY_WINDOWS_TIMESTAMPS)
  if (!timestamps.success) {
    throw new SetupError(
      `PARLEY_WINDOWS_TIMESTAMPS has to be the address of a time-stamping service (RFC 3161), or "${NONE}": without one the signature ends with its certificate.`,
    )
  }
  return { kind: 'certificate', file, password, timestamps: timestamps.data === NONE ? undefined : timestamps.data }
}

/** Signs a program, a library or an MSI in its place. */
export const signForWindows = async (signing: WindowsSigning, file: string): Promise<void> => {
  switch (signing.kind) {
    case 'none':
      return
    case 'command':
      await execa(signing.command, [file], { stdin: 'ignore', all: true })
      return
    case 'certificate':
      await signWithCertificate(signing, file)
  }
}

const signWithCertificate = async (
  { file: certificate, password, timestamps }: Extract<WindowsSigning, { kind: 'certificate' }>,
  file: string,
): Promise<void> => {
  const signed = `${file}.signed`
  const folder = await mkdtemp(join(tmpdir(), 'parley-signing-'))
  try {
    // Arguments can be read by every program of the computer, this file by nobody else; osslsigncode takes no pipe.
    const passwordFile = join(folder, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    await execa(
      'osslsigncode',
      [
        'sign',
        ...['-pkcs12', certificate, '-readpass', passwordFile],
        ...['-h', 'sha256', '-n', PRODUCT.name],
        ...(timestamps === undefined ? [] : ['-ts', timestamps]),
        ...['-in', file, '-out', signed],
      ],
      { stdin: 'ignore', all: true },
    )
  } finally {
    await rm(folder, { recursive: true })
  }
  await rename(signed, file)
}
