import type { RemovedPerson } from '#shared/contract/moderation.ts'
import type { Newcomer } from './standing.ts'

/** Somebody who may not come in: removed, or denied for a while, or denied and blocked. */
export interface Ban {
  readonly id: string
  readonly kind: 'removed' | 'denied' | 'blocked'
  readonly personId: string
  readonly sessionId: string
  readonly clientKey: string
  readonly name: string
  /** ms since 1970 */
  readonly at: number
}

/** Guests are known by their client too: another name makes them nobody else. Members are known by who they are. */
const concerns = (ban: Ban, { person, sessionId, clientKey }: Newcomer): boolean =>
  ban.personId === person.id || ban.sessionId === sessionId || (person.kind === 'guest' && ban.clientKey === clientKey)

/** Those whom one occurrence does not let in. */
export class Bans {
  #bans: Ban[]
  /** ms */
  readonly #denial: number

  constructor(denial: number, bans: readonly Ban[] = []) {
    this.#denial = denial
    this.#bans = [...bans]
  }

  /** Those who were denied long enough ago are forgotten by that. */
  add(ban: Ban): void {
    this.#bans = [...this.#bans.filter(({ kind, at }) => kind !== 'denied' || ban.at < at + this.#denial), ban]
  }

  /** With what somebody is refused; undefined where they are not. */
  judge(newcomer: Newcomer, now: number): 'REMOVED' | 'KNOCK_LATER' | undefined {
    const found = this.#bans.filter((ban) => concerns(ban, newcomer))
    if (found.some(({ kind }) => kind !== 'denied')) return 'REMOVED'
    return found.some(({ at }) => now < at + this.#denial) ? 'KNOCK_LATER' : undefined
  }

  /** Lets somebody who was removed come again; the bans that are lifted by that. */
  lift(personId: string): Ban[] {
    const lifted = this.#bans.filter((ban) => ban.kind === 'removed' && ban.personId === personId)
    this.#bans = this.#bans.filter((ban) => !lifted.includes(ban))
    return lifted
  }

  /** Each person once, the last removed first. */
  get removed(): RemovedPerson[] {
    const people = new Map<string, RemovedPerson>()
    for (const { kind, personId, name, at } of this.#bans) if (kind === 'removed') people.set(personId, { personId, name, at })
    return [...people.values()].toSorted((one, other) => other.at - one.at)
  }
}
