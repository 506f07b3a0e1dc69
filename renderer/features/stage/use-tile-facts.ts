import { useShallow } from 'zustand/react/shallow'
import { useCall } from '../../app/services.ts'
import { useWhoWords } from '../encryption/use-who-words.ts'
import { type TileFacts, tileFacts } from './tile-facts.ts'

export interface ShownFacts extends TileFacts {
  /** Empty where no name can be believed. */
  initialsOf: string
}

/** What one tile says, with words in the place of a name that can't be believed. Undefined once the person has left. */
export const useTileFacts = (participantId: string, source: 'camera' | 'screen'): ShownFacts | undefined => {
  const words = useWhoWords()
  const facts = useCall(useShallow((state) => tileFacts(state, participantId, source)))
  return facts === undefined ? undefined : { ...facts, name: words.name(facts.name), initialsOf: facts.name }
}
