import type { Consent } from '#shared/contract/recording.ts'

/** What the people of a meeting have seen and said of its recordings. */
export class Answers {
  /** Ids of recordings whose notice was shown, by participant id: it is shown by a client, and a person may have two. */
  readonly #told = new Map<string, Set<string>>()
  /** What people said to the regular recording, by person id. */
  readonly #consents = new Map<string, Consent>()

  /** Somebody's client shows the notices of these recordings. */
  show(participantId: string, recordingIds: readonly string[]): void {
    this.#told.set(participantId, new Set([...(this.#told.get(participantId) ?? []), ...recordingIds]))
  }

  isTold(participantId: string, recordingId: string): boolean {
    return this.#told.get(participantId)?.has(recordingId) === true
  }

  forget(participantId: string): void {
    this.#told.delete(participantId)
  }

  consentOf(personId: string): Consent {
    return this.#consents.get(personId) ?? 'asked'
  }

  consent(personId: string, consent: Consent): void {
    this.#consents.set(personId, consent)
  }

  /** Another recording is another question. */
  askAgain(): void {
    this.#consents.clear()
  }

  clear(): void {
    this.#told.clear()
    this.#consents.clear()
  }
}
