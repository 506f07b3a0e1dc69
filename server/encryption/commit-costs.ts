import type { RatchetTree } from 'ts-mls'
import { copath, isLeaf, leafToNodeIndex, leafWidth, left, right, rootFromNodeWidth, toLeafIndex } from 'ts-mls/treemath.js'

type NodeIndex = Parameters<typeof left>[0]

/**
 * How many encryptions a commit of each leaf's member takes: one for each node that stands for a part of the others (the resolution of
 * its copath, RFC 9420 §4.1.1). In a tree that is full, the logarithm of its size; in one where one person added all, its size.
 */
export const costsOf = (tree: RatchetTree): ReadonlyMap<number, number> => {
  const sizes = new Map<NodeIndex, number>()
  const measure = (index: NodeIndex): number => {
    const node = tree[index]
    const below = isLeaf(index) ? 0 : measure(left(index)) + measure(right(index))
    const size = node === undefined ? below : 1 + (node.nodeType === 'parent' ? node.parent.unmergedLeaves.length : 0)
    sizes.set(index, size)
    return size
  }
  measure(rootFromNodeWidth(tree.length))
  const costs = new Map<number, number>()
  for (let leaf = 0; leaf * 2 < tree.length; leaf += 1) {
    if (tree[leaf * 2] === undefined) continue
    const others = copath(leafToNodeIndex(toLeafIndex(leaf)), leafWidth(tree.length))
    costs.set(
      leaf,
      others.reduce((sum, index) => sum + (sizes.get(index) ?? 0), 0),
    )
  }
  return costs
}
