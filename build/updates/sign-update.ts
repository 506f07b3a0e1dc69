/**
 * Signs a version for an organisation's update feed, or makes the key to sign with. The key comes from the environment
 * (`PARLEY_UPDATE_SIGNING_KEY`, PEM), so that it stands on no command line and in no file of the feed.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { UPDATE_ARCHITECTURES, UPDATE_CHANNELS, UPDATE_PLATFORMS } from '#shared/updates/manifest.ts'
import { SetupError } from '../setup/setup-error.ts'
import { newKey, publicKeyOf, readSigningKey, signRelease } from './manifest-signing.ts'

const USAGE = `Usage:
  npm run update:sign -- --new-key <file>
  npm run update:sign -- --package <file> --version <1.4.0> --platform <windows|macos> --arch <x64|arm64|universal>
      [--channel <stable|beta>] [--staging <percentage>] [--install-by <2026-12-01T18:00Z>] [--notes <file>]`

const { values } = parseArgs({
  options: {
    'new-key': { type: 'string' },
    package: { type: 'string' },
    version: { type: 'string' },
    platform: { type: 'string' },
    arch: { type: 'string' },
    channel: { type: 'string', default: 'stable' },
    staging: { type: 'string' },
    'install-by': { type: 'string' },
    notes: { type: 'string' },
  },
})

const Asked = z.object({
  package: z.string(),
  version: z.string(),
  platform: z.enum(UPDATE_PLATFORMS),
  arch: z.enum(UPDATE_ARCHITECTURES),
  channel: z.enum(UPDATE_CHANNELS),
  staging: z.coerce.number().optional(),
  'install-by': z
    .string()
    .transform((text) => Date.parse(text))
    .pipe(z.int())
    .optional(),
  notes: z.string().optional(),
})

const makeKey = async (file: string): Promise<void> => {
  const { privateKey, publicKey } = newKey()
  await writeFile(file, privateKey, { mode: 0o600, flag: 'wx' })
  process.stdout.write(`${file} holds the signing key: keep it off every feed and every computer but the one that signs.\n`)
  process.stdout.write(`Builds pin its public half: PARLEY_UPDATE_KEYS=${publicKey}\n`)
}

const run = async (): Promise<void> => {
  if (values['new-key'] !== undefined) return makeKey(values['new-key'])
  const asked = Asked.safeParse(values)
  if (!asked.success) throw new SetupError(`--${asked.error.issues[0]?.path.join('.')} is missing or can’t be used.\n${USAGE}`)
  const { package: file, version, platform, arch, channel, staging, notes } = asked.data
  const key = readSigningKey(process.env.PARLEY_UPDATE_SIGNING_KEY)
  const path = await signRelease(
    {
      package: file,
      place: { platform, architecture: arch, channel },
      version,
      stagingPercentage: staging,
      installBy: asked.data['install-by'],
      notes: notes === undefined ? undefined : (await readFile(notes, 'utf8')).trim(),
    },
    key,
    Date.now(),
  )
  process.stdout.write(`${path} and ${path}.sig are written, for builds with PARLEY_UPDATE_KEYS=${publicKeyOf(key)}\n`)
}

await run()
