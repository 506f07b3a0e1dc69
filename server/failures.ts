import { ORPCError, ValidationError } from '@orpc/contract'
import type { ErrorCode, ParleyError } from '#shared/errors.ts'
import type { Log } from './logging.ts'
import { TokenBucket } from './rate-limit.ts'

/** What somebody who means harm is likely to be told. */
const NOTABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'TICKET_INVALID',
  'PROOF_INVALID',
  'CLOCK_SKEWED',
  'ID_TOKEN_INVALID',
  'SESSION_ENDED',
  'SECOND_FACTOR_REQUIRED',
  'SECOND_FACTOR_STALE',
  'PROVIDER_UNREACHABLE',
  'PROVIDER_UNUSABLE',
  'NAME_INVALID',
  'NAME_TAKEN',
  'FORBIDDEN',
])

const PROVIDERS_OWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['PROVIDER_UNREACHABLE', 'PROVIDER_UNUSABLE'])

/** Lines per second about refusals, and at once: nobody fills the disk by being refused. */
const RATE = 20
const BURST = 200

/** Which field was wrong, and never what stood in it. */
export const fieldOf = (error: ValidationError): string | undefined => {
  const path = error.issues[0]?.path?.map((segment) => String(typeof segment === 'object' ? segment.key : segment))
  return path === undefined || path.length === 0 ? undefined : path.join('.').slice(0, 100)
}

/** What the log is told of requests that came to nothing: codes and our own words, and nothing that a client sent. */
export class Failures {
  readonly #log: Log
  readonly #budget = new TokenBucket(RATE, BURST, Date.now())
  #unlogged = 0

  constructor(log: Log) {
    this.#log = log
  }

  note(error: ParleyError): void {
    if (error.category === 'fault') this.#noteFault(error)
    else if (NOTABLE.has(error.code)) this.#noteRefusal(error)
  }

  /** Faults are our own, and the client learns nothing of them. Of an output that broke the contract, the field is told. */
  #noteFault({ code, detail, cause }: ParleyError): void {
    const broken = cause instanceof ORPCError ? cause.cause : cause
    if (broken instanceof ValidationError) this.#log.error({ field: fieldOf(broken) }, 'a reply broke the contract')
    else this.#log.error({ fault: code, reason: detail, err: cause }, 'request failed')
  }

  #noteRefusal({ code, detail, cause }: ParleyError): void {
    if (!this.#budget.take(Date.now())) {
      this.#unlogged += 1
      return
    }
    this.#log.warn(
      {
        refusal: code,
        reason: detail,
        // Of a provider, whoever runs the service wants to know more; it says nothing of a person.
        ...(PROVIDERS_OWN.has(code) && cause instanceof Error ? { because: cause.message } : {}),
        ...(this.#unlogged === 0 ? {} : { unlogged: this.#unlogged }),
      },
      'request refused',
    )
    this.#unlogged = 0
  }
}
