import type { Message } from '#shared/contract/chat.ts'
import { fakeParticipant } from '../../../call/fake-people.ts'

/** A message of the n-th of the fake people, 0 being oneself. `at` in ms since 1970. */
export const fakeMessage = (id: string, person: number, change: Partial<Message> = {}): Message => {
  const { personId, name, standing } = fakeParticipant(person, 0)
  return {
    id,
    author: { personId, name, standing },
    text: `Text of ${id}`,
    at: Date.UTC(2026, 2, 4, 10),
    mentions: [],
    reactions: [],
    ...change,
  }
}
