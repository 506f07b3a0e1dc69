/**
 * What an organisation's update feed offers, for one platform and channel: a file of JSON beside the package, and beside that file
 * its Ed25519 signature (RFC 8032), 64 bytes in base64. The signature is checked over the file's bytes before anything in it is read.
 */
import { z } from 'zod'
import { BUNDLE_ID } from '../managed-policy/places.ts'
import { isVersion } from './version.ts'

export const UPDATE_PLATFORMS = ['windows', 'macos'] as const
export type UpdatePlatform = (typeof UPDATE_PLATFORMS)[number]
export const UPDATE_ARCHITECTURES = ['x64', 'arm64', 'universal'] as const
export type UpdateArchitecture = (typeof UPDATE_ARCHITECTURES)[number]
export const UPDATE_CHANNELS = ['stable', 'beta'] as const
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number]

const Time = z.int().min(0)

/** A folder of its own for each package would let a manifest point anywhere: a package lies beside its manifest, by its bare name. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}\.(?:exe|zip)$/)

export const UpdateManifest = z.strictObject({
  format: z.literal(1),
  product: z.literal(BUNDLE_ID),
  platform: z.enum(UPDATE_PLATFORMS),
  architecture: z.enum(UPDATE_ARCHITECTURES),
  channel: z.enum(UPDATE_CHANNELS),
  version: z.string().refine(isVersion),
  /** When it was signed, ms since 1970. One that was signed before one already seen is not taken any more. */
  issuedAt: Time,
  package: z.strictObject({
    file: FileName,
    /** bytes */
    size: z
      .int()
      .min(1)
      .max(2 * 1024 ** 3),
    /** SHA-512 in base64. */
    sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  }),
  /** Percentage of the computers that may take it now. */
  stagingPercentage: z.number().min(0).max(100).default(100),
  /** From then on nobody can put it off any more, ms since 1970. */
  installBy: Time.optional(),
  /** What is new, for the people who get it. */
  notes: z.string().max(2_000).optional(),
})
export type UpdateManifest = z.infer<typeof UpdateManifest>

export interface ManifestPlace {
  platform: UpdatePlatform
  architecture: UpdateArchitecture
  channel: UpdateChannel
}

/** The name of the manifest's file in the feed; its signature's has `.sig` after it. */
export const manifestNameOf = ({ platform, architecture, channel }: ManifestPlace): string =>
  `${channel}-${platform}-${architecture}.json`
