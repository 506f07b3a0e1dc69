import { useMemo } from 'react'
import { toParleyError } from '#shared/errors.ts'
import { useEngine } from '../../app/services.ts'
import type { ChatCalls } from '../../call/chat/chat-calls.ts'
import { useStageView } from '../stage/stage-view.ts'

export interface ChatVerbs {
  chat: ChatCalls
  /** True where it worked; otherwise the one line of the stage says why not. */
  attempt(work: Promise<unknown>): Promise<boolean>
}

/** What one does with messages from a button. */
export const useChatVerbs = (): ChatVerbs => {
  const { chat } = useEngine()
  const view = useStageView()
  return useMemo(
    () => ({
      chat,
      attempt: (work) =>
        work.then(
          () => true,
          (thrown: unknown) => {
            view.setState({ outcome: { kind: 'failed', code: toParleyError(thrown).code, at: Date.now() } })
            return false
          },
        ),
    }),
    [chat, view],
  )
}
