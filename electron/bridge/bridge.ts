import type { IpcMain, WebContents } from 'electron'
import { bridgeChannel } from '#shared/bridge-channel.ts'
import {
  type BridgeEvent,
  type BridgeEventData,
  type BridgeInput,
  type BridgeOutput,
  type BridgeReply,
  type BridgeVerb,
  bridgeEvents,
  bridgeVerbs,
} from '#shared/desktop-bridge.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import { describeIssue } from '../diagnostics/describe-issue.ts'
import type { Log } from '../diagnostics/log.ts'
import { VERB_NAMES } from './names.ts'
import type { Sending } from './sender.ts'

/** One function for each verb; a verb without one does not compile. What they throw becomes a reply with its code. */
export type BridgeHandlers = {
  readonly [V in BridgeVerb]: (input: BridgeInput<V>) => BridgeOutput<V> | Promise<BridgeOutput<V>>
}

interface BridgeOptions {
  handlers: BridgeHandlers
  isTrusted: (event: Sending) => boolean
  log: Log
}

const refuse = (error: ParleyError): BridgeReply => ({ ok: false, code: error.code, detail: error.detail })

const answer = async <V extends BridgeVerb>(verb: V, input: unknown, { handlers }: BridgeOptions): Promise<unknown> => {
  const schemas = bridgeVerbs[verb]
  const asked = schemas.input.safeParse(input)
  if (!asked.success) throw new ParleyError('INVALID_INPUT', describeIssue(asked.error))
  const result = await handlers[verb](asked.data as BridgeInput<V>)
  const answered = schemas.output.safeParse(result)
  if (!answered.success) throw new ParleyError('INTERNAL', describeIssue(answered.error), { cause: answered.error })
  return answered.data
}

/**
 * Registers every verb. A message is answered only when it comes from our page, its input is parsed before the handler sees it,
 * and nothing that is thrown leaves as more than a code and a detail.
 */
export const registerBridge = (ipc: Pick<IpcMain, 'handle'>, options: BridgeOptions): void => {
  for (const verb of VERB_NAMES) {
    ipc.handle(bridgeChannel(verb), async (event, input: unknown): Promise<BridgeReply> => {
      if (!options.isTrusted(event)) {
        options.log.warn('bridge.foreignSender', { verb })
        return refuse(new ParleyError('FORBIDDEN', 'sender'))
      }
      try {
        return { ok: true, value: await answer(verb, input, options) }
      } catch (thrown) {
        const error = toParleyError(thrown)
        if (error.code === 'INTERNAL') options.log.error('bridge.failed', error, { verb })
        return refuse(error)
      }
    })
  }
}

/** Tells the page. An event that does not fit its schema is a mistake of ours and throws. */
export const tellPage = <E extends BridgeEvent>(page: Pick<WebContents, 'send'>, event: E, data: BridgeEventData<E>): void => {
  page.send(bridgeChannel(event), bridgeEvents[event].parse(data))
}
