import { useMemo } from 'react'
import { toParleyError } from '#shared/errors.ts'
import { type MessageVerbs, useChatSource } from './chat-source.ts'

/** Does something with a message. True where it worked; otherwise it is told why not. */
export type AttemptVerb = (work: (verbs: MessageVerbs) => Promise<unknown>) => Promise<boolean>

/** What one does with messages from a button; undefined where messages can only be read. */
export const useMessageVerbs = (): AttemptVerb | undefined => {
  const source = useChatSource()
  return useMemo(() => {
    const { verbs } = source
    if (verbs === undefined) return undefined
    return async (work) => {
      try {
        await work(verbs)
        return true
      } catch (thrown) {
        source.tell(toParleyError(thrown).code)
        return false
      }
    }
  }, [source])
}
