import { type Changes, changesBetween, type Member } from './members.ts'

/** ms that members have to come over into a group that takes the place of another. */
export const COMING_OVER = 10_000

/**
 * Who has come and gone as people are told it, over all groups that a meeting has one after the other. Whoever was in the former group
 * has not left with it: they are about to come over. Those who have not in time count as gone with the next change.
 */
export class ToldMembers<V> {
  #told: readonly Member<V>[] = []
  #former: { readonly members: readonly Member<V>[]; readonly until: number } | undefined

  /** An epoch has begun, with these in it. */
  enter(members: readonly Member<V>[], isNewGroup: boolean, now: number): Changes<V> {
    if (isNewGroup) this.#former = { members: this.#told, until: now + COMING_OVER }
    if (this.#former !== undefined && this.#former.until <= now) this.#former = undefined
    const coming = changesBetween(this.#former?.members ?? [], members).left
    const before = this.#told
    this.#told = [...members, ...coming]
    return changesBetween(before, this.#told)
  }
}
