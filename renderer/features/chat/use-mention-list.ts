import { type KeyboardEvent, useMemo, useState } from 'react'
import { matchesQuery } from '../people/people-list.ts'
import { useChat } from './chat-source.ts'
import { type MentionQuery, mentionQuery } from './mentions.ts'
import type { MentionedName } from './text-parts.ts'

/** How many people are offered at once. */
const OFFERED = 6

export interface MentionList {
  offered: readonly MentionedName[]
  active: number
  query: MentionQuery | undefined
  /** True where the key was for the list. */
  onKeyDown(event: KeyboardEvent): boolean
  /** The caret or the text has moved. */
  follow(text: string, caret: number): void
  close(): void
}

/** The people who are offered while a name is typed after an `@`. */
export const useMentionList = (onPick: (query: MentionQuery, person: MentionedName) => void): MentionList => {
  const known = useChat((view) => view.people)
  const selfPersonId = useChat((view) => view.selfPersonId)
  const [query, setQuery] = useState<MentionQuery>()
  /** The place of an `@` that is not to be asked about again. */
  const [closedAt, setClosedAt] = useState<number>()
  const [active, setActive] = useState(0)

  const offered = useMemo(() => {
    if (query === undefined || query.start === closedAt) return []
    const people = new Map(known.map(({ personId, name, organisation }) => [personId, { personId, name, organisation }]))
    if (selfPersonId !== undefined) people.delete(selfPersonId)
    return [...people.values()].filter((person) => person.name !== '' && matchesQuery(person, query.query)).slice(0, OFFERED)
  }, [known, selfPersonId, query, closedAt])
  const shown = Math.min(active, Math.max(0, offered.length - 1))

  const close = (): void => setClosedAt(query?.start)

  return {
    offered,
    active: shown,
    query,
    close,
    follow: (text, caret) => {
      const next = mentionQuery(text, caret)
      setQuery(next)
      if (next?.start !== query?.start) setClosedAt(undefined)
      if (next?.query !== query?.query) setActive(0)
    },
    onKeyDown: (event) => {
      const person = offered[shown]
      if (query === undefined || person === undefined) return false
      if (event.key === 'ArrowDown') setActive((shown + 1) % offered.length)
      else if (event.key === 'ArrowUp') setActive((shown + offered.length - 1) % offered.length)
      else if (event.key === 'Enter' || event.key === 'Tab') onPick(query, person)
      else if (event.key === 'Escape') close()
      else return false
      return true
    },
  }
}
