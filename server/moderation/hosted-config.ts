/** What an organisation says of the moderation endpoint that it hosts: the file that `PARLEY_MODERATION` names. */
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { Objection } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import { isSecureAddress } from '../identity/provider-config.ts'

/** What a category of the endpoint means: an objection, with or without a consequence of its own, or nothing. */
const Meaning = z.union([
  Objection,
  z.literal('ignore'),
  z.strictObject({ objection: Objection, verdict: z.enum(['hold', 'refuse']) }),
])
export type Meaning = z.infer<typeof Meaning>

/**
 * The categories of OpenAI's moderation API. That somebody speaks of harming themselves is no incitement: an organiser should see
 * it, and it must not be thrown away.
 */
const CATEGORIES: Readonly<Record<string, Meaning>> = {
  harassment: 'insult',
  'harassment/threatening': 'threat',
  hate: 'insult',
  'hate/threatening': 'threat',
  'self-harm': 'other',
  'self-harm/intent': 'other',
  'self-harm/instructions': 'selfHarm',
  sexual: 'profanity',
  'sexual/minors': { objection: 'other', verdict: 'refuse' },
  violence: 'other',
  'violence/graphic': 'other',
  illicit: 'other',
  'illicit/violent': 'other',
}

const HostedConfig = z.strictObject({
  endpoint: z
    .string()
    .max(2_000)
    .refine((text) => isSecureAddress(text) && !text.includes('#'), 'must be an https address (http on this machine)'),
  /** Holds the bearer token and nothing else. */
  tokenFile: z.string().max(4_000).refine(isAbsolute, 'must be an absolute path').optional(),
  /** Over what is known of OpenAI's categories; a category that nobody knows is `other`. */
  categories: z
    .record(z.string().min(1).max(100), Meaning)
    .default({})
    .transform((own): Readonly<Record<string, Meaning>> => ({ ...CATEGORIES, ...own })),
})
export type HostedConfig = z.output<typeof HostedConfig>

/** Throws INVALID_INPUT whose detail names the place in the file. */
export const parseHostedConfig = (json: string): HostedConfig => {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new ParleyError('INVALID_INPUT', 'is not JSON', { cause })
  }
  const result = HostedConfig.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new ParleyError('INVALID_INPUT', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not understood'}`)
}
