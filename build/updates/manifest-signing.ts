/** Makes the manifest that clients find a version by, and signs it with the organisation's own key. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type ManifestPlace, manifestNameOf, UpdateManifest } from '#shared/updates/manifest.ts'
import { SetupError } from '../setup/setup-error.ts'

export interface Release {
  /** The package, in the folder that becomes the feed: the manifest is written beside it. */
  package: string
  place: ManifestPlace
  version: string
  stagingPercentage?: number | undefined
  /** ms since 1970 */
  installBy?: number | undefined
  notes?: string | undefined
}

/** A new pair: the private key as PEM, the public one as builds pin it. */
export const newKey = (): { privateKey: string; publicKey: string } => {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey: publicKeyOf(privateKey) }
}

/** Raw, in base64url. */
export const publicKeyOf = (privateKey: KeyObject): string => {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  if (x === undefined) throw new SetupError('The signing key has no public half.')
  return x
}

/** PKCS#8 in PEM form. */
export const readSigningKey = (pem: string | undefined): KeyObject => {
  if (pem === undefined || pem === '') throw new SetupError('PARLEY_UPDATE_SIGNING_KEY is missing: an Ed25519 key in PEM form.')
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // What it holds instead stays out of every message.
  }
  throw new SetupError('PARLEY_UPDATE_SIGNING_KEY can’t be used: it has to be an Ed25519 key in PEM form.')
}

const sha512Of = async (file: string): Promise<string> => {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

/** Writes manifest and signature; the manifest's path. */
export const signRelease = async (release: Release, key: KeyObject, now: number): Promise<string> => {
  const { package: file, place, version, stagingPercentage, installBy, notes } = release
  const { size } = await stat(file)
  const parsed = UpdateManifest.safeParse({
    format: 1,
    product: 'app.parley.desktop',
    ...place,
    version,
    issuedAt: now,
    package: { file: basename(file), size, sha512: await sha512Of(file) },
    ...(stagingPercentage === undefined ? {} : { stagingPercentage }),
    ...(installBy === undefined ? {} : { installBy }),
    ...(notes === undefined ? {} : { notes }),
  })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new SetupError(`The release can’t be described: ${issue?.path.join('.')}: ${issue?.message}.`)
  }
  const path = join(dirname(file), manifestNameOf(place))
  const bytes = Buffer.from(`${JSON.stringify(parsed.data, null, 2)}\n`)
  // The signature first: whoever comes between the two finds one that does not fit, and takes nothing.
  await writeFile(`${path}.sig`, `${sign(null, bytes, key).toString('base64')}\n`)
  await writeFile(path, bytes)
  return path
}
