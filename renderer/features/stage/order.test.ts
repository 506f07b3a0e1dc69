import { describe, expect, test } from 'vitest'
import { fakeParticipant } from '../../call/fake-people.ts'
import { mainPerson, orderPeople, sharesOf, shownShare } from './order.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => fakeParticipant(index, 2_000_000))
const [me, a, b, c, d] = ['participant-0', 'participant-1', 'participant-2', 'participant-3', 'participant-4']

describe('orderPeople', () => {
  test.each([
    { name: 'in order of joining, oneself last', firstPage: 48, lastSpoke: {}, order: [a, b, c, d, me] },
    { name: 'nobody moves while all are seen', firstPage: 4, lastSpoke: { [d]: 9 }, order: [a, b, c, d, me] },
    { name: 'who speaks comes to the first page', firstPage: 2, lastSpoke: { [d]: 9 }, order: [a, d, b, c, me] },
    { name: 'who spoke lately stays there', firstPage: 2, lastSpoke: { [d]: 9, [b]: 8 }, order: [b, d, a, c, me] },
  ])('$name', ({ firstPage, lastSpoke, order }) => {
    expect(orderPeople(people(5), me, { firstPage, lastSpoke })).toEqual(order)
  })
})

describe('mainPerson', () => {
  test.each([
    { name: 'who is pinned', count: 3, pinnedId: b, lastSpoke: { [a]: 5 }, main: b },
    { name: 'who spoke last', count: 3, pinnedId: undefined, lastSpoke: { [a]: 5, [b]: 6 }, main: b },
    { name: 'never oneself because one speaks', count: 3, pinnedId: undefined, lastSpoke: { [me as string]: 9 }, main: a },
    { name: 'who is pinned but gone does not count', count: 3, pinnedId: 'gone', lastSpoke: {}, main: a },
    { name: 'oneself when alone', count: 1, pinnedId: undefined, lastSpoke: {}, main: me },
  ])('$name', ({ count, pinnedId, lastSpoke, main }) => {
    expect(mainPerson(people(count), me, { pinnedId, lastSpoke })).toBe(main)
  })
})

describe('shares', () => {
  const share = (participantId: string) => ({ producerId: `${participantId}-screen`, participantId })

  test('a paused share is none', () => {
    const [first, second] = people(2)
    if (first === undefined || second === undefined) throw new Error('two people expected')
    const sharing = [
      { ...first, producers: [{ id: 'one', source: 'screen' as const, paused: true }] },
      { ...second, producers: [{ id: 'two', source: 'screen' as const, paused: false }] },
    ]
    expect(sharesOf(sharing)).toEqual([{ producerId: 'two', participantId: a }])
  })

  test.each([
    { name: 'none', shares: [], chosen: undefined, shown: undefined },
    { name: "another person's, not one's own", shares: [share(a as string), share(me as string)], chosen: undefined, shown: a },
    { name: 'the last of several', shares: [share(a as string), share(b as string)], chosen: undefined, shown: b },
    { name: 'the chosen one', shares: [share(a as string), share(b as string)], chosen: `${a}-screen`, shown: a },
    { name: "not one's own", shares: [share(me as string)], chosen: `${me}-screen`, shown: undefined },
  ])('$name', ({ shares, chosen, shown }) => {
    expect(shownShare(shares, me, chosen)?.participantId).toBe(shown)
  })
})
