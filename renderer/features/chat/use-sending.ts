import { useState } from 'react'
import { Objection } from '#shared/contract/chat.ts'
import { type ErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'
import { useChat, useChatSource } from './chat-source.ts'
import type { Composing } from './composing.ts'
import { judgeOnDevice, useDeviceJudge } from './device-judge.ts'

/**
 * What stands between a person and their message: `warn`, they may send it all the same; `hold`, it would wait for an organiser;
 * `refuse`, nobody will see it.
 */
export interface Warning {
  kind: 'warn' | 'hold' | 'refuse'
  objection: Objection
}

export interface Sending {
  busy: boolean
  warning: Warning | undefined
  failure: ErrorCode | undefined
  /** True where it went out. `insists`: they have seen the warning. */
  send(message: { text: string; mentions: string[] }, insists: boolean): Promise<boolean>
  /** The text is another now. */
  reset(): void
}

/** Sends what is composed, after this device has looked at it where the meeting's options ask for that. */
export const useSending = (composing: Composing): Sending => {
  const { send, verbs } = useChatSource()
  const moderation = useChat((view) => view.moderation)
  const judge = useDeviceJudge(moderation)
  const [busy, setBusy] = useState(false)
  const [warning, setWarning] = useState<Warning>()
  const [failure, setFailure] = useState<ErrorCode>()

  const warningFor = async (text: string): Promise<Warning | undefined> => {
    if (moderation === 'off') return undefined
    const verdict = await judgeOnDevice(judge, text)
    if (verdict.verdict === 'allow') return undefined
    return { kind: verdict.verdict === 'refuse' ? 'refuse' : moderation, objection: verdict.objection }
  }

  const deliver = async ({ text, mentions }: { text: string; mentions: string[] }): Promise<void> => {
    if (composing.kind === 'edit') {
      if (verbs === undefined) throw new ParleyError('WRONG_STATE')
      await verbs.editMessage({ messageId: composing.message.id, text, mentions })
    } else await send({ text, mentions, ...(composing.kind === 'reply' ? { replyTo: composing.to.id } : {}) })
  }

  return {
    busy,
    warning,
    failure,
    reset: () => {
      setWarning(undefined)
      setFailure(undefined)
    },
    send: async (message, insists) => {
      if (busy) return false
      setBusy(true)
      setFailure(undefined)
      try {
        const found = insists ? undefined : await warningFor(message.text)
        setWarning(found)
        if (found !== undefined) return false
        await deliver(message)
        return true
      } catch (thrown) {
        const { code, detail } = toParleyError(thrown)
        const objection = code === 'MESSAGE_REFUSED' ? Objection.safeParse(detail) : undefined
        if (objection?.success === true) setWarning({ kind: 'refuse', objection: objection.data })
        else setFailure(code)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
