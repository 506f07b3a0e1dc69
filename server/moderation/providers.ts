/** Who judges a message on arrival: the bundled provider always, and the organisation's own where there is one. */
import type { Moderator } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import type { OptionValue } from '#shared/meeting/options.ts'
import { bundledProvider } from '#shared/moderation/bundled.ts'
import { ALLOW, type ModerationProvider, stricter, type Verdict } from '#shared/moderation/provider.ts'
import { HostedProvider } from './hosted.ts'
import type { HostedConfig } from './hosted-config.ts'

const isUnreachable = (error: unknown): boolean => error instanceof ParleyError && error.code === 'MODERATION_UNREACHABLE'

export class Moderation {
  readonly #bundled: ModerationProvider
  readonly #hosted: ModerationProvider | undefined

  constructor(bundled: ModerationProvider, hosted?: ModerationProvider) {
    this.#bundled = bundled
    this.#hosted = hosted
  }

  static of(hosted: HostedConfig | undefined): Moderation {
    return new Moderation(bundledProvider, hosted === undefined ? undefined : new HostedProvider(hosted))
  }

  get moderator(): Moderator {
    return this.#hosted === undefined ? 'bundled' : 'hosted'
  }

  /**
   * The stricter of the verdicts, by the meeting's option. `off` asks nobody. Where the hosted provider doesn't answer, `hold` fails
   * closed with MODERATION_UNREACHABLE, and `warn` goes by the bundled one alone.
   */
  async judge(text: string, option: OptionValue<'moderation'>): Promise<Verdict> {
    if (option === 'off') return ALLOW
    const own = await this.#bundled.judge(text)
    // Nothing is stricter, so the text need not leave the service.
    if (this.#hosted === undefined || own.verdict === 'refuse') return own
    try {
      return stricter(own, await this.#hosted.judge(text))
    } catch (error) {
      if (option === 'warn' && isUnreachable(error)) return own
      throw error
    }
  }
}
