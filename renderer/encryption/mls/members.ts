import type { RatchetTree } from 'ts-mls'
import { keyOf } from './bytes.ts'
import type { CredentialBook } from './credentials.ts'
import { leafAt } from './policy.ts'

/** Somebody in the group, and what their credential was found to be. */
export interface Member<V> {
  readonly leafIndex: number
  readonly signatureKey: Uint8Array
  readonly verdict: V
}

/** Who came and who went with an epoch. Whoever returned with a fresh leaf is in neither. */
export interface Changes<V> {
  readonly joined: readonly Member<V>[]
  readonly left: readonly Member<V>[]
}

/** Everybody in a tree, in the order of their leaves. */
export const membersOf = async <V>(tree: RatchetTree, book: CredentialBook<V>): Promise<Member<V>[]> => {
  const members: Member<V>[] = []
  for (let leafIndex = 0; leafIndex * 2 < tree.length; leafIndex += 1) {
    const leaf = leafAt(tree, leafIndex)
    const verdict = leaf === undefined ? undefined : book.verdictOnLeaf(leaf)
    if (leaf === undefined || verdict === undefined) continue
    members.push({ leafIndex, signatureKey: leaf.signaturePublicKey, verdict: await verdict })
  }
  return members
}

export const changesBetween = <V>(before: readonly Member<V>[], after: readonly Member<V>[]): Changes<V> => {
  const here = new Set(after.map(({ signatureKey }) => keyOf(signatureKey)))
  const were = new Set(before.map(({ signatureKey }) => keyOf(signatureKey)))
  return {
    joined: after.filter(({ signatureKey }) => !were.has(keyOf(signatureKey))),
    left: before.filter(({ signatureKey }) => !here.has(keyOf(signatureKey))),
  }
}
