import { z } from 'zod'
import type { Fetch } from '../../network/fetch-whole.ts'
import type { Found, Look } from './found.ts'

interface Parts {
  /** Undefined where nobody has said which it is. */
  origin: string | undefined
  fetch: Fetch
}

const Health = z.object({ status: z.string().max(40) })

/** Whether the service answers, by the way that this computer takes (with its proxy and its certificates). */
export const lookAtService =
  ({ origin, fetch }: Parts): Look =>
  async (signal): Promise<Found> => {
    if (origin === undefined) return { finding: 'serviceUnknown' }
    const at = performance.now()
    let response: Response
    try {
      response = await fetch(new Request(`${origin}/healthz`), { cache: 'no-store', credentials: 'omit', signal })
    } catch {
      return { finding: 'serviceSilent' }
    }
    const facts = { status: response.status, answerMs: Math.round(performance.now() - at) }
    const health = Health.safeParse(await response.json().catch(() => undefined))
    // A page of a hotel's network, a proxy that has nothing behind it, another program.
    if (!health.success) return { finding: 'serviceOther', facts }
    return { finding: response.ok && health.data.status === 'ok' ? 'serviceFine' : 'serviceUnhealthy', facts }
  }
