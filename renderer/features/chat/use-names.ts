import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useChat } from './chat-source.ts'
import type { MentionedName } from './text-parts.ts'

/** The names of these people, as far as they are here or have written. */
export const useNames = (personIds: readonly string[]): readonly MentionedName[] => {
  const names = useChat(
    useShallow(({ people, messages }) =>
      personIds.map(
        (personId) =>
          people.find((each) => each.personId === personId)?.name ??
          messages.find(({ author }) => author.personId === personId)?.author.name ??
          '',
      ),
    ),
  )
  return useMemo(() => personIds.map((personId, index) => ({ personId, name: names[index] ?? '' })), [personIds, names])
}
