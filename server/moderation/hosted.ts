/** A moderation provider that asks an endpoint of the organisation's, in the shape of OpenAI's moderation API. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import { ALLOW, type ModerationProvider, objectTo, stricter, type Verdict } from '#shared/moderation/provider.ts'
import type { HostedConfig, Meaning } from './hosted-config.ts'

/** ms that the endpoint is given to answer: somebody waits for their message to appear. */
const PATIENCE = 3_000
/** bytes: an answer with every category is about 2 kB. */
const MAXIMUM = 64 * 1_024
/** bytes of a token. */
const TOKEN_MAXIMUM = 8 * 1_024
/** Characters of one request, above what a message may have. */
const INPUT_MAXIMUM = 16_000

const Answer = z.object({
  results: z
    .array(
      z.object({
        flagged: z.boolean(),
        categories: z.record(z.string().max(100), z.boolean()),
        category_scores: z.record(z.string().max(100), z.number()).optional(),
      }),
    )
    .min(1)
    .max(16),
})
type Result = z.infer<typeof Answer>['results'][number]

const unreachable = (detail: string, cause?: unknown): ParleyError => new ParleyError('MODERATION_UNREACHABLE', detail, { cause })

/** The text of an answer. Throws MODERATION_UNREACHABLE where it is longer than `MAXIMUM`. */
const readBounded = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAXIMUM) throw unreachable('an answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const verdictOf = (meaning: Meaning): Verdict => {
  if (meaning === 'ignore') return ALLOW
  return typeof meaning === 'string' ? objectTo(meaning) : meaning
}

export interface HostedOptions extends HostedConfig {
  /** ms */
  patience?: number
}

/** Fails closed: whatever keeps the endpoint from saying a verdict is thrown as MODERATION_UNREACHABLE, and no text with it. */
export class HostedProvider implements ModerationProvider {
  readonly name = 'hosted'
  readonly #options: HostedOptions

  constructor(options: HostedOptions) {
    this.#options = options
  }

  async judge(text: string): Promise<Verdict> {
    if (text.trim() === '') return ALLOW
    let verdict = ALLOW
    for (let start = 0; start < text.length; start += INPUT_MAXIMUM) {
      const results = await this.#ask(text.slice(start, start + INPUT_MAXIMUM))
      for (const result of results) verdict = stricter(verdict, this.#read(result))
    }
    return verdict
  }

  async #ask(input: string): Promise<Result[]> {
    const headers = await this.#headers()
    let text: string
    try {
      const response = await fetch(this.#options.endpoint, {
        method: 'POST',
        headers,
        body: JSON.stringify({ input }),
        redirect: 'error',
        signal: AbortSignal.timeout(this.#options.patience ?? PATIENCE),
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        throw unreachable(`answered ${response.status}`)
      }
      text = await readBounded(response)
    } catch (error) {
      throw error instanceof ParleyError ? error : unreachable('no answer', error)
    }
    try {
      return Answer.parse(JSON.parse(text)).results
    } catch {
      // What went wrong would quote the answer, and the answer may quote the message.
      throw unreachable('an answer is not understood')
    }
  }

  /** The token is read for each request, so that it can be replaced while the service runs. */
  async #headers(): Promise<Record<string, string>> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const { tokenFile } = this.#options
    if (tokenFile === undefined) return headers
    let token: string
    try {
      token = (await readFile(tokenFile, 'utf8')).trim()
    } catch {
      throw unreachable('the token cannot be read')
    }
    // RFC 6750 §2.1
    if (token.length > TOKEN_MAXIMUM || !/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) throw unreachable('the token is not one')
    return { ...headers, authorization: `Bearer ${token}` }
  }

  /** What a result means; one that is flagged for nothing that it names is objected to all the same. */
  #read({ flagged, categories }: Result): Verdict {
    if (!flagged) return ALLOW
    const named = Object.keys(categories).filter((category) => categories[category] === true)
    if (named.length === 0) return objectTo('other')
    return named.map((category) => this.#meaningOf(category)).reduce(stricter)
  }

  #meaningOf(category: string): Verdict {
    const { categories } = this.#options
    const meaning = Object.hasOwn(categories, category) ? categories[category] : undefined
    return verdictOf(meaning ?? 'other')
  }
}
