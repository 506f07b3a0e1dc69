import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useCall } from '../../app/services.ts'
import type { MentionedName } from './text-parts.ts'

/** The names of these people, as far as they are here or have written. */
export const useNames = (personIds: readonly string[]): readonly MentionedName[] => {
  const names = useCall(
    useShallow(({ participants, chat }) =>
      personIds.map(
        (personId) =>
          participants.find((each) => each.personId === personId)?.name ??
          chat.messages.find(({ author }) => author.personId === personId)?.author.name ??
          '',
      ),
    ),
  )
  return useMemo(() => personIds.map((personId, index) => ({ personId, name: names[index] ?? '' })), [personIds, names])
}
