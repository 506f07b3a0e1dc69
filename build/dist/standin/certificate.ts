/** A certificate for signing that nobody trusts, made for one run: so that signing itself is tried, and its checks. */
import { join } from 'node:path'
import { execa } from 'execa'
import type { WindowsSigning } from '../signing/windows.ts'

export interface TestCertificate {
  signing: Extract<WindowsSigning, { kind: 'certificate' }>
  /** The certificate itself, PEM. */
  authority: string
}

const PASSWORD = 'for one run'

export const makeTestCertificate = async (folder: string): Promise<TestCertificate> => {
  const key = join(folder, 'test-key.pem')
  const authority = join(folder, 'test-certificate.pem')
  const file = join(folder, 'test-certificate.p12')
  await execa(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', authority],
      ...['-subj', '/CN=Parley dist check (nobody trusts it)'],
      ...['-addext', 'extendedKeyUsage=codeSigning'],
    ],
    { stdin: 'ignore', all: true },
  )
  await execa('openssl', ['pkcs12', '-export', '-inkey', key, '-in', authority, '-out', file, '-passout', 'env:PASSWORD'], {
    stdin: 'ignore',
    all: true,
    env: { PASSWORD },
  })
  return { signing: { kind: 'certificate', file, password: PASSWORD, timestamps: undefined }, authority }
}
